"""Who may verify is decided first; what a township may not decide goes to another body and is followed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused, Stale
from incidents import services
from incidents.deadlines import due_referrals
from incidents.models import AccessLog, Lead, Referral
from incidents.services import referrals
from reminders.models import Message
from tests.notices.conftest import text_of as pdf_text

from .conftest import (
    ABOVE,
    SECRET,
    as_user,
    conclusion_form,
    later,
    opened,
    printed,
    ready,
    scanned,
    taken_up,
    team_form,
    text_of,
    url,
)

COUNTY = {"competence": "county", "body": "青禾县应急管理局"}


def referred(w, lead=None, kind="upward", to="青禾县应急管理局", by=None, **values):
    given = {"facts": f"{SECRET}在车间倒下，家属称未报告。", "materials": "谈话笔录一份\n病历复印件"}
    return services.refer(lead=lead or opened(w), kind=kind, to_body=to, by=by or w.officer, **(given | values))


def sent(w, row=None, **values):
    given = {"sent_on": clock.today(), "answer_by": later(20)}
    return referrals.step(referral=row or referred(w), action="send", by=w.officer, **(given | values))


def answered(w, row=None):
    values = {"answered_on": clock.today(), "answer": "经查属生产安全事故", "answer_number": "青应急函〔2026〕9号"}
    return referrals.step(referral=row or sent(w), action="answer", by=w.officer, **values)


def test_nothing_is_verified_before_a_leader_says_by_whom(w):
    lead = opened(w)
    with pytest.raises(Refused, match="先由乡镇领导确定由谁核查"):
        services.start_verification(lead=lead, team=(w.officer, w.second), plan="走访", due_on=later(), by=w.leader)
    with pytest.raises(Refused, match="由乡镇领导确定"):
        services.decide_competence(lead=lead, competence="township", by=w.officer)
    services.decide_competence(lead=lead, competence="township", due_on=later(9), by=w.leader)
    lead.refresh_from_db()
    assert lead.due_on == later(9) and lead.log.last().note == "乡镇初步核实"


@pytest.mark.parametrize("body", ["", "云溪镇人民政府"])
def test_another_body_is_named_and_is_not_the_township(w, body):
    with pytest.raises(Refused, match="受理机关"):
        services.decide_competence(lead=opened(w), competence="county", body=body, by=w.leader)


def test_a_lead_of_another_body_ends_with_its_answer_number_and_scan(w):
    lead = opened(w)
    services.decide_competence(lead=lead, due_on=later(), by=w.leader, **COUNTY)
    with pytest.raises(Refused, match="由青禾县应急管理局核查"):
        services.start_verification(lead=lead, team=(w.officer, w.second), plan="走访", due_on=later(), by=w.leader)
    with pytest.raises(Refused, match="还没有答复"):
        services.conclude(lead=lead, conclusion="refuted", note="查否", by=w.leader, scans=scanned(w), **ABOVE)
    answered(w, sent(w, referred(w, lead)))
    with pytest.raises(Refused, match="必须填写认定机关"):
        services.conclude(lead=lead, conclusion="refuted", note="查否", by=w.leader)
    with pytest.raises(Refused, match="扫描件"):
        services.conclude(lead=lead, conclusion="refuted", note="查否", by=w.leader, **ABOVE)
    services.conclude(lead=lead, conclusion="refuted", note="查否", by=w.leader, scans=scanned(w), **ABOVE)
    assert Lead.objects.get(pk=lead.pk).state == "concluded"
    page = text_of(as_user(w.officer).get(url("detail", lead)))
    assert "扫描件" in page


@pytest.mark.parametrize(
    ("kind", "to", "conclusion", "goes"),
    [
        ("discipline", "云溪镇纪委", "refuted", False), ("police", "青禾县公安局", "refuted", False),
        ("flash", "青禾县应急管理局", "refuted", False), ("listing", "青禾县应急管理局", "refuted", False),
        ("write-off", "青禾县应急管理局", "refuted", False), ("write-off", "青禾县应急管理局", "written-off", True),
        ("police", "青禾县应急管理局", "refuted", True), ("elevated", "青禾市应急管理局", "refuted", True),
    ],
)  # fmt: skip
def test_only_an_answer_about_the_case_by_who_is_in_charge_closes_it(w, kind, to, conclusion, goes):
    lead = opened(w)
    services.decide_competence(lead=lead, by=w.leader, **COUNTY)
    answered(w, sent(w, referred(w, lead, kind=kind, to=to)))
    act = lambda: services.conclude(  # noqa: E731
        lead=lead, conclusion=conclusion, note="据答复", by=w.leader, scans=scanned(w), **ABOVE
    )
    if not goes:
        with pytest.raises(Refused, match="对本案核查还没有答复"):
            act()
    else:
        assert act().state == "concluded"


def test_a_case_once_refuted_and_verified_elsewhere_names_other_people(w):
    w.officer.name = "季长河"
    w.officer.save()
    again = taken_up(w)
    services.decide_competence(lead=again, by=w.leader, **COUNTY)
    services.name_handler(lead=again, user=w.officer, by=w.leader)
    answered(w, sent(w, referred(w, again)))
    form = conclusion_form(again, **ABOVE, photos=scanned(w))
    leader = as_user(w.leader)
    for told, words in (("", "要写明这次由谁核查"), ("季长河、新来的", "季长河参加过原核查")):
        assert words in text_of(leader.post(url("conclude", again), form | {"verifiers": told}))
        with pytest.raises(Refused, match=words):
            services.conclude(
                lead=again, conclusion="refuted", note="x", by=w.leader, verifiers=told, scans=scanned(w), **ABOVE
            )
    assert leader.post(url("conclude", again), form | {"verifiers": "县局甲，县局乙"}).status_code == 302
    again.refresh_from_db()
    assert again.old_verifiers == "县局甲、县局乙" and "县局甲" in text_of(leader.get(url("detail", again)))


def test_somebody_elses_upload_is_no_scan(w):
    lead = opened(w)
    services.decide_competence(lead=lead, by=w.leader, **COUNTY)
    answered(w, sent(w, referred(w, lead)))
    with pytest.raises(Refused, match="扫描件"):
        services.conclude(lead=lead, conclusion="refuted", note="无", by=w.leader, scans=scanned(w, by=w.officer), **ABOVE)


def test_competence_is_not_changed_under_way_and_a_stale_page_says_so(w):
    lead = opened(w)
    services.decide_competence(lead=lead, competence="township", by=w.leader, version=lead.version)
    with pytest.raises(Stale):
        services.decide_competence(lead=lead, by=w.leader2, version=0, **COUNTY)
    services.start_verification(lead=lead, team=(w.officer, w.second), plan="走访", due_on=later(), by=w.leader)
    with pytest.raises(Refused, match="不能再改"):
        services.decide_competence(lead=lead, by=w.leader, **COUNTY)


MAKE = {
    "prepared": referred,
    "sent": sent,
    "received": lambda w: referrals.step(
        referral=sent(w), action="receive", by=w.officer, received_on=clock.today(), receipt="王"
    ),
    "returned": lambda w: referrals.step(referral=sent(w), action="return", by=w.officer, note="缺材料"),
    "answered": answered,
    "withdrawn": lambda w: referrals.step(referral=referred(w), action="withdraw", by=w.officer, note="重复"),
}
CHANGE = {"to_body": "青禾市应急管理局", "facts": "", "materials": "", "note": "机关写错"}
VALUES = {
    "change": CHANGE,
    "change-again": CHANGE,
    "send": {"sent_on": clock.today(), "answer_by": later(20)},
    "receive": {"received_on": clock.today(), "receipt": "收发室"},
    "answer": {"answered_on": clock.today(), "answer": "已办", "answer_number": ""},
    "return": {"note": "缺材料"},
    "withdraw": {"note": "不再需要"},
}
MAY = {
    "prepared": {"change", "send", "withdraw"}, "sent": {"receive", "answer", "return", "withdraw"}, "received": {"answer", "return"},
    "returned": {"change-again", "send", "withdraw"}, "answered": set(), "withdrawn": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("action", VALUES)
def test_every_step_in_every_state(w, state, action):
    row = MAKE[state](w)
    for stranger in (w.third, w.cadre, w.boss, w.other_leader):
        with pytest.raises(Refused):
            referrals.step(referral=row, action=action, by=stranger, **VALUES[action])
    if action in MAY[state]:
        before = row.version
        row = referrals.step(referral=row, action=action, by=w.leader, **VALUES[action])
        assert row.version == before + 1 and (row.state == state) is action.startswith("change")
    else:
        with pytest.raises(Refused):
            referrals.step(referral=row, action=action, by=w.leader, **VALUES[action])


def test_a_paper_sent_back_is_written_anew_keeps_its_number_and_what_stood_there(w):
    row = referrals.step(referral=sent(w), action="return", by=w.officer, note="写明死者身份")
    client, to = as_user(w.officer), reverse("incidents:referral_step", args=[row.lead_id, row.pk, "change-again"])
    page = client.get(to)
    assert SECRET not in text_of(page) and row.to_body in text_of(page)
    given = {"row_version": row.version, "to_body": row.to_body, "facts": "", "materials": "", "note": "补充身份"}
    assert "没有改动" in text_of(client.post(to, given))
    assert client.post(to, given | {"facts": "死者系临时工。"}).status_code == 302
    number, row = row.doc_number, Referral.objects.get(pk=row.pk)
    assert (row.facts, row.materials, row.state) == ("死者系临时工。", "谈话笔录一份\n病历复印件", "returned")
    assert row.log.last().note == f"补充身份\n原基本情况：{SECRET}在车间倒下，家属称未报告。"
    again = sent(w, row)
    assert again.doc_number == number
    with pytest.raises(Refused, match="不能修改文书"):
        referrals.step(referral=again, action="change", by=w.officer, **CHANGE)


def test_papers_to_others_and_orders_to_verify_are_numbered_without_a_gap_in_a_series_of_their_own(w):
    year, lead = clock.today().year, ready(w)
    order = services.start_verification(lead=lead, team=(w.officer, w.second), plan="走访", due_on=later(), by=w.leader)
    first, second = sent(w), referred(w)
    with pytest.raises(Refused):
        sent(w, second, answer_by=None)
    assert second.doc_number == ""
    second = sent(w, second)
    stem = order.doc_number.partition("〔")[0]
    assert stem.endswith("政密")
    assert [row.doc_number for row in (order, first, second)] == [f"{stem}〔{year}〕{n}号" for n in (1, 2, 3)]
    back = referrals.step(referral=first, action="return", by=w.officer, note="缺材料")
    assert sent(w, back).doc_number == f"{stem}〔{year}〕2号"
    shown = text_of(as_user(w.officer).get(reverse("notices:numbers")))
    assert "政密" not in shown  # how many papers there are about deaths is nobody's business


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sent_on": later(1)}, "不能晚于今天"), ({"answer_by": None}, "答复期限"), ({"answer_by": later(-1)}, "不能早于今天"),
    ],
)  # fmt: skip
def test_wrong_days_of_sending(w, changes, reason):
    with pytest.raises(Refused, match=reason):
        sent(w, **changes)


def test_an_answer_lies_not_before_the_sending(w):
    with pytest.raises(Refused, match="不能早于送出日期"):
        referrals.step(referral=sent(w), action="answer", by=w.officer, answered_on=later(-1), answer="x", answer_number="")


def test_the_same_matter_goes_to_a_body_once_and_a_form_sent_twice_makes_one(w):
    lead = opened(w)
    first = referred(w, lead, key="k")
    assert referred(w, lead, key="k") == first
    with pytest.raises(Refused, match="正在向这个机关办理"):
        referred(w, lead)
    referrals.step(referral=first, action="withdraw", by=w.officer, note="改写")
    assert referred(w, lead) != first


def test_what_went_to_discipline_is_seen_with_the_case_by_its_handlers_and_the_leaders(w):
    lead = ready(w)
    services.start_verification(lead=lead, team=(w.officer, w.second, w.fourth), plan="走访", due_on=later(), by=w.leader)
    row = referred(w, lead, kind="discipline", to="青禾县纪委监委")
    seen = {name for name in ("officer", "second", "fourth", "leader", "third") if _opens(getattr(w, name), lead, row)}
    assert seen == {"officer", "second", "fourth", "leader"}


def _opens(person, lead, row):
    return as_user(person).get(url("referral", lead, row.pk)).status_code == 200


@pytest.mark.parametrize(("kind", "form"), [("write-off", "关于核销申请的请示"), ("police", "关于移送一件涉亡线索的函")])
def test_its_paper_bears_the_facts_the_reader_and_leaves_a_line(w, kind, form):
    row = referred(w, kind=kind)
    answer = printed(w, w.officer, url("referral_print", row.lead, row.pk))
    said = pdf_text(answer.content)
    assert form in said and SECRET in said and w.officer.name in said
    assert SECRET not in answer["Content-Disposition"]
    assert AccessLog.objects.filter(lead=row.lead, action="print", user=w.officer).count() == 1


def test_what_is_not_answered_in_time_is_told_by_number_only(w):
    row = sent(w, answer_by=later(2))
    found = list(due_referrals(clock.today(), later(3)))
    assert [(due.obj, due.due_on, due.people, due.ladder) for due in found] == [
        (row, later(2), [w.officer], [[w.leader, w.leader2]])
    ]
    assert SECRET not in found[0].title
    answered(w, row)
    assert list(due_referrals(clock.today() - timedelta(days=9), later(9))) == []


def test_the_whole_way_through_the_pages(w):
    lead = opened(w)
    leader, officer = as_user(w.leader), as_user(w.officer)
    assert "确定由谁核查" in text_of(leader.get(url("detail", lead)))
    form = {"competence": "county", "due_on": later(), "row_version": lead.version}
    assert "请写明由哪个机关核查" in text_of(leader.post(url("competence", lead), form))
    leader.post(url("competence", lead), form | {"body": "青禾县应急管理局"})
    officer.post(
        url("refer_new", lead), {"kind": "upward", "to_body": "青禾县应急管理局", "facts": "情况", "form_token": "t"}
    )
    row = Referral.objects.get()
    for action, values in VALUES.items():
        if action in ("send", "answer"):
            row.refresh_from_db()
            officer.post(url("referral_step", lead, row.pk, action), values | {"row_version": row.version})
    row.refresh_from_db()
    assert row.state == "answered"
    lead.refresh_from_db()
    page = leader.post(url("conclude", lead), conclusion_form(lead, "accident", **ABOVE))
    assert "请上传认定文件的扫描件" in text_of(page)
    leader.post(url("conclude", lead), conclusion_form(lead, "accident", **ABOVE, photos=scanned(w)))
    lead.refresh_from_db()
    assert (lead.state, lead.conclusion) == ("concluded", "accident")


def test_what_discipline_answers_on_paper_is_entered_for_enterprise_and_supervision_alike(w):
    row = sent(w, referred(w, kind="discipline", to="青禾县纪委监委"))
    client, to = as_user(w.officer), url("referral_step", row.lead, row.pk, "answer")
    given = {"answered_on": clock.today(), "answer_number": "青纪〔2026〕3号", "row_version": row.version}
    for part in ({"answer": "已立案"}, {"unit": "已立案"}):
        assert "监管责任和保护伞查处情况" in text_of(client.post(to, given | part))
    assert client.post(to, given | {"unit": "已立案", "supervision": "诫勉一人"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer) == ("answered", "企业主体责任：已立案\n监管责任：诫勉一人")


def test_the_team_form_is_not_opened_for_what_others_verify(w):
    lead = opened(w)
    services.decide_competence(lead=lead, by=w.leader, **COUNTY)
    assert as_user(w.officer).post(url("verification_new", lead), team_form(lead, w.officer, w.second)).status_code == 200
    assert not lead.verifications.exists()


def test_what_was_handed_shows_names_and_notes_covered_until_a_reason_is_given(w):
    row = sent(w, referred(w, kind="discipline", to="云溪镇纪委", materials=f"{SECRET}病历"))
    referrals.step(referral=row, action="return", by=w.officer, note=f"{SECRET}的材料不全")
    row = sent(w, row)
    referrals.step(referral=row, action="answer", by=w.officer, answered_on=clock.today(), answer=f"{SECRET}一案已立案")
    for person, page in (
        (w.discipline, reverse("incidents:handed_one", args=[row.pk])),
        (w.leader, url("referral", row.lead, row.pk)),
    ):
        client = as_user(person)
        shown = text_of(client.get(page))
        assert SECRET not in shown and shown.count(f"{SECRET[0]}＊") == 4
        refused = text_of(client.post(page, {"reason": f"核对{SECRET}"}))
        assert "请不要写姓名" in refused and f"{SECRET[0]}＊病历" in refused
        answer = client.post(page, {"reason": "办理移交"})
        assert text_of(answer).count(SECRET) == 4 and answer["Cache-Control"] == "no-store"
        assert AccessLog.objects.get(action="opened", user=person).detail.endswith("：办理移交")


def test_a_paper_repeats_what_the_case_says_without_showing_it(w):
    lead, client = opened(w), as_user(w.officer)
    to = url("refer_new", lead)
    shown = text_of(client.get(to))
    assert SECRET not in shown and "不填即照录" in shown
    assert "请不要写姓名" in text_of(client.post(to, {"open": "1", "reason": f"写{SECRET}移送"}))
    assert lead.summary in text_of(client.post(to, {"open": "1", "reason": "起草移送"}))
    assert AccessLog.objects.get(action="opened").detail == "移交的基本情况：起草移送"
    client.post(to, {"kind": "police", "to_body": "青禾县公安局", "facts": "", "form_token": "t"})
    assert Referral.objects.get().facts == lead.summary


def test_discipline_of_the_township_works_on_what_it_was_handed_without_the_case(w):
    row = sent(w, referred(w, kind="discipline", to="云溪镇纪委"))
    client, page = as_user(w.discipline), reverse("incidents:handed_one", args=[row.pk])
    assert row.lead.number in text_of(client.get(reverse("incidents:handed"))) and SECRET not in text_of(client.get(page))
    assert SECRET in text_of(client.post(page, {"reason": "办理移交"}))
    assert client.get(url("detail", row.lead)).status_code == 404
    assert Message.objects.get(recipient=w.discipline, link=page).title == "收到一件移交纪检监察的事项"
    answer = {"answered_on": clock.today(), "unit": "已立案", "supervision": "监管不力，诫勉", "row_version": row.version}
    client.post(reverse("incidents:handed_step", args=[row.pk, "answer"]), answer)
    row.refresh_from_db()
    assert row.state == "answered" and row.answer == "企业主体责任：已立案\n监管责任：监管不力，诫勉"
    assert AccessLog.objects.filter(lead=row.lead, user=w.discipline, action="work").exists()


@pytest.mark.parametrize("who", ["officer", "leader", "third", "cadre", "boss", "supervisor"])
def test_what_discipline_was_handed_has_no_page_for_others(w, who):
    row = sent(w, referred(w, kind="discipline", to="云溪镇纪委"))
    assert as_user(getattr(w, who)).get(reverse("incidents:handed_one", args=[row.pk])).status_code == 403


def test_discipline_does_not_see_what_was_not_sent_or_went_elsewhere(w):
    referred(w, kind="discipline", to="云溪镇纪委")
    sent(w, referred(w, kind="police", to="青禾县公安局"))
    assert not Referral.objects.handed_to_discipline(w.discipline).exists()
