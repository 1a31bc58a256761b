"""Who sees which checks, and that confidential answers leak nowhere."""

import io

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from checks.models import Answer, Check
from checks.sight import may_read_answers
from evidence.access import may_see
from evidence.models import Attachment
from incidents import services as incidents
from incidents.models import AccessLog, Lead
from tests import factories

from .conftest import a_check, fill, photo_id, secret_check, shipped, submitted
from .test_findings import confess

SECRET = "前年一名装卸工被压伤后去世"
KNOW_OF_IT = ("officer", "leader", "boss")
DO_NOT = ("department", "liaison", "cadre", "discipline", "supervisor", "other_officer", "other_cadre")
READ = ("leader", "boss")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("officer", True), ("leader", True), ("discipline", True), ("supervisor", True), ("liaison", True), ("cadre", True),
        ("boss", True), ("department", False), ("other_officer", False), ("other_cadre", False),
    ],
)  # fmt: skip
def test_an_open_check_is_seen_in_scope(client, w, role, sees):
    check, person = a_check(w), getattr(w, role)
    assert Check.objects.visible_to(person).filter(pk=check.pk).exists() == sees
    client.force_login(person)
    assert client.get(reverse("checks:detail", args=[check.pk])).status_code == (200 if sees else 404)


def test_a_department_sees_the_firms_of_its_trades(w):
    w.firm.sector_id = "gas"
    w.firm.save()
    check = a_check(w)
    a_check(w, firm=w.firm2)
    assert list(Check.objects.visible_to(w.department)) == [check]


def test_a_boss_sees_no_other_firm_and_no_village(w):
    own = a_check(w)
    a_check(w, firm=w.firm2)
    a_check(w, place=w.village)
    assert list(Check.objects.visible_to(w.boss)) == [own]


def test_two_heads_of_a_firm_see_each_check_once(w):
    factories.user("enterprise", w.village, enterprise=w.firm)
    check = secret_check(w)
    assert list(Check.objects.visible_to(w.boss)) == [check] and list(Check.objects.visible_to(w.officer)) == [check]


@pytest.mark.parametrize("role", DO_NOT)
def test_a_confidential_check_of_a_firm_does_not_exist_for_others(client, w, role):
    check, person = confess(w), getattr(w, role)
    assert not Check.objects.visible_to(person).exists()
    client.force_login(person)
    assert client.get(reverse("checks:detail", args=[check.pk])).status_code == 404
    assert w.firm.name not in client.get(reverse("checks:list")).content.decode()


@pytest.mark.parametrize("role", KNOW_OF_IT)
def test_who_may_know_of_it_finds_it(w, role):
    check = confess(w)
    assert Check.objects.visible_to(getattr(w, role)).get() == check
    assert may_read_answers(getattr(w, role), check) == (role in READ)


def test_a_village_keeps_its_own_answers_to_itself(w):
    check = submitted(w, secret_check(w, place=w.village), by=w.cadre, value="no")
    assert may_read_answers(w.cadre, check) and may_read_answers(w.leader, check)
    assert not may_read_answers(w.officer, check) and not may_read_answers(w.liaison, check)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"checks:{name}", args=args), query)


def test_the_officer_reads_the_state_and_nothing_that_tells_the_answers(client, w):
    bad, good = confess(w), submitted(w, secret_check(w, firm=w.firm2), by=w.boss, value="no")
    pages = [page(client, w.officer, "detail", check.pk).content.decode() for check in (bad, good)]
    for shown in pages:
        assert "填报内容保密" in shown and "待审核" in shown
        for word in (SECRET, "零报告", "个问题", "2012年11月以来", "已转线索"):
            assert word not in shown


def test_list_and_tab_show_state_but_no_result(client, w):
    confess(w)
    tab = page(client, w.officer, "of_enterprise", w.firm.pk).content.decode()
    rows = page(client, w.officer, "list").content.decode()
    rows = rows[rows.index("<tbody>") :]
    for shown in (tab, rows):
        assert "待审核" in shown and "保密" in shown and "零报告" not in shown and "个问题" not in shown
    assert "1 个问题" in page(client, w.leader, "of_enterprise", w.firm.pk).content.decode()


@pytest.mark.parametrize("result", ["some", "none"])
def test_the_filter_by_result_finds_no_confidential_check_for_the_officer(client, w, result):
    confess(w)
    submitted(w, secret_check(w, firm=w.firm2), by=w.boss, value="no")
    assert page(client, w.officer, "list", problems=result).context["total"] == 0
    assert page(client, w.leader, "list", problems=result).context["total"] == 1


