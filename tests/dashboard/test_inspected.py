"""Boxes of 今日 about inspections: each person's unsigned ones, plans behind their time, principals of the month."""

from datetime import datetime

import pytest
from django.utils import timezone

from checks.models import InspectionPlan
from checks.services import planning, watching
from core import clock
from dashboard import today
from tests import factories
from tests.checks.visits import begun, own, presented, sign_next, signed

from .conftest import total

MAY = timezone.make_aware(datetime(2027, 5, 20, 9))


def boxes(client):
    context = client.get("/").context
    return {box.title: box for box in [*context["waiting"], *context["late"]]}


def test_an_unsigned_inspection_waits_for_its_team_and_for_nobody_else(w, login):
    mate = factories.user("officer", w.town, office=w.safety_office)
    row = begun(w, team=[(w.officer, w.officer.name, "", "lead"), (mate, mate.name, "", "member")])
    begun(w, w.leader, office=None)
    for person in (w.officer, mate):
        client = login(person)
        box = boxes(client)["待完成检查"]
        assert [line.link for line in box.lines] == [f"/checks/inspections/{row.pk}/"] and total(client, box.more) == 1
    assert "待完成检查" not in boxes(login(w.department)) and "待完成检查" not in boxes(login(w.boss))
    signed(row, w.officer)
    assert "待完成检查" not in boxes(login(w.officer))


def test_a_firms_own_check_waits_for_its_head_until_it_is_signed(w, login):
    row = presented(own(w), w.boss)
    found = boxes(login(w.boss))
    assert found["待完成检查"].total == 1 and found["本月带队检查"].total == 1
    while row.state == "signing":
        row = sign_next(row, w.boss)
    assert not {"待完成检查", "本月带队检查"} & boxes(login(w.boss)).keys()


@pytest.mark.parametrize(("year", "quarter", "checked", "behind"), [
    (2027, 0, 0, True),  # 140 of 365 days: one of four
    (2027, 0, 1, False),
    (2027, 2, 1, True),  # 50 of 91 days: two of four
    (2027, 2, 2, False),
    (2027, 1, 3, True),  # over: all
    (2027, 3, 0, False),  # not begun
    (2026, 0, 3, True),
])  # fmt: skip
def test_a_plan_is_behind_when_fewer_are_checked_than_its_time_wants(w, login, year, quarter, checked, behind):
    firms = [factories.enterprise(w.village) for _ in range(4)]
    with clock.at(MAY):
        plan = planning.new_plan(name="检查", year=year, quarter=quarter, kinds=["office"], by=w.officer)
        planning.add_units(plan=plan, scope=planning.Scope(), by=w.officer, only=[firm.pk for firm in firms])
        units = list(plan.units.all())
        for unit in units[:checked]:
            signed(begun(w, firm=unit.enterprise, plan_unit=unit), w.officer)
        assert InspectionPlan.objects.with_progress().behind().exists() == behind
        client = login(w.officer)
        box = boxes(client).get("检查计划落后")
        assert bool(box) == behind and (box is None or total(client, box.more) == 1)


def test_last_months_principals_of_high_risk_are_named_once_the_month_is_over(w, login):
    w.firm.high_risk = True
    w.firm.save()
    with clock.at(MAY.replace(month=4)):
        signed(own(w), w.boss)
    with clock.at(MAY):
        client = login(w.officer)
        box = boxes(client)["高危企业上月带队不足"]
        assert (box.total, total(client, box.more)) == (1, 1) and box.lines[0].who == "4 月带队 1 次，应有 2 次"
        assert box.lines[0].title == w.firm.name


def test_this_table_of_boxes_has_no_title_twice():
    titles = [kind.title for kind in (*today.WAITING, *today.LATE)]
    assert len(titles) == len(set(titles))


def test_an_enterprise_under_watch_with_nobody_there_today_is_told(w, login):
    row = watching.watch_over(enterprise=w.firm, reason="两次复查不合格", weekly=1, by=w.officer)
    for person in (w.officer, w.cadre):
        client = login(person)
        box = boxes(client)["今天没人盯守"]
        assert box.total == total(client, box.more) == 1
    assert "今天没人盯守" not in boxes(login(w.boss))
    watching.shift(watch=row, on=clock.today(), name="柏志勇", by=w.cadre)
    assert "今天没人盯守" not in boxes(login(w.officer))
