"""The next action, and each step of a case through its page: input kept, stale pages, two at once."""

import re

import pytest
from django.urls import reverse

from core.errors import Refused
from evidence import files
from evidence.models import Attachment
from incidents import services
from incidents.models import AccessLog, Interview, Lead
from tests import factories
from tests.evidence import papers

from .conftest import (
    ABOVE,
    as_user,
    concluded,
    conclusion_form,
    confirmed,
    later,
    lead_form,
    lead_in,
    opened,
    ready,
    reported,
    scanned,
    started,
    taken_up,
    talk,
    talk_form,
    team_form,
    text_of,
    url,
)

NEXT = {
    ("received", "leader"): ("组成核查组", ["不予受理"], ""),
    ("received", "officer"): ("组成核查组", [], ""),
    ("running", "officer"): ("记录谈话", ["记录走访", "约定谈话"], ""),
    ("running", "leader"): (None, ["调整核查组"], "核查组谈话并提交报告"),
    ("reported", "leader"): ("审定核查报告", ["退回补充核查"], ""),
    ("reported", "officer"): (None, [], "乡镇领导审定核查报告"),
    ("confirmed", "leader"): ("作出结论", ["再次核查"], ""),
    ("confirmed", "officer"): (None, ["再次核查"], "乡镇领导作出结论"),
    ("concluded", "leader"): ("重新核查", [], ""),
    ("concluded", "officer"): ("重新核查", [], ""),
    ("dismissed", "leader"): ("重新核查", [], ""),
}


@pytest.mark.parametrize(("state", "who"), NEXT)
def test_there_is_one_next_action_for_whom_it_concerns(w, state, who):
    lead = lead_in(w, state)
    factories.campaign(w.town)
    context = as_user(getattr(w, who)).get(url("detail", lead)).context
    main = [offer.label for offer in context["offers"] if not offer.aside]
    aside = [offer.label for offer in context["offers"] if offer.aside]
    expected, others, waits = NEXT[state, who]
    assert (main, aside, context["waiting_for"]) == ([expected] if expected else [], others, waits)


@pytest.mark.parametrize(("state", "who"), NEXT)
def test_every_offer_leads_where_it_may_go(w, state, who):
    lead = lead_in(w, state)
    factories.campaign(w.town)
    client = as_user(getattr(w, who))
    offers = client.get(url("detail", lead)).context["offers"]
    for offer in sorted(offers, key=lambda offer: offer.post):  # forms first: what acts at once changes the state
        answer = client.post(offer.url, {"row_version": offer.version}) if offer.post else client.get(offer.url)
        assert answer.status_code == (302 if offer.post else 200), offer.label


@pytest.mark.parametrize(
    ("competence", "kind", "label"), [("county", "upward", "提请上级核查"), ("police", "police", "移送公安机关")]
)
def test_a_case_for_another_body_first_wants_the_paper_to_it_and_then_its_answer(w, competence, kind, label):
    lead = opened(w)
    services.decide_competence(lead=lead, competence=competence, body="青禾县有关机关", due_on=later(), by=w.leader)
    for person in (w.officer, w.leader):
        first = as_user(person).get(url("detail", lead)).context["offers"][0]
        assert (first.label, first.aside, f"?kind={kind}" in first.url) == (label, False, True)
        form = as_user(person).get(first.url).context["form"]
        assert (form["kind"].value(), form["to_body"].value()) == (kind, "青禾县有关机关")
    paper = lead.referrals.create(kind=kind, to_body="青禾县有关机关", facts="情况", created_by=w.officer)
    page = as_user(w.officer).get(url("detail", lead))
    assert [(offer.label, offer.url) for offer in page.context["offers"]] == [
        (f"送出{label}", url("referral", lead, paper.pk))
    ]
    assert "文书还没有送出" in text_of(page)
    paper.state = "sent"
    paper.save()
    page = as_user(w.officer).get(url("detail", lead))
    assert (page.context["offers"], page.context["waiting_for"]) == ([], "青禾县有关机关答复")
    assert "文书还没有送出" not in text_of(page)
    paper.state = "withdrawn"
    paper.save()
    assert as_user(w.officer).get(url("detail", lead)).context["offers"][0].label == label