def test_the_export_reads_confidential(client, w):
    confess(w)
    answer = page(client, w.officer, "list", export="xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert dict(zip(head, row, strict=True))["结果"] == "保密" and SECRET not in str(row)


def test_photos_of_a_confidential_answer_are_handed_out_to_the_unit_alone_and_shown_for_a_reason(client, w):
    check = fill(secret_check(w), w.boss, "no")
    answer = check.answers.first()
    from checks import services

    services.reply(check=check, item=answer.item, value="yes", photos=[photo_id(w.boss)], by=w.boss)
    photo = Attachment.objects.of(answer).get()
    assert may_see(photo, w.boss) and photo.name == "自查附件-1.jpg"
    assert not any(may_see(photo, getattr(w, role)) for role in ("leader", "officer", *DO_NOT))
    address = reverse("evidence:file", args=[photo.pk])
    assert address in page(client, w.boss, "detail", check.pk).content.decode()
    assert "data:image/jpeg" not in page(client, w.leader, "detail", check.pk).content.decode()
    shown = opened(client, w.leader, check).content.decode()
    assert "data:image/jpeg" in shown and address not in shown


def test_photos_of_an_open_answer_and_the_signature_follow_the_check(client, w):
    check = a_check(w)
    from checks import services

    services.reply(check=check, item=check.version.items.first(), value="no", photos=[photo_id(w.boss)], by=w.boss)
    photo = Attachment.objects.of(Answer.objects.get(check_row=check)).get()
    sign = Attachment.objects.of(submitted(w, a_check(w))).get()
    for file in (photo, sign):
        assert may_see(file, w.officer) and may_see(file, w.cadre) and not may_see(file, w.other_officer)
    client.force_login(w.other_officer)
    assert client.get(reverse("evidence:file", args=[photo.pk])).status_code == 404


def opened(client, user, check, reason="核对填报内容"):
    client.force_login(user)
    return client.post(reverse("checks:detail", args=[check.pk]), {"reason": reason})


def test_a_handler_of_the_lead_reads_the_answers_for_a_reason_and_each_look_is_logged(client, w):
    check = confess(w)
    lead = Lead.objects.get()
    incidents.name_handler(lead=lead, user=w.discipline, by=w.leader)
    looks = AccessLog.objects.filter(lead=lead, user=w.discipline)
    shut = page(client, w.discipline, "detail", check.pk)
    for answer in (shut, opened(client, w.discipline, check, reason="看")):
        text = answer.content.decode()
        assert SECRET not in text and lead.number not in text and "lead-mark" in text
        assert answer["Cache-Control"] == "no-store"
    text = opened(client, w.discipline, check).content.decode()
    assert SECRET in text and lead.number in text and "lead-mark" in text
    assert sorted(looks.values_list("action", flat=True)) == ["opened", "view", "view"]
    line = looks.get(action="opened")
    assert line.detail == f"自查答案（第 {check.pk} 份）：核对填报内容" and w.firm.name not in line.detail


def test_a_look_at_answers_that_opened_no_lead_is_logged_too(client, w):
    check = submitted(w, secret_check(w), value="no")
    shut, text = (
        page(client, w.leader, "detail", check.pk).content.decode(),
        opened(client, w.leader, check).content.decode(),
    )
    assert "check-answers" not in shut and "check-answers" in text
    assert sorted(AccessLog.objects.filter(lead=None, user=w.leader).values_list("action", flat=True)) == ["opened", "view"]


def test_an_open_check_is_read_without_a_reason(client, w):
    shown = page(client, w.leader, "detail", submitted(w).pk).content.decode()
    assert "check-answers" in shown and "lead-mark" not in shown and not AccessLog.objects.exists()


def test_what_is_told_in_words_lies_sealed_in_the_database(w):
    check = confess(w)
    item = factories.checklist("谁在场", kind="text").versions.get().items.get()
    Answer.objects.create(check_row=check, item=item, **Answer.kept(item, "邰知情在场"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, words, note FROM checks_answer")
        told = str(cursor.fetchall())
    assert SECRET not in told and "邰知情" not in told
    assert [row.given for row in Answer.objects.filter(item=item)] == ["邰知情在场"]
    assert SECRET in str(list(check.answers.values_list("note", flat=True)))


def test_the_units_own_look_is_not_logged_and_shows_no_lead(client, w):
    check = confess(w)
    before = AccessLog.objects.count()
    shown = page(client, w.boss, "detail", check.pk).content.decode()
    assert SECRET in shown and Lead.objects.get().number not in shown
    assert AccessLog.objects.count() == before


def test_confidential_lists_are_no_option_for_those_who_see_none(client, w):
    assert shipped().name in page(client, w.officer, "list").content.decode()
    assert shipped().name not in page(client, w.discipline, "list").content.decode()


def test_today_of_others_has_no_line_of_it(client, w):
    confess(w)
    secret_check(w, firm=w.firm2, due_on=factories.timezone.localdate().replace(year=2020))
    for role in ("discipline", "supervisor", "liaison"):
        client.force_login(getattr(w, role))
        assert shipped().name not in client.get("/").content.decode()
