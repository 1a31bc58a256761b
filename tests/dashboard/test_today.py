"""今日 per seat: the right boxes, each number that of its list, nothing from next door, no names of the dead."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from dashboard import changes, today
from hazards import rules, services
from hazards.models import Extension, Hazard
from hazards.settings import DEFAULTS, keep_settings
from notices.models import PaperLog
from tests import factories

from .conftest import OFFICE, PHONE, queries, total

EVERY = (*OFFICE, *PHONE)
BOXES = {
    "officer": "待报三清单 待审定三清单 待履职自评 待核查涉亡线索 待审核任务 待审核自查 待确认隐患 待定级隐患 待验收隐患 待审批延期 "
    "待核稿公文 待印发公文 "
    "逾期任务 逾期自查 逾期问题清单 履职差距逾期未整改 逾期隐患 逾期未签收公文 证照到期企业",
    "leader": "待审定三清单 待履职自评 待评议履职 待我签发 待核查涉亡线索 待审核自查 "
    "逾期任务 逾期自查 逾期问题清单 履职差距逾期未整改 逾期隐患",
    "department": "待我签收 待报三清单 待履职自评 待核查涉亡线索 待确认隐患 待定级隐患 待验收隐患 "
    "逾期问题清单 履职差距逾期未整改 逾期隐患 证照到期企业",
    "liaison": "逾期任务 逾期自查 逾期隐患",
    "discipline": "待核查涉亡线索 逾期任务 逾期自查 逾期问题清单 履职差距逾期未整改 逾期隐患",
    "supervisor": "逾期任务 逾期自查 逾期隐患",
    "cadre": "待我签收 待办任务 待填自查 待整改隐患",
    "boss": "本月带队检查 待整改隐患 证照到期企业",
}


def home(client):
    return client.get("/")


def boxes(context):
    return [*context["waiting"], *context["late"]]


@pytest.fixture
def supervised(full):
    """The station supervises the firm, so that its permits and hazards are the station's business."""
    full.firm.supervising_office = full.office
    full.firm.save()
    return full


@pytest.mark.parametrize("role", EVERY)
def test_each_seat_has_its_boxes(supervised, login, role):
    found = [box.title for box in boxes(home(login(getattr(supervised, role))).context)]
    assert found == BOXES[role].split()


@pytest.mark.parametrize("role", EVERY)
def test_each_number_is_that_of_the_list_it_opens(supervised, login, role):
    client = login(getattr(supervised, role))
    for box in boxes(home(client).context):
        assert box.more and total(client, box.more) == box.total > 0, (role, box.title, box.more)


@pytest.mark.parametrize("role", EVERY)
def test_each_line_opens_for_whom_it_is_shown_to(supervised, login, role):
    client = login(getattr(supervised, role))
    for box in boxes(home(client).context):
        assert [client.get(line.link).status_code for line in box.lines] == [200] * len(box.lines), (role, box.title)


@pytest.mark.parametrize("role", sorted(set(EVERY) - {"supervisor"}))
def test_nothing_of_next_door_is_shown(supervised, login, role):
    body = home(login(getattr(supervised, role))).content.decode()
    foreign = (
        supervised.other_town.name,
        supervised.other_village.name,
        supervised.other_firm.name,
        supervised.there.lead.number,
    )
    assert not any(word in body for word in foreign)


def test_a_village_has_its_own_duties_not_those_of_its_enterprises(full, login):
    context = home(login(full.cadre)).context
    totals = {box.title: box.total for box in boxes(context)}
    assert totals == {"待我签收": 1, "待办任务": 2, "待填自查": 1, "待整改隐患": 1}
    assert "配电箱敞开" not in str(boxes(context)) and "村道塌方" in str(boxes(context))


@pytest.mark.parametrize("role", EVERY)
def test_the_dead_are_not_named(full, login, role):
    body = home(login(getattr(full, role))).content.decode()
    assert "卞长庚" not in body and "反映有人在务工时死亡" not in body


def test_leads_are_shown_to_handlers_and_leaders_only(full, login):
    stranger = factories.user("officer", full.town, office=full.safety_office)
    assert full.here.lead.number in home(login(full.officer)).content.decode()
    assert full.here.lead.number not in home(login(stranger)).content.decode()
    assert full.here.lead.number not in home(login(full.supervisor)).content.decode()