def test_after_a_talk_the_report_comes_next(w):
    row = started(w)
    services.add_interview(verification=row, by=w.officer, **talk())
    offers = as_user(w.officer).get(url("detail", row.lead)).context["offers"]
    assert [(offer.label, offer.aside) for offer in offers] == [
        ("提交核查报告", False), ("记录谈话", True), ("记录走访", True), ("约定谈话", True),
    ]  # fmt: skip


def test_a_case_from_registration_to_conclusion_through_the_pages(w):
    officer, leader = as_user(w.officer), as_user(w.leader)
    officer.post(url("new"), lead_form())
    lead = Lead.objects.get()
    leader.post(url("handler_add", lead), {"user": w.second.pk, "until": later(60)})
    leader.post(url("competence", lead), {"competence": "township", "due_on": later(), "row_version": lead.version})
    lead.refresh_from_db()
    officer.post(url("verification_new", lead), team_form(lead, w.officer, w.second))
    row = lead.verifications.get()
    officer.post(url("interview_new", lead, row.pk), talk_form())
    services.sign(interview=row.interviews.get(), signing="signed", by=w.officer)
    row.refresh_from_db()
    officer.post(url("report", lead, row.pk), {"findings": "属实", "proposal": "concealed", "row_version": row.version})
    row.refresh_from_db()
    leader.post(url("send_back", lead, row.pk), {"note": "补问家属", "row_version": row.version})
    row.refresh_from_db()
    officer.post(url("report", lead, row.pk), {"findings": "已补", "proposal": "concealed", "row_version": row.version})
    row.refresh_from_db()
    leader.post(url("confirm", lead, row.pk), {"row_version": row.version})
    lead.refresh_from_db()
    leader.post(url("conclude", lead), conclusion_form(lead, "concealed", **ABOVE, photos=scanned(w)))
    lead.refresh_from_db()
    assert (lead.state, lead.conclusion, lead.deciding_authority) == ("concluded", "concealed", "青禾县人民政府")
    steps = [line.action_label for line in officer.get(url("detail", lead)).context["log"]]
    assert (
        " ".join(steps)
        == "登记线索 确定由谁核查 启动核查 组成核查组 笔录已签字 提交核查报告 退回补充核查 提交核查报告 审定 作出结论"
    )


def test_talks_are_kept_once_and_the_next_one_may_follow(w):
    row = started(w)
    client, address = as_user(w.officer), url("interview_new", row.lead, row.pk)
    answers = [client.post(address, talk_form(more="1")) for _ in range(2)]
    assert [answer.url for answer in answers] == [address, address]
    assert client.post(address, talk_form(form_token="t2")).url == url("detail", row.lead)
    assert Interview.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"present": "只有一人"}, "不得少于两人"), ({"present": "甲、甲"}, "不得少于两人"),
        ({"at": "2999-01-01T09:00"}, "不能晚于现在"), ({"at": "早上"}, "时间"), ({"person": ""}, "请填写"),
        ({"place": ""}, "请填写"),
    ],
)  # fmt: skip
def test_a_faulty_talk_is_named_and_kept_on_the_page(w, changes, reason):
    row = started(w)
    page = as_user(w.officer).post(url("interview_new", row.lead, row.pk), talk_form(**changes))
    assert page.status_code == 200 and reason in text_of(page)
    assert "当天在场" in text_of(page) and not Interview.objects.exists()


def offered(who, lead):
    return set(as_user(who).get(url("verification_new", lead)).context["form"].fields["team"].queryset)


def test_the_team_form_offers_only_who_may_verify(w):
    lead = ready(w)
    assert offered(w.leader, lead) == {w.officer, w.second, w.third, w.fourth, w.department, w.discipline}
    assert offered(w.officer, lead) == {w.officer}
    again = ready(w, taken_up(w))
    page = as_user(w.leader).get(url("verification_new", again))
    assert not {w.officer, w.second} & set(page.context["form"].fields["team"].queryset)
    assert f"参加过原核查的{w.officer.name}、{w.second.name}不能再参加" in text_of(page)


