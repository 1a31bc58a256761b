"""A talk is arranged, held and signed; who is asked hears of hour and place and of nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from circulars.layout import cn_date
from core import clock, workdays
from core.errors import Refused
from incidents import papers, rules, services
from incidents.custody import services as custody
from incidents.deadlines import due_talks
from incidents.models import Appointment, Interview
from incidents.services import talks
from incidents.statements import services as statements
from reminders import scan
from reminders.models import Message
from tests import factories
from tests.notices.conftest import text_of as pdf_text

from .conftest import SECRET, TALKER, as_user, later, opened, started, talk, talk_form, talked, text_of, url


@pytest.fixture
def firm(w):
    return factories.enterprise(w.village)


@pytest.fixture
def boss(w, firm):
    return factories.user(Role.ENTERPRISE, w.village, enterprise=firm)


@pytest.fixture
def row(w, firm):
    return started(w, opened(w, enterprise=firm))


def arranged(w, row, **changes):
    values = {"person": TALKER, "relation": "工友", "at": clock.now() + timedelta(days=1), "where": "village"}
    return services.arrange(verification=row, by=w.officer, **{**values, **changes})


def form_of(row, **changes):
    row.refresh_from_db()
    at = timezone.localtime(clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:30")
    return {
        "person": TALKER, "relation": "工友", "at": at, "where": "other", "place": f"{SECRET}家中", "row_version": row.version,
        **changes,
    }  # fmt: skip


def test_arranged_told_held_and_signed_through_the_pages(w, row, boss):
    officer = as_user(w.officer)
    officer.post(url("appoint", row.lead, row.pk), form_of(row, told=boss.pk))
    kept = Appointment.objects.get()
    page = text_of(officer.get(url("detail", row.lead)))
    assert "已约定" in page and TALKER not in page and f"{SECRET}家中" not in page
    record = f"{url('interview_new', row.lead, row.pk)}?appointment={kept.pk}"
    assert TALKER in text_of(officer.get(record))
    officer.post(record, talk_form())
    note = Interview.objects.get()
    assert Appointment.objects.get().interview == note
    row.refresh_from_db()
    signed = {"signing": "refused", "signed_on": clock.today(), "row_version": row.version}
    assert "要写明原因和见证人" in text_of(officer.post(url("interview_signed", row.lead, note.pk), signed))
    officer.post(url("interview_signed", row.lead, note.pk), signed | {"note": f"{TALKER}离开，村主任见证"})
    page = text_of(officer.get(url("detail", row.lead)))
    assert "拒绝签字" in page and "已谈" in page and TALKER not in page


def test_a_message_about_a_talk_names_hour_and_place_only(w, row, boss):
    at = timezone.make_aware(timezone.datetime(clock.today().year + 1, 3, 5, 9, 30))
    kept = arranged(w, row, at=at, told=boss, where="other", place=f"{SECRET}家中")
    row.refresh_from_db()
    services.miss(appointment=kept, missed="cancelled", note=f"{SECRET}的家属不便", by=w.officer)
    told = Message.objects.filter(recipient=boss).order_by("created_at", "pk")
    assert [(one.title, one.body, one.link, one.about, one.sender) for one in told] == [
        ("请于3月5日09:30到另行告知的地点谈话，乡镇向您了解有关情况", "", "", None, None),
        ("原定3月5日09:30的谈话已取消", "", "", None, None),
    ]
    to_team = Message.objects.get(recipient=w.second, key__contains="appoint").title
    assert to_team == f"涉亡线索 {row.lead.number} 约定3月5日09:30谈话"


def test_only_the_team_arranges_and_only_those_concerned_are_told(w, row):
    with pytest.raises(Refused, match="由核查组成员办理"):
        services.arrange(verification=row, by=w.leader, person=TALKER, at=clock.now() + timedelta(days=1), where="village")
    with pytest.raises(Refused, match="只能通知"):
        arranged(w, row, told=w.third)
    with pytest.raises(Refused, match="已经过去"):
        arranged(w, row, at=clock.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="还没有到约定的时间"):
        services.miss(appointment=arranged(w, row), missed="absent", note="没来", by=w.officer)
    assert as_user(w.leader).get(url("appoint", row.lead, row.pk)).status_code == 403
    assert as_user(w.third).get(url("appoint", row.lead, row.pk)).status_code == 404


def test_nothing_is_arranged_or_signed_once_the_report_is_in(w, row):
    kept = arranged(w, row)
    with pytest.raises(Refused, match="至少要有一份谈话笔录"):
        services.report(verification=row, findings="已核查", proposal="refuted", by=w.officer)
    note = services.add_interview(verification=row, by=w.officer, **talk())
    with pytest.raises(Refused, match="还有 1 份谈话笔录没有登记签字"):
        services.report(verification=row, findings="已核查", proposal="refuted", by=w.officer)
    services.sign(interview=note, signing="refused", note="不识字，妻子见证", by=w.officer)
    with pytest.raises(Refused, match="还有 1 次约谈没有登记结果"):
        services.report(verification=row, findings="已核查", proposal="refuted", by=w.officer)
    services.miss(appointment=kept, missed="cancelled", note="不谈了", by=w.officer)
    services.report(verification=row, findings="已核查", proposal="refuted", by=w.officer)
    for act in (
        lambda: arranged(w, row),
        lambda: services.miss(appointment=kept, missed="cancelled", note="不谈了", by=w.officer),
        lambda: services.sign(interview=note, signing="signed", by=w.officer),
    ):
        with pytest.raises(Refused, match="先退回补充核查"):
            act()


def test_without_an_enterprise_no_enterprise_of_the_world_can_be_told(w, boss):
    seats = services.talks.seats_to_ask(opened(w, key="no-firm"))
    assert boss.pk not in seats.values_list("user", flat=True)
    stray = factories.user(Role.ENTERPRISE, w.other_village)
    assert stray.pk not in seats.values_list("user", flat=True)
    with pytest.raises(Refused, match="只能通知"):
        arranged(w, started(w, opened(w, key="no-firm")), told=stray)


def reminded(w):
    """title, body, link, about of the messages of a scan, by person."""
    before = set(Message.objects.values_list("pk", flat=True))
    scan.scan()
    rows = Message.objects.exclude(pk__in=before).filter(key__startswith="talk:")
    return {row.recipient: (row.title, row.body, row.link, row.about) for row in rows}


def test_on_the_day_the_team_and_the_person_called_are_reminded_by_hour_and_place_alone(w, row, boss):
    noon = timezone.localtime(clock.now() + timedelta(days=30)).replace(hour=9, minute=30)
    while not workdays.is_workday(noon.date()) or not workdays.is_workday(noon.date() - timedelta(days=1)):
        noon += timedelta(days=1)
    kept = arranged(w, row, at=noon, told=boss, where="other", place=f"{SECRET}家中")
    with clock.at(noon - timedelta(days=1)):
        assert reminded(w) == {}
    hour = f"{noon.month}月{noon.day}日09:30"
    with clock.at(noon - timedelta(hours=2)):
        told = reminded(w)
        assert told == {
            boss: (f"请于{hour}到另行告知的地点谈话", "", "", None),
            **{
                person: (f"涉亡线索 {row.lead.number}：{hour}在另行告知的地点谈话", "", url("detail", row.lead), None)
                for person in (w.officer, w.second)
            },
        }
        assert reminded(w) == {}
    row.refresh_from_db()
    services.miss(appointment=kept, missed="cancelled", note="不谈了", by=w.officer)
    Message.objects.filter(key__startswith="talk:").delete()
    with clock.at(noon - timedelta(hours=1)):
        assert reminded(w) == {}


def test_without_an_account_only_the_team_is_reminded(w, row):
    kept = arranged(w, row, at=clock.now() + timedelta(minutes=1))
    day = timezone.localdate(kept.at)
    assert [due.people for due in due_talks(day, day)] == [[w.officer, w.second]]
    assert list(due_talks(day + timedelta(days=1), day + timedelta(days=9))) == []


def test_the_signed_original_hangs_on_its_notes_and_is_shown_for_a_reason(w, row):
    note = services.add_interview(verification=row, by=w.officer, **talk())
    row.refresh_from_db()
    scan_of = factories.photo(by=w.officer, name=f"{TALKER}笔录.jpg")
    signed = {"signing": "signed", "signed_on": clock.today(), "row_version": row.version, "photos": [str(scan_of.pk)]}
    assert "请填写签字的页数" in text_of(as_user(w.officer).post(url("interview_signed", row.lead, note.pk), signed))
    signed["pages"] = 3
    officer = as_user(w.officer)
    officer.post(url("interview_signed", row.lead, note.pk), signed)
    scan_of.refresh_from_db()
    assert scan_of.owner == note and scan_of.name == "谈话笔录-1.jpg"
    to = url("ruling", row.lead, scan_of.pk)
    assert to in text_of(officer.get(url("detail", row.lead)))
    shut, told = text_of(officer.get(to)), text_of(officer.post(to, {"reason": "核对笔录"}))
    assert "data:image/jpeg" not in shut and "data:image/jpeg" in told and "谈话笔录签字原件" in told
    assert row.lead.accesses.filter(action="opened", detail="谈话笔录签字原件：核对笔录").exists()
    assert officer.get(f"/files/{scan_of.pk}/").status_code == 404
    assert as_user(w.leader).get(url("ruling", opened(w), scan_of.pk)).status_code == 404


def test_wrong_notes_stay_and_new_ones_signed_anew_stand_for_them(w, row):
    wrong = services.add_interview(verification=row, by=w.officer, **talk(text="当天不在场"))
    row.refresh_from_db()
    services.sign(interview=wrong, signing="signed", by=w.officer, version=row.version)
    to = f"{url('interview_new', row.lead, row.pk)}?wrong={wrong.pk}"
    assert "当天不在场" in text_of(as_user(w.officer).get(to)) and "当天不在场" not in text_of(as_user(w.second).get(to))
    as_user(w.officer).post(to, talk_form(text="当天在场"))
    new = Interview.objects.exclude(pk=wrong.pk).get()
    wrong.refresh_from_db()
    assert (wrong.replaced_by, wrong.text, new.text, new.signing) == (new, "当天不在场", "当天在场", "")
    assert "1 份谈话笔录没有登记签字" in rules.wrong_talks(row)
    row.refresh_from_db()
    services.sign(interview=new, signing="signed", by=w.officer, version=row.version)
    assert rules.wrong_talks(row) == "" and row.log.filter(action_label="更正谈话笔录").count() == 1
    assert "已更正" in text_of(as_user(w.officer).get(url("detail", row.lead)))
    row.refresh_from_db()
    with pytest.raises(Refused, match="已经更正或撤回"):
        services.add_interview(verification=row, by=w.officer, wrong=wrong, **talk())
    with pytest.raises(Refused, match="已更正"):
        services.sign(interview=wrong, signing="signed", by=w.officer, version=row.version)


def plan_form(row, **changes):
    row.refresh_from_db()
    return {"plan": "", "note": "家属外出", "row_version": row.version, **changes}


def test_plan_and_limit_change_for_a_reason_and_what_stood_is_kept(w, row):
    row.lead.refresh_from_db()
    before = row.lead.due_on
    client, to = as_user(w.leader), url("plan", row.lead, row.pk)
    assert to in text_of(client.get(url("detail", row.lead)))
    assert "没有改动" in text_of(client.post(to, plan_form(row, due_on=before)))
    client.post(to, plan_form(row, plan="先查监控", due_on=later(50)))
    row.refresh_from_db(), row.lead.refresh_from_db()
    assert (row.plan, row.lead.due_on) == ("先查监控", later(50))
    line = row.log.get(action_label="调整核查方案和期限")
    assert line.actor == w.leader and line.note == f"家属外出\n原核查方案：走访\n原核查期限：{before}"
    told = Message.objects.filter(title__endswith="的核查方案和期限有调整").values_list("recipient", flat=True)
    assert set(told) == {w.officer.pk, w.second.pk}


def test_the_team_changes_its_plan_and_not_its_limit(w, row):
    client, to = as_user(w.officer), url("plan", row.lead, row.pk)
    assert "核查期限" not in text_of(client.get(to)).split("<form", 1)[1]
    client.post(to, plan_form(row, plan="先查监控", due_on=later(50)))
    row.refresh_from_db(), row.lead.refresh_from_db()
    assert row.plan == "先查监控" and row.lead.due_on != later(50)
    assert Message.objects.filter(recipient=w.leader, title__endswith="的核查方案有调整").exists()
    with pytest.raises(Refused, match="由乡镇领导调整"):
        services.change_plan(verification=row, due_on=later(50), note="来不及", by=w.officer)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"note": " "}, "写明原因"),
        ({"plan": " "}, "没有改动"),
        ({"due_on": -1}, "不能早于今天"),
        ({"by": "third"}, "经办人"),
    ],
)
def test_a_faulty_change_of_plan(w, row, values, reason):
    given = {"plan": "先查监控", "note": "家属外出", "by": "leader"} | values
    given["by"] = getattr(w, given["by"])
    if "due_on" in given:
        given["due_on"] = later(given["due_on"])
    with pytest.raises(Refused, match=reason):
        services.change_plan(verification=row, **given)


def test_no_plan_changes_once_reported(w, row):
    talked(row, w.officer)
    services.report(verification=row, findings="无", proposal="refuted", by=w.officer)
    with pytest.raises(Refused, match="已提交"):
        services.change_plan(verification=row, plan="先查监控", note="家属外出", by=w.leader)
    assert as_user(w.leader).get(url("plan", row.lead, row.pk)).status_code == 403


def test_notes_are_withdrawn_before_they_are_signed_and_stay_to_be_read(w, row):
    kept = arranged(w, row)
    note = services.add_interview(verification=row, by=w.officer, appointment=kept, **talk())
    to = url("interview_withdraw", row.lead, note.pk)
    assert to in text_of(as_user(w.officer).get(url("detail", row.lead)))
    assert as_user(w.leader).get(to).status_code == 403
    row.refresh_from_db()
    as_user(w.officer).post(to, {"note": f"{SECRET}的笔录记错了人", "row_version": row.version})
    note.refresh_from_db(), kept.refresh_from_db(), row.refresh_from_db()
    assert note.withdrawn_at and not note.stands and kept.interview is None
    assert rules.wrong_talks(row).startswith("至少要有一份") and row.log.last().action_label == "撤回谈话笔录"
    shown = text_of(as_user(w.second).get(url("detail", row.lead)))
    assert "已撤回" in shown and SECRET not in shown and url("interview_signed", row.lead, note.pk) not in shown
    with pytest.raises(Refused, match="已更正或撤回"):
        services.sign(interview=note, signing="signed", by=w.officer, version=row.version)
    with pytest.raises(Refused, match="更正或撤回"):
        services.add_interview(verification=row, by=w.officer, wrong=note, **talk())


def test_signed_or_quoted_notes_are_not_withdrawn(w, row):
    signed, quoted = talked(row, w.officer), services.add_interview(verification=row, by=w.officer, **talk())
    note_of = {"said_by": TALKER, "matter": "deaths", "count": 1}
    statements.note(lead=row.lead, by=w.officer, talk=quoted, **note_of)
    for note, reason in ((signed, "已登记签字"), (quoted, "请先撤回陈述")):
        with pytest.raises(Refused, match=reason):
            services.withdraw(interview=note, note="记错了", by=w.officer)


def test_the_report_says_which_talks_have_no_signed_original(w, row):
    first = services.add_interview(verification=row, by=w.officer, **talk())
    services.sign(interview=first, signing="signed", pages=2, by=w.officer, scans=[factories.photo(by=w.officer).pk])
    second = services.add_interview(verification=row, by=w.officer, **talk(person="卜缺件"))
    services.sign(interview=second, signing="signed", pages=3, by=w.officer)
    third = services.add_interview(verification=row, by=w.officer, **talk(person="甘不签"))
    services.sign(interview=third, signing="refused", note="村主任见证", by=w.officer)
    day = cn_date(clock.today())
    assert talks.said(row) == [f"谈话笔录 3 份：签字 2 份（5 页），拒绝签字 1 份。没有签字原件的：卜缺件（{day}谈话）。"]
    client = as_user(w.officer)
    for where in (url("detail", row.lead), url("report", row.lead, row.pk)):  # before the report is handed in as well
        assert text_of(client.get(where)).count("缺签字原件") == 1
    to = url("interview_original", row.lead, second.pk)
    services.report(verification=row, findings="无", proposal="refuted", by=w.officer)
    assert f"卜缺件（{day}谈话）" in pdf_text(papers.report(row, w.officer)).replace("\n", "")
    row.refresh_from_db()
    form = {"pages": 4, "photos": [str(factories.photo(by=w.officer).pk)], "row_version": row.version}
    client.post(to, form)
    second.refresh_from_db()
    assert second.pages == 4 and row.log.last().action_label == "补传笔录签字原件 4 页"
    assert talks.said(row)[0].endswith("签字原件齐全。")
    services.confirm(verification=row, by=w.leader)
    row.refresh_from_db()
    assert row.proofs.startswith("谈话笔录 3 份")


def test_the_signed_original_may_be_evidence_of_its_own(w, row):
    note, unsigned = talked(row, w.officer), services.add_interview(verification=row, by=w.officer, **talk())
    to = f"{url('exhibit_new', row.lead)}?talk={note.pk}"
    assert to in text_of(as_user(w.officer).get(url("detail", row.lead)))
    form = as_user(w.officer).get(to).context["form"]
    assert form["talk"].value() == str(note.pk) and TALKER not in str(form["talk"])
    taken = {
        "lead": row.lead, "by": w.officer, "second": w.second, "kind": "document", "form": "original", "title": "笔录", "amount": "2 页",
        "taken_at": clock.now(), "taken_in": "村委会", "taken_from": TALKER, "stored_in": "保密柜",
    }  # fmt: skip
    with pytest.raises(Refused, match="已签字的谈话笔录"):
        custody.take(talk=unsigned, **taken)
    exhibit = custody.take(talk=note, **taken)
    assert talks.without_original([note, unsigned]) == []
    assert url("exhibit", row.lead, exhibit.pk) in text_of(as_user(w.leader).get(url("detail", row.lead)))
