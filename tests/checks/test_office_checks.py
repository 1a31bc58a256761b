"""A self-check that offices answer: sent to them, filled in by them, judged by another desk, no hazard of a village."""

import pytest

from checks import services
from checks.enums import Audience
from checks.models import Check
from checks.services import Units
from core.errors import Refused
from dashboard.today import checks_to_judge, own_checks
from hazards.models import Hazard

from .conftest import a_list, fresh, later, shipped, submitted


def sent(w, of=None, **values):
    units = Units(township=w.town, audience=Audience.OFFICES, **values)
    services.send(version=(of or a_list("台账是否齐全")).current, units=units, due_on=later(), by=w.officer)
    return Check.objects.get(office=w.office)


def test_every_office_or_the_chosen_ones_get_one(w):
    sent(w)
    assert set(Check.objects.values_list("office", flat=True)) == {w.office.pk, w.safety_office.pk}
    Check.objects.update(state="cancelled")
    services.send(
        version=a_list().current, units=Units(township=w.town, audience=Audience.OFFICES, offices=[w.office.pk]),
        due_on=later(), by=w.officer,
    )  # fmt: skip
    assert Check.objects.filter(state="sent").count() == 1


def test_a_confidential_list_is_not_for_offices(w):
    with pytest.raises(Refused, match="不能发给站所"):
        sent(w, shipped())


def test_the_office_answers_and_another_desk_judges(w):
    row = sent(w)
    assert list(own_checks(w.department)) == [row] and row not in own_checks(w.officer)
    with pytest.raises(Refused, match="本站所自查"):
        services.reply(check=row, item=row.version.items.first(), value="yes", by=w.cadre)
    submitted(w, row, w.department, "no")
    assert not Hazard.objects.exists() and list(checks_to_judge(w.officer)) == [row]
    services.accept(check=fresh(row), by=w.officer)
    assert fresh(row).state == "accepted"


def test_the_safety_office_does_not_judge_itself(w):
    sent(w)
    w.officer.membership.office = w.safety_office
    w.officer.membership.save()
    row = Check.objects.get(office=w.safety_office)
    submitted(w, row, w.officer)
    with pytest.raises(Refused, match="不能审核自己"):
        services.accept(check=fresh(row), by=w.officer)
    assert list(checks_to_judge(w.leader)) == [row]
    services.accept(check=fresh(row), by=w.leader)
