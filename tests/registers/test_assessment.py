"""Deductions with reason and proof, confirmed by a leader; vetoes; the table of a year."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused
from evidence.models import Attachment
from registers.models import Deduction
from registers.services import assessment as services
from tests import factories

from .months import as_user

STATES = ("noted", "confirmed", "revoked")
OPEN_TO = {"confirm": ("noted",), "revoke": ("noted", "confirmed")}
PAGE = "/registers/assessment/"


def noted(w, state="noted", **fields):
    given = {"by": w.officer, "on": clock.today(), "reason": "通报后仍未整改", "proof": "三季度通报", "points": Decimal(2)}
    given |= fields if "office" in fields else {"village": w.village} | fields
    row = services.note(**given)
    if state in ("confirmed",):
        services.move(deduction=row, action="confirm", by=w.leader)
    if state == "revoked":
        services.move(deduction=row, action="revoke", by=w.officer, note="查错了")
    return Deduction.objects.get(pk=row.pk)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", OPEN_TO)
def test_each_step_is_open_in_its_states_only(w, state, action):
    row = noted(w, state)
    act = lambda: services.move(deduction=row, action=action, by=w.leader, note="核实")  # noqa: E731
    if state in OPEN_TO[action]:
        assert act().state == Deduction.workflow.steps[action].target
    else:
        with pytest.raises(Refused, match="当前状态"):
            act()


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_safety_office_notes(w, role):
    with pytest.raises(Refused, match="应急办"):
        noted(w, by=getattr(w, role))


@pytest.mark.parametrize("role", ["officer", "department", "cadre", "discipline", "supervisor"])
def test_only_a_leader_confirms(w, role):
    with pytest.raises(Refused, match="领导"):
        services.move(deduction=noted(w), action="confirm", by=getattr(w, role))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"village": None}, "一个村或一个站所"), ({"reason": " "}, "事由"), ({"proof": ""}, "依据"), ({"points": Decimal(0)}, "填写扣分"),
    ],
)  # fmt: skip
def test_what_a_deduction_wants(w, fields, said):
    with pytest.raises(Refused, match=said):
        noted(w, **fields)
    assert not Deduction.objects.exists()


def test_both_a_village_and_an_office_is_one_too_many(w):
    with pytest.raises(Refused, match="一个村或一个站所"):
        noted(w, village=w.village, office=w.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        said = {"reason": "x", "proof": "x", "points": 1, "on": clock.today()}
        Deduction.objects.create(township=w.town, village=w.village, office=w.office, **said)


def test_a_veto_needs_no_points_and_revoking_a_reason(w):
    row = noted(w, points=Decimal(0), veto=True)
    with pytest.raises(Refused, match="必须写明原因"):
        services.move(deduction=row, action="revoke", by=w.officer, note="")


def scores(w, year=None):
    return {score.unit.name: score for score in services.scores(w.town, year or clock.today().year)}


def test_only_confirmed_ones_of_the_year_count(w):
    noted(w, "confirmed")
    noted(w, "confirmed", points=Decimal("1.5"))
    noted(w)
    noted(w, "revoked")
    noted(w, "confirmed", on=date(clock.today().year - 1, 6, 1))
    found = scores(w)[w.village.name]
    assert (found.number, found.lost, found.left) == (2, Decimal("3.5"), Decimal("96.5"))
    assert scores(w)[w.village2.name].left == 100 and scores(w, clock.today().year - 1)[w.village.name].left == 98


def test_an_office_is_scored_as_a_village_is_and_never_below_none(w):
    for _ in range(3):
        noted(w, "confirmed", office=w.office, points=Decimal(40))
    assert scores(w)[w.office.name].left == 0


def test_the_best_come_first_and_the_barred_last(w):
    noted(w, "confirmed", points=Decimal(5))
    noted(w, "confirmed", village=w.village2, points=Decimal(0), veto=True)
    names = [score.unit.name for score in services.scores(w.town, clock.today().year)]
    assert names[-2:] == [w.village.name, w.village2.name] and scores(w)[w.village2.name].vetoes == 1


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("officer", {"noted", "confirmed", "revoked"}), ("leader", {"noted", "confirmed", "revoked"}),
        ("discipline", {"noted", "confirmed", "revoked"}), ("supervisor", {"confirmed"}), ("cadre", {"confirmed"}),
        ("liaison", {"confirmed"}), ("boss", set()), ("department", set()), ("other_officer", set()), ("other_cadre", set()),
    ],
)  # fmt: skip
def test_who_sees_what_counts_against_a_village(w, role, seen):
    for state in STATES:
        noted(w, state)
    assert {row.state for row in Deduction.objects.visible_to(getattr(w, role))} == seen


def test_an_office_sees_what_counts_against_itself(w):
    mine, _ = noted(w, "confirmed", office=w.office), noted(w, "confirmed", office=w.safety_office)
    assert list(Deduction.objects.visible_to(w.department)) == [mine]


FORM = {"on": "2026-11-20", "points": "2", "reason": "久拖不改", "proof": "通报"}


def test_it_is_noted_on_its_page_with_photos_and_a_hazard(w):
    of = factories.hazard(w.village)
    waiting = factories.photo(by=w.officer)
    fields = FORM | {"village": w.village.pk, "number": of.number, "photos": str(waiting.pk)}
    answer = as_user(w.officer).post(f"{PAGE}new/", fields)
    row = Deduction.objects.get()
    assert answer.status_code == 302 and row.hazard == of and Attachment.objects.of(row).count() == 1
    shown = as_user(w.leader).get(f"{PAGE}{row.pk}/").content.decode()
    assert of.number in shown and "确认扣分" in shown and "久拖不改" in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "请选一个村或一个站所"), ({"number": "YH-NONE"}, "没有找到这个编号"), ({"points": "0"}, "请填写扣分"),
        ({"points": "101"}, "100"), ({"on": "2026-11-26"}, "不能晚于今天"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_the_form(w, wrong, said):
    fields = FORM | ({"village": w.village.pk} if wrong else {}) | wrong
    answer = as_user(w.officer).post(f"{PAGE}new/", fields)
    assert answer.status_code == 200 and said in answer.content.decode() and not Deduction.objects.exists()


def test_confirmed_twice_from_a_stale_page_it_is_confirmed_once(w):
    row, client = noted(w), as_user(w.leader)
    assert client.get(f"{PAGE}{row.pk}/step/confirm/").status_code == 200
    assert client.post(f"{PAGE}{row.pk}/step/confirm/").status_code == 302
    answer = client.post(f"{PAGE}{row.pk}/step/confirm/", follow=True)
    assert "不能确认扣分" in answer.content.decode() and row.log.filter(action="confirm").count() == 1
    assert client.post(f"{PAGE}{row.pk}/step/nothing/").status_code == 404


def test_who_may_not_confirm_is_told_why(w):
    row = noted(w)
    answer = as_user(w.officer).post(f"{PAGE}{row.pk}/step/confirm/")
    assert answer.status_code == 403 and "领导" in answer.content.decode()
    assert as_user(w.other_officer).get(f"{PAGE}{row.pk}/").status_code == 404


def test_the_table_of_a_year_opens_its_rows_and_goes_out_as_a_workbook(w):
    noted(w, "confirmed", veto=True)
    client = as_user(w.officer)
    page = client.get(f"{PAGE}scores/").content.decode()
    assert "一票否决，不得评优评先" in page
    link = f"{PAGE}?year={clock.today().year}&state=confirmed&village={w.village.pk}"
    assert link.replace("&", "&amp;") in page and client.get(link).context["total"] == 1
    assert client.get(f"{PAGE}scores/?export=xlsx").status_code == 200
    assert client.get(f"{PAGE}scores/?year=abc").context["year"] == clock.today().year


@pytest.mark.parametrize("role", ["department", "supervisor", "cadre", "boss", "liaison"])
def test_the_table_is_for_the_townships_own(w, role):
    assert as_user(getattr(w, role)).get(f"{PAGE}scores/").status_code == 403
