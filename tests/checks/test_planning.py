"""Plans and draws: chosen by filter or by lot, computed again by anybody, redrawn only in the open."""

import io
from datetime import time

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from checks import sampling
from checks.models import Draw, InspectionPlan, PlanUnit
from checks.services import inspecting, planning
from checks.services.campaigns import set_campaigns
from checks.services.planning import Scope
from core import clock
from core.errors import Refused, Stale
from tests import factories
from tests.together import together

from .visits import begun, signed


def a_plan(w, by=None, name="季度检查", kinds=("office", "spot")):
    return planning.new_plan(name=name, year=clock.today().year, quarter=0, kinds=kinds, by=by or w.officer)


def lot(w, plan, want=2, *, by=None, seen=0, scope=None, each=1, inspectors=None, **values):
    people = inspectors or [w.officer, w.leader]
    given = {"scope": scope or Scope(), "want": want, "each": each, "inspectors": people, "seen": seen}
    return planning.draw(plan=plan, by=by or w.officer, **(given | values))


def firms(w, count):
    return [factories.enterprise(w.village) for _ in range(count)]


def test_the_same_seed_and_lists_give_the_same_draw():
    names, people = [[n, f"企业{n}"] for n in range(50)], [[1, "甲"], [2, "乙"], [3, "丙"]]
    first = sampling.result("种子", names, people, 10, 2)
    assert first == sampling.result("种子", list(reversed(names)), people, 10, 2)
    assert first != sampling.result("种子二", names, people, 10, 2)
    assert len({key for key, _ in first}) == 10 and all(len(set(team)) == 2 for _, team in first)


def test_the_load_of_inspectors_is_even():
    done = sampling.assigned("种子", list(range(9)), [1, 2, 3], 1)
    counts = [sum(team == [who] for team in done.values()) for who in (1, 2, 3)]
    assert counts == [3, 3, 3]


def test_every_unit_is_drawn_about_as_often_as_another():
    hits = [sum(key in sampling.drawn(f"s{n}", range(10), 3) for n in range(400)) for key in range(10)]
    assert all(80 < count < 160 for count in hits)


def test_a_draw_is_kept_with_all_that_is_needed_to_repeat_it(w):
    firms(w, 6)
    kept = lot(w, a_plan(w), 3)
    same, again = planning.redone(kept)
    assert same and again == kept.result and len(kept.candidates) == 8
    assert set(kept.units.values_list("enterprise", flat=True)) == {key for key, _ in kept.result}
    assert all(unit.inspectors.count() == 1 for unit in kept.units.all())


@pytest.mark.parametrize("change", ["result", "candidates", "seed"])
def test_what_was_changed_afterwards_does_not_compute(w, change):
    firms(w, 6)
    kept = lot(w, a_plan(w), 3)
    values = {"result": kept.result[::-1], "candidates": kept.candidates[1:], "seed": "0" * 32}
    Draw.objects.filter(pk=kept.pk).update(**{change: values[change]})
    assert not planning.redone(Draw.objects.get())[0]
    with pytest.raises(CommandError, match="不一致"):
        call_command("redo_draw")


def test_the_command_proves_a_draw(w, capsys):
    kept = lot(w, a_plan(w), 1)
    call_command("redo_draw", kept.pk)
    assert "一致" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有编号"):
        call_command("redo_draw", 99999)


def test_a_sample_from_an_empty_list_says_so(w):
    plan = a_plan(w)
    with pytest.raises(Refused, match="待抽名单是空的"):
        lot(w, plan, scope=Scope(sectors=["mines"]))
    assert not Draw.objects.exists() and not PlanUnit.objects.exists()


@pytest.mark.parametrize("want", [0, 3])
def test_one_cannot_draw_more_than_there_are(w, want):
    with pytest.raises(Refused, match="1 到 2"):
        lot(w, a_plan(w), want)


def test_each_unit_gets_as_many_inspectors_as_there_are(w):
    with pytest.raises(Refused, match="每家派不出 3 人"):
        lot(w, a_plan(w), 1, each=3)


def test_a_redraw_needs_a_reason_and_keeps_the_old_one(w):
    firms(w, 6)
    plan = a_plan(w)
    first = lot(w, plan, 3)
    with pytest.raises(Refused, match="重新抽取必须写明原因"):
        lot(w, plan, 3, seen=1, reason="  ")
    second = lot(w, plan, 2, seen=1, reason="两家已经停产")
    assert second.number == 2 and planning.redone(Draw.objects.get(pk=first.pk))[0]
    dropped = plan.units.exclude(dropped_at=None)
    assert dropped.count() == 3 and dropped.first().dropped_reason == "第2次抽取时重抽"
    assert set(plan.units.standing().values_list("draw", flat=True)) == {second.pk}


