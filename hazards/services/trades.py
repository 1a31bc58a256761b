"""Who leads the supervision of a new trade: asked of the offices, claimed, disputed, decided by a leader."""

from django.db import transaction

from core import clock, workdays
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from reminders.services import tell

from .. import rules_transfer as rules
from ..enums_transfer import LeadBasis
from ..models import Trade
from ..settings_transfer import limits_of
from .hands import leaders_of, people_of_trade
from .running import create_or_refuse, held


@transaction.atomic
def ask(*, by, name, what):
    """Ask every office of the township who leads; the leaders decide when nobody claims or two do."""
    refuse_if(rules.may_ask_trade(by), "" if name.strip() and what.strip() else "请写明名称、情况和风险")
    town = by.membership.place.township_code
    days = limits_of(town)["claim_within"]
    make = lambda: _create(  # noqa: E731
        township_id=town,
        name=name.strip(),
        what=what.strip(),
        claim_by=workdays.add_workdays(clock.today(), days),
        created_by=by,
    )
    trade = begin(create_or_refuse(make, "这个新业态已经发起认领"), by=by, label="发起认领")
    _tell(trade, people_of_trade(trade), f"请认领：“{trade.name}”由谁牵头监管", by)
    return trade


@transaction.atomic
def _create(**values):
    return Trade.objects.create(**values)


@transaction.atomic
def claim(*, trade, by, basis, version=None):
    row = held(trade, version)
    refuse_if(Trade.workflow.refusal(row, "claim", by), _wrong(basis))
    row = advance(row, "claim", by=by, note=LeadBasis(basis).label, office=by.membership.office, basis=basis, claimed_by=by)
    _tell(row, people_of_trade(row), f"“{row.name}”由{row.office}认领", by)
    return row


@transaction.atomic
def dispute(*, trade, by, note, version=None):
    """Another office says it is not so; the leaders have to decide."""
    row = advance(held(trade, version), "dispute", by=by, note=note)
    _tell(row, [*leaders_of(row.township_id), *people_of_trade(row)], f"“{row.name}”牵头监管有争议，待裁定", by, note)
    return row


@transaction.atomic
def decide(*, trade, by, office, basis, note, version=None):
    row = held(trade, version)
    refuse_if(
        Trade.workflow.refusal(row, "decide", by),
        "" if office and office.township_id == row.township_id else "请选定本乡镇的站所",
        _wrong(basis),
    )
    row = advance(row, "decide", by=by, note=note, office=office, basis=basis)
    _tell(row, people_of_trade(row), f"“{row.name}”裁定由{office}牵头监管", by, note)
    return row


def _wrong(basis):
    if basis not in LeadBasis:
        raise Refused("请选择牵头依据")
    return ""


def _tell(trade, people, title, by, body=""):
    others = [person for person in people if person.pk != by.pk]
    key = f"trade:{trade.pk}:{trade.state}:{trade.version}"
    tell(people=others, title=title, body=body, key=key, link=f"/hazards/trades/{trade.pk}/", about=trade, by=by)