@pytest.mark.parametrize(("changes", "reason"), [({"due_on": "2020-01-01"}, "不能早于今天"), ({"team": []}, "请选择")])
def test_a_faulty_team_is_named_and_kept(w, changes, reason):
    lead = opened(w)
    page = as_user(w.leader).post(url("verification_new", lead), team_form(lead, w.officer, w.second, **changes))
    assert reason in text_of(page) and "走访" in text_of(page)
    one = as_user(w.leader).post(url("verification_new", lead), team_form(lead, w.officer))
    assert "不得少于 2 人" in text_of(one)
    lead.refresh_from_db()
    assert lead.state == "received"


def test_who_verified_before_is_refused_even_when_sent_by_hand(w):
    again = taken_up(w)
    page = as_user(w.leader).post(url("verification_new", again), team_form(again, w.officer, w.third))
    assert page.status_code == 200 and not again.verifications.exists()


def test_a_changed_team_through_the_page(w):
    row = started(w)
    values = {"team": [w.officer.pk, w.third.pk], "note": "亲属回避", "row_version": row.version}
    assert as_user(w.leader).post(url("team", row.lead, row.pk), values).status_code == 302
    assert set(row.team.all()) == {w.officer, w.third}
    assert as_user(w.officer).get(url("team", row.lead, row.pk)).status_code == 403


@pytest.mark.parametrize("conclusion", ["not-accident", "written-off", "concealed"])
def test_the_form_says_what_a_conclusion_above_the_township_needs(w, conclusion):
    lead = confirmed(w).lead
    client = as_user(w.leader)
    page = client.post(url("conclude", lead), conclusion_form(lead, conclusion))
    text = text_of(page)
    assert "超出乡镇权限，必须填写认定机关" in text and "超出乡镇权限，必须填写认定文号" in text
    assert "证据一致的理由" in text
    page = client.post(url("conclude", lead), conclusion_form(lead, conclusion, authority="云溪镇政府", number="无"))
    assert {"authority", "number"} <= set(page.context["form"].errors)
    lead.refresh_from_db()
    assert lead.state == "verifying"


def test_the_second_to_conclude_is_told_and_keeps_what_was_typed(w):
    lead = confirmed(w).lead
    first = as_user(w.leader).post(url("conclude", lead), conclusion_form(lead))
    second = as_user(w.leader2).post(url("conclude", lead), conclusion_form(lead, "accident", note="另一种理由"))
    assert first.status_code == 302 and second.status_code == 200
    assert f"{w.leader.name}已先作出结论“查否”，您的结论没有记录" in text_of(second) and "另一种理由" in text_of(second)
    lead.refresh_from_db()
    assert lead.conclusion == "refuted"


def test_who_is_beaten_while_the_form_is_on_its_way_sees_how_the_case_stands_now(w, monkeypatch):
    lead, real = confirmed(w).lead, services.conclude

    def beaten(**told):
        monkeypatch.undo()
        as_user(w.leader).post(url("conclude", lead), conclusion_form(lead))
        return real(**told)

    monkeypatch.setattr(services, "conclude", beaten)
    page = text_of(as_user(w.leader2).post(url("conclude", lead), conclusion_form(lead, "accident", note="另一种理由")))
    assert "您的结论没有记录" in page and "另一种理由" in page
    assert "已作结论" in page and "核查中" not in page


def test_a_stale_step_is_refused_once_with_what_happened_and_then_goes_through(w):
    row = reported(w)
    old = row.version
    services.send_back(verification=row, note="补充", by=w.leader)
    services.report(verification=row, findings="新情况", proposal="accident", by=w.officer)
    client, address = as_user(w.leader2), url("send_back", row.lead, row.pk)
    page = client.post(address, {"note": "再补一次", "row_version": old})
    assert f"{w.officer.name}已提交核查报告" in text_of(page) and "再补一次" in text_of(page)
    fresh = re.search(r'name="row_version" value="(\d+)"', text_of(page))[1]
    assert client.post(address, {"note": "再补一次", "row_version": fresh}).status_code == 302