def test_a_new_plan_of_the_same_time_is_no_way_to_a_second_first_draw(client, w):
    firms(w, 6)
    old = a_plan(w)
    first = lot(w, old, 2)
    planning.withdraw(plan=old, reason="名单有误", by=w.officer)
    plan = a_plan(w)
    client.force_login(w.officer)
    page = client.get(reverse("checks:plan_draw", args=[plan.pk])).content.decode()
    assert "重抽原因" in page and f"/checks/draws/{first.pk}/" in page and "已撤销：名单有误" in page
    with pytest.raises(Stale):
        lot(w, plan, 2)
    with pytest.raises(Refused, match="重新抽取必须写明原因"):
        lot(w, plan, 2, seen=1)
    assert lot(w, plan, 2, seen=1, reason="名单已更正").number == 2
    other = planning.new_plan(name="明年", year=clock.today().year + 1, quarter=0, kinds=["office"], by=w.officer)
    assert lot(w, other, 2).number == 1


def test_withdrawn_plans_are_listed_when_asked(client, w):
    old, plan = a_plan(w), a_plan(w, name="另一计划")
    planning.withdraw(plan=old, reason="名单有误", by=w.officer)
    client.force_login(w.officer)
    shown = lambda **asked: [row.pk for row in client.get(reverse("checks:plans"), asked).context["page"].object_list]  # noqa: E731
    assert shown() == [plan.pk] and shown(withdrawn=1) == [old.pk]
    assert "名单有误" in client.get(reverse("checks:plans"), {"withdrawn": 1}).content.decode()


def test_a_withdrawn_plan_sends_nobody_out(client, w):
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer, only=[w.firm.pk])
    client.force_login(w.officer)
    page, begin = reverse("checks:plan", args=[plan.pk]), reverse("checks:inspection_new")
    asked = {"unit": plan.units.get().pk}
    assert "去检查" in client.get(page).content.decode() and client.get(begin, asked).context["unit"]
    planning.withdraw(plan=plan, reason="任务调整", by=w.officer)
    assert "去检查" not in client.get(page).content.decode() and client.get(begin, asked).context["unit"] is None


def test_a_draw_is_computed_again_from_its_workbook_alone(client, w):
    firms(w, 6)
    kept = lot(w, a_plan(w), 3, each=1)
    client.force_login(w.officer)
    book = load_workbook(io.BytesIO(client.get(reverse("checks:draw_list", args=[kept.pk])).content))
    table = {sheet.title: [list(line) for line in sheet.values][1:] for sheet in book}
    said = dict(table["抽取说明"])
    candidates, people = [line[:2] for line in table["待抽名单"]], table["检查人员"]
    assert sampling.digest(candidates, people) == said["名单校验值"] == kept.sha256
    again = sampling.result(said["随机种子"], candidates, people, said["抽取数"], said["每家检查人数"])
    assert again == [[line[1], [int(who) for who in line[3].split("、")]] for line in table["抽取结果"]] == kept.result


def test_a_draw_is_printed_as_one_sheet(client, w):
    kept = lot(w, a_plan(w), 2)
    client.force_login(w.officer)
    answer = client.get(reverse("checks:draw_pdf", args=[kept.pk]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "双随机抽查表" in text and w.firm.name in text and w.leader.name in text and kept.seed[:8] in text
    assert "监督人（签字）" in text and str(kept.plan) in text


def test_an_enterprise_leaves_a_plan_once(w):
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer, only=[w.firm.pk])
    unit = plan.units.get()
    planning.drop_unit(unit=unit, reason="停产", by=w.officer)
    with pytest.raises(Refused, match="已经移出"):
        planning.drop_unit(unit=unit, reason="再来", by=w.officer)
    assert plan.units.get().dropped_reason == "停产"


def test_the_database_keeps_no_redraw_without_a_reason(w):
    kept = lot(w, a_plan(w), 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=kept.pk).update(number=2)


def test_who_has_not_seen_the_last_draw_draws_nothing(w):
    plan = a_plan(w)
    lot(w, plan, 1)
    with pytest.raises(Stale):
        lot(w, plan, 1, seen=0, reason="再来")
    assert plan.draws.count() == 1


def test_a_unit_somebody_has_begun_to_inspect_stays_through_a_redraw(w):
    plan = a_plan(w)
    unit = lot(w, plan, 1).units.select_related("enterprise__village").get()
    row = begun(w, firm=unit.enterprise)
    assert row.plan_unit == unit
    lot(w, plan, 1, seen=1, reason="补抽")
    assert plan.units.standing().filter(pk=unit.pk).exists() and plan.units.standing().count() == 2


def test_a_visit_fulfils_the_plan_once_it_is_signed(w):
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer)
    row = begun(w)
    counted = InspectionPlan.objects.with_progress().get
    assert (counted().wanted, counted().checked) == (2, 0)
    signed(row, w.officer)
    assert (counted().checked, counted().left) == (1, 1)


