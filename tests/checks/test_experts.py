"""专家意见书: who writes it and when, what is signed, where it shows, how it prints."""

import base64
import io

import pytest
from django.urls import reverse
from PIL import Image, ImageDraw

from checks import opinion_sheet
from checks.models import Advice, ExpertOpinion, Inspection
from checks.services import advising, signing
from core.errors import Refused
from evidence.models import Attachment
from tests import factories
from tests.hazards.test_views import as_user


def drawn():
    picture = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 90), (90, 20), (160, 90), (260, 30)], fill="black", width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.fixture
def visit(w):
    """A visit with an expert, signed by everybody, that found one problem."""
    row = factories.inspection(w.village, w.officer, enterprise=w.firm, kind="expert", expert_opinion="配电不规范")
    row.team.create(name="柏志远", unit="县安全协会", post="expert", order=1)
    row.findings.create(description="配电箱没有跨接", location="一车间", by=w.officer)
    row.refresh_from_db()
    row = signing.present(inspection=row, by=w.officer, ended=row.begun, seen=row.version)
    for signer in signing.signers(row):
        signing.sign(
            inspection=row, key=signer.key, drawn=drawn(), by=w.officer, seen=row.sha256, name=signer.name or "季长河"
        )
    return Inspection.objects.get(pk=row.pk)


def expert(visit):
    return visit.team.get(post="expert")


def hazard(visit):
    return visit.findings.get().hazard


def written(w, visit, by=None):
    return advising.write(
        inspection=visit, member=expert(visit), post="高级工程师", opinion="配电系统要整体整改",
        measures={hazard(visit): "箱门跨接，装剩余电流保护"}, by=by or w.officer,
    )  # fmt: skip


def signed(w, visit):
    row = written(w, visit)
    return advising.sign(row=row, drawn=drawn(), by=w.officer, seen=row.version)


def test_the_visit_offers_it_once_for_each_expert(w, visit):
    url = reverse("checks:opinion_new", args=[expert(visit).pk])
    page = reverse("checks:inspection", args=[visit.pk])
    assert url in as_user(w.officer).get(page).content.decode()
    written(w, visit)
    assert url not in as_user(w.officer).get(page).content.decode()
    with pytest.raises(Refused, match="已有一份意见书"):
        written(w, visit)


def test_it_is_written_and_signed_on_its_pages_and_then_stands(w, visit):
    client, field = as_user(w.officer), f"measure_{hazard(visit).pk}"
    url = reverse("checks:opinion_new", args=[expert(visit).pk])
    assert "配电不规范" in client.get(url).content.decode()
    assert "至少对一条隐患" in client.post(url, {"post": "高工", "opinion": "好"}).content.decode()
    client.post(url, {"post": "高工", "opinion": "整体整改", field: "跨接"})
    row = ExpertOpinion.objects.get()
    edit, page = (reverse(f"checks:{name}", args=[row.pk]) for name in ("opinion_edit", "opinion"))
    client.post(edit, {"post": "高工", "opinion": "整体整改", field: "跨接并接地", "row_version": row.version})
    assert Advice.objects.get().measure == "跨接并接地"
    assert (
        "刚被别人改过"
        in client.post(edit, {"post": "高工", "opinion": "旧", field: "旧", "row_version": 1}).content.decode()
    )
    row.refresh_from_db()
    assert "又有改动" in client.post(page, {"signature": drawn(), "row_version": 1}).content.decode()
    client.post(page, {"signature": drawn(), "row_version": row.version})
    row.refresh_from_db()
    assert row.state == "signed" and Attachment.objects.of(row).count() == 1
    client.post(edit, {"post": "高工", "opinion": "改", field: "改", "row_version": row.version})
    assert Advice.objects.get().measure == "跨接并接地"
    assert [line.action for line in row.log.all()] == ["begin", "sign"]


@pytest.mark.parametrize("who", ["leader", "department", "cadre", "boss", "supervisor"])
def test_who_was_not_there_neither_writes_nor_signs(w, visit, who):
    row, user = written(w, visit), getattr(w, who)
    for act in (
        lambda: advising.sign(row=row, drawn=drawn(), by=user, seen=row.version),
        lambda: advising.withdraw(row=row, note="x", by=user),
        lambda: advising.change(row=row, post="x", opinion="x", measures={}, by=user, seen=row.version),
    ):
        with pytest.raises(Refused):
            act()
    row.refresh_from_db()
    assert row.state == "draft" and row.opinion == "配电系统要整体整改"


def test_before_the_visit_is_locked_and_for_who_is_no_expert_there_is_none(w, visit):
    open_one = factories.inspection(w.village, w.officer, enterprise=w.firm, kind="expert")
    member = open_one.team.create(name="颜文斌", post="expert", order=1)
    for given in ({"inspection": open_one, "member": member}, {"inspection": visit, "member": visit.team.first()}):
        with pytest.raises(Refused):
            advising.write(post="x", opinion="x", measures={}, by=w.officer, **given)
    with pytest.raises(Refused, match="本次检查发现"):
        advising.write(
            inspection=visit, member=expert(visit), post="x", opinion="x", measures={factories.hazard(w.village): "x"},
            by=w.officer,
        )  # fmt: skip


def test_the_unit_sees_it_once_signed_on_the_hazard_and_in_the_register(w, visit):
    row = written(w, visit)
    boss, of_hazard = as_user(w.boss), reverse("hazards:detail", args=[hazard(visit).pk])
    assert boss.get(reverse("checks:opinion", args=[row.pk])).status_code == 404
    assert "箱门跨接" not in boss.get(of_hazard).content.decode()
    advising.sign(row=row, drawn=drawn(), by=w.officer, seen=row.version)
    text = boss.get(of_hazard).content.decode()
    assert "箱门跨接" in text and "柏志远（高级工程师）" in text
    assert list(boss.get(reverse("checks:opinions")).context["page"]) == [row]
    assert not list(as_user(w.other_officer).get(reverse("checks:opinions")).context["page"])


def test_it_prints_with_the_name_drawn(w, visit, monkeypatch):
    row, given = written(w, visit), {}
    assert opinion_sheet.pdf(row)[:5] == b"%PDF-" and opinion_sheet.document_of(row).watermark == "待签名"
    row = advising.sign(row=row, drawn=drawn(), by=w.officer, seen=row.version)
    assert as_user(w.officer).get(reverse("checks:opinion_pdf", args=[row.pk])).content[:5] == b"%PDF-"
    monkeypatch.setattr("checks.opinion_sheet.signed.printed", lambda document, names: given.update(d=document, n=names))
    opinion_sheet.pdf(row)
    assert list(given["n"]) == [opinion_sheet.signature_line(row)] and given["d"].watermark == ""
    assert opinion_sheet.advice_lines(row) == [
        ["1", hazard(visit).number, hazard(visit).description, "箱门跨接，装剩余电流保护"]
    ]


def test_what_is_void_makes_room_for_another(w, visit):
    row = signed(w, visit)
    page = as_user(w.officer).post(reverse("checks:opinion_withdraw", args=[row.pk]), {"note": ""})
    assert page.status_code == 200
    as_user(w.officer).post(reverse("checks:opinion_withdraw", args=[row.pk]), {"note": "写错单位"})
    row.refresh_from_db()
    assert row.state == "withdrawn" and row.log.last().note == "写错单位"
    assert written(w, visit).pk != row.pk


def test_words_changed_behind_its_back_are_told(w, visit):
    row = signed(w, visit)
    Advice.objects.update(measure="不用整改")
    assert "不一致" in as_user(w.officer).get(reverse("checks:opinion", args=[row.pk])).content.decode()
