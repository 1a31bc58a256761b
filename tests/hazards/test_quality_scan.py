"""Marks and pairs of a township: made once, kept in line with the rows, decided by people."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image, ImageDraw

from core import clock, jobs
from core.errors import Refused
from evidence import photos as evidence
from evidence.models import Attachment
from hazards.enums_quality import Reason
from hazards.models import Hazard, Mark, PhotoPrint, Twin
from hazards.quality import photos, scan, services
from tests import factories
from tests.notices.conftest import as_user

LIST, TWINS = reverse("hazards:marks"), reverse("hazards:twins")


def a_hazard(w, text="护栏断了两根", firm=None, **fields):
    firm = firm or w.firm
    return factories.hazard(firm.village, enterprise=firm, description=text, **fields)


def marks():
    return sorted(Mark.objects.standing().values_list("field", "reason"))


def look(w):
    return scan.scan(w.town.pk)


def test_a_hollow_result_is_marked_once_however_often_it_is_looked_at(w):
    row = a_hazard(w, result="已整改到位")
    assert look(w)["new"] == 1 and look(w)["new"] == 0
    mark = Mark.objects.get()
    assert (mark.field, mark.reason, mark.subject, mark.unit) == ("result", Reason.HOLLOW, row, w.firm)


def test_a_result_that_tells_something_is_not_marked(w):
    a_hazard(w, result="立柱焊好两根，刷了红白漆")
    assert look(w)["standing"] == 0


def test_a_mark_lapses_when_the_words_are_mended_and_returns_with_them(w):
    row = a_hazard(w, result="已整改")
    look(w)
    Hazard.objects.filter(pk=row.pk).update(result="换了两根立柱")
    assert look(w)["lapsed"] == 1 and marks() == []
    Hazard.objects.filter(pk=row.pk).update(result="已整改")
    assert look(w)["again"] == 1 and marks() == [("result", "hollow")]
    assert list(Mark.objects.get().log.values_list("action", flat=True)) == ["lapse", "again"]


def test_what_a_person_has_dismissed_is_never_marked_again(w):
    a_hazard(w, result="已整改")
    look(w)
    services.dismiss(mark=Mark.objects.get(), by=w.officer, note="照片里看得清")
    look(w)
    assert marks() == []
    services.restore(mark=Mark.objects.get(), by=w.officer)
    assert marks() == [("result", "hollow")]


def test_the_same_words_in_three_units_are_marked_in_two_they_are_not(w):
    words = "换了两只新灭火器并挂上标识牌"
    third = factories.enterprise(w.village)
    for firm in (w.firm, w.firm2):
        a_hazard(w, firm=firm, result=words)
    assert look(w)["standing"] == 0
    a_hazard(w, firm=third, result=words)
    look(w)
    assert marks() == [("result", "common")] * 3


def test_the_same_hazard_may_be_found_in_many_units(w):
    for firm in (w.firm, w.firm2, factories.enterprise(w.village)):
        a_hazard(w, "灭火器箱被纸箱挡住取不出来", firm)
    assert look(w)["standing"] == 0


def test_a_township_does_not_look_at_the_next_one(w):
    a_hazard(w, firm=w.other_firm, result="已整改")
    assert look(w)["standing"] == 0
    call_command("check_quality", stdout=io.StringIO())
    assert Mark.objects.get().village_id == w.other_village.pk


def drawn(shift=0, quality=90):
    """A picture with edges; brighter by `shift`."""
    picture = Image.new("RGB", (320, 240), (120, 110, 100))
    pen = ImageDraw.Draw(picture)
    for at in range(6):
        tone = (200, 40, 160, 20, 220, 90)[at]
        pen.rectangle((at * 53, 30 * (at % 3), at * 53 + 40, 150 + 15 * at), fill=(tone, tone, tone))
    out = io.BytesIO()
    picture.point(lambda shade: min(shade + shift, 255)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def with_photo(w, row, data, slot="before"):
    kept = evidence.keep(SimpleUploadedFile("现场.jpg", data, "image/jpeg"), by=w.officer)
    Attachment.objects.filter(pk=kept.pk).update(object_id=str(row.pk), slot=slot, content_type=_kind(row))
    return kept


def _kind(row):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(row)


def test_the_later_hazard_with_the_same_photo_is_marked_with_the_first(w):
    first, later = a_hazard(w, "井盖碎裂"), a_hazard(w, "电线老化")
    with_photo(w, first, drawn())
    with_photo(w, later, drawn())
    look(w)
    mark = Mark.objects.get()
    assert mark.reason == Reason.PHOTO and mark.subject == later and first.number in mark.detail


def test_the_picture_of_before_does_not_prove_after(w):
    row = a_hazard(w)
    with_photo(w, row, drawn())
    with_photo(w, row, drawn(), slot="after")
    look(w)
    assert marks() == [("photo", "photo")]


def test_a_picture_saved_anew_looks_the_same_and_another_does_not(w):
    first, later, other = (a_hazard(w, text) for text in ("井盖碎裂", "电线老化", "门锁死"))
    with_photo(w, first, drawn())
    with_photo(w, later, drawn(shift=8, quality=60))
    mirrored = Image.open(io.BytesIO(drawn())).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = io.BytesIO()
    mirrored.save(out, "JPEG")
    with_photo(w, other, out.getvalue())
    look(w)
    assert [(mark.reason, mark.subject) for mark in Mark.objects.all()] == [(Reason.LIKE_PHOTO, later)]


def test_plain_walls_and_broken_files_tell_nothing(w):
    for text in ("井盖碎裂", "电线老化"):
        factories.photo(a_hazard(w, text), by=w.officer, name=f"{text}.png")
    broken = factories.photo(a_hazard(w, "门锁死"), by=w.officer)
    broken.file.storage.delete(broken.file.name)
    photos.make_prints()
    assert not any(photos.telling(bits) for bits in PhotoPrint.objects.values_list("bits", flat=True))
    assert photos.make_prints() == 0


def pair(w, **later):
    one = a_hazard(w, "配电箱门缺锁", location="打磨间")
    return one, a_hazard(w, "配电箱没有上锁", location="打磨间", **later)


def test_near_hazards_of_one_unit_are_proposed_once_and_decided_once(w):
    one, other = pair(w)
    assert look(w)["pairs"] == 1 and look(w)["pairs"] == 0
    services.decide(twin=Twin.objects.get(), by=w.officer, same=False, note="两个箱子")
    assert look(w)["pairs"] == 0
    for row, beside in ((one, other), (other, one)):
        line = row.log.get(action="twin")
        assert beside.number in line.note and "不是同一隐患" in line.note


@pytest.mark.parametrize("case", ["late", "other firm", "cancelled", "recurred", "closed before"])
def test_some_near_ones_are_no_pair(w, case):
    one, other = pair(w)
    later = clock.today() + timedelta(days=61)
    changed = {
        "late": {"found_on": later}, "other firm": {"enterprise": w.firm2, "village": w.firm2.village},
        "cancelled": {"state": "cancelled"}, "recurred": {"first": one, "occurrence": 2}, "closed before": {},
    }[case]  # fmt: skip
    if changed:
        Hazard.objects.filter(pk=other.pk).update(**changed)
    else:
        Hazard.objects.filter(pk=one.pk).update(
            closed_at=clock.now() - timedelta(days=3), found_on=clock.today() - timedelta(9)
        )
    assert look(w)["pairs"] == 0


@pytest.mark.parametrize("name", ["leader", "liaison", "discipline"])
def test_who_does_not_judge_is_told_why(w, name):
    pair(w, result="已整改")
    look(w)
    user = getattr(w, name)
    with pytest.raises(Refused, match="由应急办或监管站所核对"):
        services.dismiss(mark=Mark.objects.get(), by=user, note="看过")
    page = as_user(user).post(reverse("hazards:twin_step", args=[Twin.objects.get().pk, "same"]))
    assert page.status_code == 403 and "由应急办或监管站所核对" in page.content.decode()


def test_one_of_the_same_two_is_cancelled_with_the_number_of_the_other(w):
    one, other = pair(w)
    look(w)
    services.decide(twin=Twin.objects.get(), by=w.officer, same=True)
    client, url = as_user(w.officer), reverse("hazards:twin", args=[Twin.objects.get().pk])
    page = client.get(url)
    assert page.context["cancels"] == [(other, one), (one, other)]
    note = f"与 {one.number} 为同一隐患，重复登记"
    assert note in page.content.decode() and f"取消 {other.number}" in page.content.decode()
    sent = {"row_version": Hazard.objects.get(pk=other.pk).version, "note": note}
    client.post(reverse("hazards:step", args=[other.pk, "cancel"]), sent)
    other.refresh_from_db()
    assert other.state == "cancelled" and other.log.last().note == note
    assert client.get(url).context["cancels"] == []


def test_units_see_neither_marks_nor_pairs(w):
    _, other = pair(w, result="已整改")
    look(w)
    assert as_user(w.boss).get(LIST).status_code == as_user(w.cadre).get(TWINS).status_code == 403
    assert "填报质量标记" not in as_user(w.boss).get(reverse("hazards:detail", args=[other.pk])).content.decode()
    assert as_user(w.boss).get(reverse("hazards:twin", args=[Twin.objects.get().pk])).status_code == 404


def test_the_pages_show_marks_pairs_and_their_decision(w):
    one, other = pair(w, result="已整改")
    look(w)
    client, twin, mark = as_user(w.officer), Twin.objects.get(), Mark.objects.get()
    shown = client.get(reverse("hazards:detail", args=[other.pk])).content.decode()
    assert "只有套话" in shown and one.number in shown
    assert "已整改" in client.get(LIST, {"reason": "hollow", "q": w.firm.name}).content.decode()
    assert "没有符合条件" in client.get(LIST, {"reason": "photo"}).content.decode()
    client.post(reverse("hazards:mark_step", args=[mark.pk, "dismiss"]), {"note": ""})
    assert Mark.objects.standing().count() == 1
    client.post(reverse("hazards:mark_step", args=[mark.pk, "dismiss"]), {"note": "属实"})
    assert Mark.objects.standing().count() == 0
    page = client.post(reverse("hazards:twin_step", args=[twin.pk, "same"]), follow=True).content.decode()
    assert f"取消 {other.number}" in page
    assert client.get(f"{LIST}?export=xlsx").status_code == client.get(f"{TWINS}?export=xlsx").status_code == 200


def test_the_lists_ask_as_often_for_three_rows_as_for_one(w, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pair(w, result="已整改")
    look(w)
    client, counts = as_user(w.officer), []
    for more in range(2):
        for address in (LIST, TWINS):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(address)
            counts.append(len(asked))
        for text in ("门锁死", "门锁住打不开"):
            a_hazard(w, text, location=f"后门{more}", result="已整改")
        look(w)
    assert counts[:2] == counts[2:]


def test_an_officer_has_the_township_looked_over_as_a_job(w):
    a_hazard(w, result="已整改")
    job = services.ask(by=w.officer)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done" and "新标记 1 处" in job.result["text"]
    with pytest.raises(Refused, match="由应急办重新检查"):
        services.ask(by=w.leader)


def test_a_township_that_cannot_be_looked_over_does_not_keep_the_others_from_it(w, monkeypatch):
    seen, real = [], scan.scan

    def scan_or_fail(town):
        if town == w.town.pk:
            raise ValueError("坏数据")
        seen.append(town)
        return real(town)

    monkeypatch.setattr(scan, "scan", scan_or_fail)
    with pytest.raises(CommandError, match=w.town.name):
        call_command("check_quality", stdout=io.StringIO())
    assert seen == [w.other_town.pk]