@pytest.mark.parametrize(("kind", "fits"), [("office", True), ("joint", False)])
def test_only_a_visit_of_the_planned_kind_counts(w, kind, fits):
    planning.add_units(plan=a_plan(w), scope=Scope(), by=w.officer)
    assert (begun(w, kind=kind).plan_unit is not None) == fits


def test_an_offices_plan_is_not_fulfilled_by_another_office(w):
    w.firm.supervising_office = w.office
    w.firm.save()
    planning.add_units(plan=a_plan(w, w.department), scope=Scope(), by=w.department)
    assert begun(w).plan_unit is None and begun(w, w.department).plan_unit is not None


def test_filters_choose_the_firms(w):
    w.firm.risk_colour, w.firm.scale = "red", "large"
    w.firm.save()
    for scope in (Scope(colours=["red"]), Scope(scales=["large"]), Scope(sectors=["metals"], colours=["red"])):
        assert [firm.pk for firm in scope.firms(w.officer)] == [w.firm.pk]
    assert not Scope(high_risk=True).firms(w.officer).exists()


def test_added_twice_a_firm_is_in_the_plan_once(w):
    plan = a_plan(w)
    assert planning.add_units(plan=plan, scope=Scope(), by=w.officer) == 2
    assert planning.add_units(plan=plan, scope=Scope(), by=w.officer) == 0
    assert plan.units.count() == 2


def test_a_firm_leaves_the_plan_with_a_reason_unless_checked(w):
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer, only=[w.firm.pk])
    unit = plan.units.get()
    with pytest.raises(Refused, match="必须写明原因"):
        planning.drop_unit(unit=unit, reason="", by=w.officer)
    signed(begun(w), w.officer)
    with pytest.raises(Refused, match="已经检查过"):
        planning.drop_unit(unit=unit, reason="停产", by=w.officer)


def test_the_upper_level_draws_a_tenth_of_its_subtree_at_least(w):
    firms(w, 22)
    plan = a_plan(w, w.supervisor, kinds=("spot",))
    with pytest.raises(Refused, match="至少抽 3 家"):
        lot(w, plan, 2, by=w.supervisor, inspectors=[w.supervisor])
    kept = lot(w, plan, 3, by=w.supervisor, inspectors=[w.supervisor])
    assert len(kept.candidates) == 25


def test_the_tenth_is_not_taken_of_what_a_filter_leaves(w):
    firms(w, 22)
    factories.enterprise(w.village, high_risk=True, sector_id="mines")
    plan, given = a_plan(w, w.supervisor, kinds=("spot",)), {"by": w.supervisor, "inspectors": [w.supervisor]}
    with pytest.raises(Refused, match="至少抽 3 家，待抽名单 1 家，请放宽范围"):
        lot(w, plan, 1, scope=Scope(sectors=["mines"]), **given)
    assert lot(w, plan, 3, scope=Scope(), **given).want == 3


@pytest.mark.parametrize("first, second", [(0, 4), (4, 0), (1, 0)])
def test_a_year_and_its_quarters_overlap(client, w, first, second):
    firms(w, 6)
    old, new = (
        planning.new_plan(name=f"时段{quarter}", year=clock.today().year, quarter=quarter, kinds=["office"], by=w.officer)
        for quarter in (first, second)
    )
    kept = lot(w, old, 2)
    with pytest.raises(Refused, match="重新抽取必须写明原因"):
        lot(w, new, 2, seen=1)
    again = lot(w, new, 2, seen=1, reason="名单已更正")
    client.force_login(w.officer)
    for one, other in ((kept, again), (again, kept)):
        assert reverse("checks:draw", args=[other.pk]) in client.get(reverse("checks:draw", args=[one.pk])).content.decode()
        assert (
            reverse("checks:draw", args=[other.pk])
            in client.get(reverse("checks:plan", args=[one.plan_id])).content.decode()
        )


def test_two_quarters_do_not_overlap(w):
    firms(w, 6)
    for quarter in (1, 2):
        plan = planning.new_plan(name="季度", year=clock.today().year, quarter=quarter, kinds=["office"], by=w.officer)
        assert lot(w, plan, 2).number == 1


def test_a_withdrawn_plan_takes_nothing_more(w):
    plan = planning.withdraw(plan=a_plan(w), reason="任务调整", by=w.officer)
    with pytest.raises(Refused, match="已撤销：任务调整"):
        lot(w, plan, 1)


