"""Papers born of a campaign: its circular, urging notices to late units."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, TaskUnit
from campaigns.services import circulars, dispatch, papers
from core import clock
from core.errors import Refused
from core.workflow import advance
from notices import typeset
from notices.models import Paper
from tests import factories

from . import makers


def as_user(person):
    client = Client()
    client.force_login(person)
    return client


def late(w, days=3):
    """A running campaign with one task that both villages owe since some days."""
    return makers.sent(w, due_on=clock.today() - timedelta(days=days), title="报送取暖台账")[0]


# the circular


def test_the_circular_takes_the_text_as_it_came_and_goes_to_the_dispatched_units(w, notice):
    row = circulars.add_circular(text=notice, source_name="", by=w.officer)
    campaign = factories.campaign(w.town, circular=row, state="draft")
    makers.task(campaign, due_on=campaign.starts_on)
    dispatch.dispatch(campaign=campaign, by=w.officer)
    paper = papers.draft_circular(campaign=campaign, by=w.officer)
    assert paper.title and paper.title.replace("\n", "") in "".join(notice.split())
    given, lines = "".join(notice.split()), paper.content["body"].split("\n")
    assert [line for line in lines if "—" not in line and "".join(line.split()) not in given] == []
    assert {receipt.unit_name for receipt in paper.receipts.all()} == {"石桥村", "柳湾村"}
    assert (paper.kind, paper.subject, Campaign.objects.get(pk=campaign.pk).paper) == ("circular", campaign, paper)


def test_without_a_text_it_is_composed_as_a_letter_that_issues_the_scheme(w):
    fields = {"goal": "不发生煤气中毒事件。", "starts_on": date(2026, 11, 1), "ends_on": date(2026, 12, 31)}
    campaign = factories.campaign(w.town, name="冬季取暖安全行动", state="draft", **fields)
    span = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 20)}
    campaign.phases.create(order=1, name="排查阶段", text="逐户排查", **span)
    task = makers.task(campaign, due_on=date(2026, 11, 20), title="登记煤炉", text="逐户登记。", units=False)
    TaskUnit.objects.create(task=task, name="各村", group="villages")
    TaskUnit.objects.create(task=task, name="派出所", role="joint")
    makers.task(campaign, title="不派的", dropped=True, drop_reason="已并入")
    makers.task(campaign, title="巡查", every="month", times=2, units=False)
    makers.task(campaign, title="报平安", units=False)
    campaign.members.create(order=1, role="组长", name="闻立秋", post="镇党委书记")
    campaign.members.create(order=2, role="成员", name="季长河", left_on=date(2026, 11, 2))
    paper = papers.draft_circular(campaign=campaign, by=w.officer)
    assert paper.title == "云溪镇人民政府关于印发《冬季取暖安全行动实施方案》的通知"
    assert paper.content["body"].split("\n") == [
        "现将《冬季取暖安全行动实施方案》印发给你们，请结合实际认真贯彻落实。", "———", "冬季取暖安全行动实施方案",
        "为扎实开展冬季取暖安全行动，结合我镇实际，制定本方案。", "一、工作目标", "不发生煤气中毒事件。", "二、时间安排",
        "从2026年11月1日起至2026年12月31日止，分一个阶段进行。",
        "（一）排查阶段（2026年11月1日至2026年11月20日）。逐户排查。", "三、重点任务",
        "1.登记煤炉。逐户登记。（牵头单位：各村；配合单位：派出所；完成时限：2026年11月20日前）",
        "2.巡查。（完成时限：每月至少两次）", "3.报平安。（完成时限：长期坚持）",
        "四、组织领导", "成立冬季取暖安全行动领导小组，统筹推进各项工作。", "组长：闻立秋　镇党委书记",
    ]  # fmt: skip


def test_the_composed_notice_prints_the_scheme_on_a_page_of_its_own(w):
    campaign = factories.campaign(w.town, name="冬季取暖安全行动", state="draft")
    makers.task(campaign, due_on=campaign.starts_on, title="登记煤炉")
    document = typeset.document_of(papers.draft_circular(campaign=campaign, by=w.officer))
    (scheme,) = document.attachments
    assert (scheme.label, scheme.title) == ("", "冬季取暖安全行动实施方案")
    assert [block.level for block in scheme.blocks] == [0, 1, 0, 1, 3]


def test_before_dispatch_it_goes_to_the_units_the_tasks_name(w):
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    makers.task(campaign, group="offices", due_on=campaign.starts_on)
    units = papers.units_of(campaign)
    assert {str(unit) for unit in units} == {"石桥村", "柳湾村", "市场监督管理所", "应急管理办公室"} and len(units) == 4


def test_asked_twice_it_is_the_same_paper_until_that_is_withdrawn(w):
    campaign = late(w)
    url = reverse("campaigns:circular", args=[campaign.pk])
    answers = [as_user(w.officer).post(url).url for _ in range(2)]
    paper = Paper.objects.get()
    assert answers == [reverse("notices:detail", args=[paper.pk])] * 2
    advance(paper, "withdraw", by=w.officer, note="重发")
    assert as_user(w.officer).post(url).url != answers[0] and Paper.objects.count() == 2


def test_the_page_offers_to_draft_it_then_leads_to_it(w):
    campaign = late(w)
    page = lambda who: as_user(who).get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()  # noqa: E731
    assert "制发通知" in page(w.officer) and "制发通知" not in page(w.leader)
    paper = papers.draft_circular(campaign=campaign, by=w.officer)
    link = reverse("notices:detail", args=[paper.pk])
    assert link in page(w.officer) and "制发通知" not in page(w.officer)
    assert link not in page(w.cadre)


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
@pytest.mark.parametrize("name", ["circular", "urging"])
def test_others_do_not_draft(w, role, name):
    campaign = late(w)
    answer = as_user(getattr(w, role)).post(reverse(f"campaigns:{name}", args=[campaign.pk]), {"due_on": "2099-01-01"})
    assert answer.status_code == 403 and not Paper.objects.exists()


@pytest.mark.parametrize("name", ["circular", "urging"])
def test_next_door_the_campaign_is_not_there(w, name):
    answer = as_user(w.other_officer).post(reverse(f"campaigns:{name}", args=[late(w).pk]))
    assert answer.status_code == 404 and not Paper.objects.exists()


def test_the_circular_is_not_drafted_by_looking(w):
    assert as_user(w.officer).get(reverse("campaigns:circular", args=[late(w).pk])).status_code == 405


def test_a_concluded_campaign_makes_no_papers(w):
    campaign = late(w)
    advance(campaign, "conclude", by=w.officer, note="完成")
    with pytest.raises(Refused, match="只能查看"):
        papers.draft_circular(campaign=campaign, by=w.officer)
    assert as_user(w.officer).get(reverse("campaigns:urging", args=[campaign.pk])).status_code == 403


# urging notices


def post(w, campaign, units, **fields):
    given = {"units": units, "due_on": "2099-01-01", "note": "说明原因", "form_token": "t1"}
    return as_user(w.officer).post(reverse("campaigns:urging", args=[campaign.pk]), given | fields)


def keys(w):
    return [f"village-{w.village.pk}", f"village-{w.village2.pk}"]


def test_each_ticked_late_unit_gets_its_own_notice(w):
    campaign = late(w)
    page = as_user(w.officer).get(reverse("campaigns:urging", args=[campaign.pk]) + "?tab=villages")
    assert [(key, on) for key, _, on in page.context["units"]] == [(key, True) for key in keys(w)]
    answer = post(w, campaign, keys(w))
    assert answer.url == reverse("notices:list") + "?kind=urging&state=draft"
    made = {paper.receipts.get().place: paper for paper in Paper.objects.all()}
    assert set(made) == {w.village, w.village2}
    due = (clock.today() - timedelta(days=3)).isoformat()
    assert made[w.village].content == {
        "unit": "石桥村", "tasks": [["报送取暖台账", due]], "due_on": "2099-01-01", "note": "说明原因",
    }  # fmt: skip


def test_one_unit_leads_straight_to_its_notice(w):
    answer = post(w, late(w), keys(w)[:1])
    assert answer.url == reverse("notices:detail", args=[Paper.objects.get().pk])


def test_the_same_form_sent_twice_drafts_each_notice_once(w):
    campaign = late(w)
    post(w, campaign, keys(w))
    post(w, campaign, keys(w))
    assert Paper.objects.count() == 2


def test_a_unit_that_is_not_late_is_never_urged_by_paper(w):
    campaign = late(w)
    campaign.assignments.filter(place=w.village2).update(due_on=clock.today() + timedelta(days=3))
    post(w, campaign, [*keys(w), f"village-{w.other_village.pk}", "office-1", "' OR 1"])
    assert Paper.objects.get().content["unit"] == "石桥村"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"due_on": "2020-01-01"}, "不能早于今天"), ({"due_on": ""}, "请填写"), ({"units": []}, "请至少选一个单位")],
)
def test_bad_input_is_said_and_drafts_nothing(w, fields, said):
    answer = post(w, late(w), **({"units": keys(w)} | fields))
    assert answer.status_code == 200 and said in answer.content.decode() and not Paper.objects.exists()


def test_the_coverage_page_and_the_urged_list_lead_there(w):
    campaign = late(w)
    link = reverse("campaigns:urging", args=[campaign.pk]) + "?tab=villages"
    client = as_user(w.officer)
    assert link in client.get(reverse("campaigns:matrix", args=[campaign.pk])).content.decode()
    assert link in client.post(reverse("campaigns:urge", args=[campaign.pk]), {"tab": "villages"}).content.decode()


def test_nobody_late_is_said(w):
    campaign = makers.sent(w, due_on=clock.today() + timedelta(days=5))[0]
    page = as_user(w.officer).get(reverse("campaigns:urging", args=[campaign.pk])).content.decode()
    assert "没有逾期的单位" in page


def test_a_period_of_a_recurring_task_is_named(w):
    campaign = late(w)
    campaign.assignments.update(period_label="2026年10月")
    post(w, campaign, keys(w)[:1])
    assert Paper.objects.get().content["tasks"][0][0] == "报送取暖台账（2026年10月）"