def test_a_stale_confirmation_confirms_nothing(w):
    row = reported(w)
    client = as_user(w.leader)
    answer = client.post(url("confirm", row.lead, row.pk), {"row_version": row.version - 1})
    assert "刚被别人办理过" in text_of(client.get(answer.url))
    row.refresh_from_db()
    assert row.state == "reported"


def test_a_step_whose_time_has_passed_leads_back_with_the_state(w):
    lead = concluded(w)
    client = as_user(w.leader)
    for name in ("conclude", "dismiss", "verification_new"):
        answer = client.get(url(name, lead), follow=True)
        assert "当前状态是“已作结论”" in text_of(answer), name
    running = started(w, opened(w)).lead
    assert "还没有审定" in text_of(client.get(url("verification_new", running), follow=True))


def test_reasons_are_asked_for_on_the_page(w):
    lead, row = opened(w), reported(w)
    client = as_user(w.leader)
    for address in (url("dismiss", lead), url("send_back", row.lead, row.pk)):
        assert "请填写" in text_of(client.post(address, {"note": "  "}))
    assert client.post(url("dismiss", lead), {"note": "不在本镇"}).status_code == 302


def test_handlers_are_named_with_an_end_and_taken_off_on_the_page(w):
    lead = opened(w)
    client = as_user(w.leader)
    client.post(url("handler_add", lead), {"user": w.third.pk, "until": later(9)})
    handler = lead.handlers.get(user=w.third)
    assert handler.until == later(9)
    assert f"至 {later(9).isoformat()}" in text_of(client.get(url("detail", lead)))
    assert as_user(w.third).get(url("detail", lead)).status_code == 200
    assert "请写明" in text_of(client.post(url("handler_end", lead, handler.pk), {"note": " "}, follow=True))
    assert lead.handlers.current().filter(pk=handler.pk).exists()
    client.post(url("handler_end", lead, handler.pk), {"note": "调离本岗"})
    assert AccessLog.objects.get(lead=lead, action="unnamed").detail == f"{w.third.name}：调离本岗"
    assert as_user(w.third).get(url("detail", lead)).status_code == 404


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"until": "2020-01-01"}, "期限不能早于今天"), ({"user": ""}, "请选择"), ({"user": "999999"}, "选择一个有效的选项")],
)
def test_a_faulty_handler_is_named_on_the_lead(w, values, reason):
    lead = opened(w)
    page = as_user(w.leader).post(url("handler_add", lead), {"user": w.third.pk, "until": "", **values})
    assert page.status_code == 200 and reason in text_of(page)
    assert lead.handlers.count() == 1


def test_a_verification_of_another_lead_is_not_found_under_this_one(w):
    row, lead = reported(w), opened(w)
    assert as_user(w.leader).post(url("confirm", lead, row.pk), {"row_version": row.version}).status_code == 404
    assert as_user(w.leader).post(url("handler_end", lead, row.lead.handlers.first().pk)).status_code == 404


def test_the_paper_of_the_deciding_authority_may_be_a_pdf_and_never_a_recording(w):
    row = confirmed(w)
    given = {
        "lead": row.lead,
        "conclusion": "written-off",
        "note": "县里核销",
        "by": w.leader,
        "direct": "上级直接认定",
        **ABOVE,
    }
    sound = files.keep(papers.sent(papers.mp3(), "电话.mp3"), by=w.leader)
    with pytest.raises(Refused, match="扫描件"):
        services.conclude(scans=[sound.pk], **given)
    paper = files.keep(papers.sent(papers.pdf(2), "批复.pdf"), by=w.leader)
    services.conclude(scans=[paper.pk], **given)
    assert Attachment.objects.of(row.lead).get().kind == "PDF 2 页"
    assert as_user(w.leader).get(reverse("evidence:file", args=[paper.pk])).status_code == 404
    pages = text_of(as_user(w.leader).post(url("ruling", row.lead, paper.pk), {"reason": "核对文号"}))
    assert pages.count("data:image/jpeg") == 2