@pytest.mark.parametrize("role", sorted(set(EVERY) - {"boss"}))
def test_a_seat_without_rows_is_told_so(w, login, role):
    body = home(login(getattr(w, role))).content.decode()
    assert "没有等您处理的事" in body and "没有变化" in body


def test_someone_without_a_seat_is_sent_to_the_office(w, login):
    assert "还没有任职" in home(login(factories.user())).content.decode()


def test_the_nearest_deadline_comes_first_and_none_last(w, login):
    day = clock.today()
    for n in (5, None, 1, 3):
        due = None if n is None else day + timedelta(days=n)
        factories.hazard(w.village, state="rectifying", grade="ordinary", due_on=due, description=f"隐患{n}")
    lines = boxes(home(login(w.cadre)).context)[0].lines
    assert [line.title for line in lines] == ["隐患1", "隐患3", "隐患5", "隐患None"]


def test_a_long_box_shows_the_first_and_says_how_many_there_are(w, login):
    for _ in range(today.SHOWN + 3):
        factories.hazard(w.village, state="found")
    client = login(w.officer)
    box = boxes(home(client).context)[0]
    assert (len(box.lines), box.total) == (today.SHOWN, today.SHOWN + 3)
    assert f"全部 {today.SHOWN + 3} 条" in home(client).content.decode()


def test_one_box_needs_no_overview_of_boxes(w, login):
    factories.hazard(w.village, state="found")
    assert 'class="jumps"' not in home(login(w.officer)).content.decode()
    factories.hazard(w.village, state="draft")
    assert 'class="jumps"' in home(login(w.officer)).content.decode()


LONGER = "待审批延期"


@pytest.mark.parametrize(
    ("grade", "by", "set_to", "who"),
    [
        ("major", "boss", "officer", "officer"),
        ("major", "boss", "leader", "leader"),
        ("major", "officer", "officer", ""),
        ("ordinary", "boss", "leader", "officer department"),
        ("ordinary", "officer", "leader", "department"),
    ],
)
def test_a_longer_limit_waits_for_who_decides_on_it_and_never_for_who_asked(supervised, login, grade, by, set_to, who):
    keep_settings(supervised.town.pk, DEFAULTS | {"decides_major": set_to})
    row, asked_by = supervised.here.hazard, getattr(supervised, by)
    Hazard.objects.filter(pk=row.pk).update(grade=grade)
    row.extensions.update(asked_by=asked_by)
    clients = {role: login(getattr(supervised, role)) for role in OFFICE}
    found = {role: box for role in OFFICE for box in boxes(home(clients[role]).context) if box.title == LONGER}
    assert list(found) == who.split()
    for role, box in found.items():
        assert total(clients[role], box.more) == box.total == 1
        assert rules.may_decide(getattr(supervised, role), Extension.objects.get(hazard=row)) == ""


def test_an_office_is_shown_what_it_sent_and_has_to_judge(full, login):
    row = factories.check(
        factories.checklist(), full.village, enterprise=full.firm, state="submitted", sent_by=full.department
    )
    full.firm.supervising_office = full.office
    full.firm.save()
    client = login(full.department)
    found = [box for box in boxes(home(client).context) if box.title == "待审核自查"]
    assert [line.link for line in found[0].lines] == [reverse("checks:detail", args=[row.pk])]
    assert total(client, found[0].more) == found[0].total == 1


def test_waiting_is_not_marked_as_late(full, login):
    body = home(login(full.officer)).content.decode()
    assert body.count("box-late") == len(home(login(full.officer)).context["late"])


def test_a_returned_duty_and_a_major_hazard_are_marked(full, login):
    marks = {line.mark for box in boxes(home(login(full.cadre)).context) for line in box.lines}
    assert "已退回" in marks
    marks = {line.mark for box in boxes(home(login(full.leader)).context) for line in box.lines}
    assert "重大" in marks


def test_a_concluded_campaign_asks_nothing(w, login):
    late = clock.today() - timedelta(days=1)
    factories.assignment(factories.task(factories.campaign(w.town, state="concluded")), w.village, due_on=late)
    for role in ("cadre", "officer", "leader"):
        assert boxes(home(login(getattr(w, role))).context) == []