SIGHT = [
    ("officer", 200), ("leader", 200), ("supervisor", 200), ("discipline", 200), ("department", 404), ("other_officer", 404),
    ("liaison", 403), ("cadre", 403), ("boss", 403),
]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), SIGHT)
def test_those_who_may_be_inspected_never_see_a_plan(client, w, who, status):
    kept = lot(w, a_plan(w), 1)
    client.force_login(getattr(w, who))
    for name, key in (("plan", kept.plan_id), ("draw", kept.pk), ("draw_list", kept.pk)):
        assert client.get(reverse(f"checks:{name}", args=[key])).status_code == status


@pytest.mark.parametrize("who", ["leader", "supervisor"])
def test_a_plan_is_changed_by_those_who_made_it(client, w, who):
    plan = a_plan(w)
    client.force_login(getattr(w, who))
    assert client.post(reverse("checks:plan_draw", args=[plan.pk])).status_code == 403
    assert client.post(reverse("checks:plan_withdraw", args=[plan.pk]), {"note": "x"}).status_code == 403


def test_drawing_on_the_page(client, w):
    plan = a_plan(w)
    client.force_login(w.officer)
    sent = {"want": 1, "each": 1, "inspectors": [w.officer.pk, w.leader.pk], "seen": 0}
    answer = client.post(reverse("checks:plan_draw", args=[plan.pk]), sent)
    kept = Draw.objects.get()
    assert answer.url == reverse("checks:draw", args=[kept.pk])
    page = client.get(answer.url).content.decode()
    assert "重新计算，结果一致" in page and kept.seed in page
    again = client.post(reverse("checks:plan_draw", args=[plan.pk]), sent).content.decode()
    assert Draw.objects.count() == 1 and "重抽原因" in again


def test_an_upset_of_the_times_is_refused_by_the_database(w):
    row = begun(w)
    row.ended = time(8, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_form_sent_twice_begins_one_visit(w):
    first, second = (begun(w, token="1:abc") for _ in range(2))
    assert first == second and first.team.count() == 1


def test_one_visit_counts_in_several_campaigns(w):
    one, two, over = (factories.campaign(w.town) for _ in range(3))
    row = begun(w, campaigns=[one, two, over])
    over.state = "concluded"
    over.save()
    set_campaigns(row=row, campaigns=[one], by=w.officer)
    assert set(row.campaigns.all()) == {one, over}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers")
def test_two_people_draw_once(transactional_db):
    w = factories.world()
    plan = a_plan(w)
    outcomes = together(lambda: lot(w, plan, 1), lambda: lot(w, plan, 1))
    assert Draw.objects.count() == 1 and sum(isinstance(outcome, Stale) for outcome in outcomes) == 1


def test_a_plan_leaves_as_workbook_and_paper_with_every_unit(client, w):
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer)
    signed(begun(w), w.officer)
    gone = plan.units.get(enterprise=w.firm2)
    planning.drop_unit(unit=gone, reason="已停产", by=w.officer)
    client.force_login(w.officer)
    page = client.get(reverse("checks:plan", args=[plan.pk])).content.decode()
    assert reverse("checks:plan_units", args=[plan.pk]) in page and "移出的 1 家</summary>" in page
    book = client.get(reverse("checks:plan_units", args=[plan.pk])).content
    rows = [list(row) for row in load_workbook(io.BytesIO(book)).active.values]
    at = {name: rows[0].index(name) for name in ("企业", "情况", "检查日期", "移出原因")}
    told = {row[at["企业"]]: [row[at[name]] for name in ("情况", "检查日期", "移出原因")] for row in rows[1:]}
    assert told[w.firm.name][:2] == ["已查", f"{clock.today():%Y-%m-%d}"]
    assert (told[w.firm2.name][0], told[w.firm2.name][2]) == ("已移出", "已停产")
    paper = client.get(reverse("checks:plan_pdf", args=[plan.pk])).content
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).replace("\n", "")
    assert "应查 1 家，已查 1 家" in said and w.firm.name in said and w.firm2.name not in said


def test_the_units_of_a_long_plan_come_in_pages(client, w):
    firms(w, 60)
    plan = a_plan(w)
    planning.add_units(plan=plan, scope=Scope(), by=w.officer)
    client.force_login(w.officer)
    url = reverse("checks:plan", args=[plan.pk])
    first, second = client.get(url), client.get(url, {"page": 2})
    assert first.context["page"].total == 62 and len(first.context["units"]) == 50 and len(second.context["units"]) == 12


def test_what_a_village_visits_fulfils_the_townships_plan(w):
    plan = a_plan(w, kinds=("village",))
    planning.add_units(plan=plan, scope=Scope(), by=w.officer)
    row = signed(begun(w, w.cadre, kind="village", team=[(w.cadre, w.cadre.name, "", "lead")]), w.cadre)
    assert row.plan_unit.plan == plan and row.plan_unit.enterprise == w.firm
    assert inspecting.planned(begun(w, kind="office"), w.officer) is None