def test_an_unsigned_paper_says_how_many_units_have_not_signed(full, login):
    lines = {box.title: box.lines for box in boxes(home(login(full.officer)).context)}
    assert [(line.title, line.who) for line in lines["逾期未签收公文"]] == [("云溪镇冬季行动的通知", "1 个单位未签收")]


def test_an_enterprise_counts_once_for_all_its_permits(full, login):
    lines = {box.title: box.lines for box in boxes(home(login(full.officer)).context)}
    assert [line.who for line in lines["证照到期企业"]] == ["2 件证照"]
    assert lines["证照到期企业"][0].due_on == clock.today() - timedelta(days=3)


def test_an_enterprise_closed_down_is_not_asked_for_permits(full, login):
    full.firm.status = "closed"
    full.firm.save()
    assert "证照到期企业" not in [box.title for box in boxes(home(login(full.officer)).context)]


def once_more(full):
    """One more of each kind of row."""
    task, sheet = factories.task(full.here.campaign), factories.checklist()
    late = clock.today() - timedelta(days=1)
    for fields in ({}, {"enterprise": full.firm}):
        factories.assignment(task, full.village, due_on=late, **fields)
        factories.check(sheet, full.village, due_on=late, **fields)
        factories.hazard(full.village, state="rectifying", grade="ordinary", due_on=late, **fields)
    factories.lead(full.village, state="verifying", handlers=[full.officer])
    factories.permit(full.firm, expires_on=late)


@pytest.mark.parametrize("role", EVERY)
def test_queries_are_the_same_for_one_row_and_three(full, login, role):
    """Two more of each kind of row cost nothing."""
    client = login(getattr(full, role))
    once_more(full)
    home(client)
    one = queries(lambda: home(client))
    once_more(full)
    once_more(full)
    assert queries(lambda: home(client)) == one
    assert one <= 40


# what changed since yesterday


def moved(w, **fields):
    hazard = factories.hazard(w.village, enterprise=w.firm, description="配电箱门敞开", **fields)
    return services.grade(
        hazard=hazard,
        by=w.officer,
        grade="ordinary",
        grade_basis="现场检查",
        at_once=True,
        due_on=clock.today(),
        responsible="季长河",
    )


def yesterday(hour=0, days=1):
    return timezone.make_aware(datetime.combine(clock.today() - timedelta(days=days), time(hour)))


def test_what_others_did_is_listed_with_who_and_where(w, login):
    hazard = moved(w)
    found = home(login(w.boss)).context["changes"]
    assert [(c.who, c.link) for c in found] == [(w.officer.name, reverse("hazards:detail", args=[hazard.pk]))]
    assert "配电箱门敞开" in found[0].what


def test_what_one_did_oneself_is_no_news(w):
    moved(w)
    assert changes.since_yesterday(w.officer) == []


def test_changes_stay_in_sight(w):
    moved(w)
    assert changes.since_yesterday(w.other_officer) == [] and changes.since_yesterday(w.cadre)


@pytest.mark.parametrize(("days", "count"), [(1, 1), (2, 0)])
def test_news_begin_with_the_start_of_yesterday(w, days, count):
    with clock.at(yesterday(0, days)):
        moved(w)
    assert len(changes.since_yesterday(w.boss)) == count


def test_the_same_done_often_is_one_line(w):
    for _ in range(3):
        moved(w)
    found = changes.since_yesterday(w.boss)
    assert [change.times for change in found] == [3]


def test_a_unit_is_told_of_a_paper_only_when_it_is_issued(full):
    for action, label in (("review", "核稿"), ("issue", "印发")):
        PaperLog.objects.create(
            subject=full.here.paper, actor=full.officer, action=action, action_label=label, to_state="issued"
        )
    assert [change.what[:2] for change in changes.since_yesterday(full.cadre)] == ["印发"]
    assert {change.what[:2] for change in changes.since_yesterday(full.leader)} == {"核稿", "印发"}


def test_leads_are_never_news(full):
    lead = full.here.lead
    lead.log.create(actor=full.leader, action="verify", action_label="启动核查", to_state="verifying")
    assert all("线索" not in change.what for change in changes.since_yesterday(full.officer))
