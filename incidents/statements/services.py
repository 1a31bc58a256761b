"""Noting what was said, taking it back, settling contradictions; each locks the case, so that nobody settles over another."""

from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if

from .. import access
from ..enums import AccessAction
from ..guard import veil
from ..models import Exhibit, Interview, Settlement, Statement, Visit
from ..services.leads import held
from . import contradictions, rules
from .enums import Outcome


@transaction.atomic
def note(*, lead, by, said_by, matter, origin="", talk=None, visit=None, exhibit=None, where="", about="", at=None, precision="minute",
         count=None, text="", key=None):  # fmt: skip
    """Note one statement and where it is written. The same `key` keeps one."""
    locked = held(lead)
    if known := key and Statement.objects.filter(token=key).first():
        return known
    refuse_if(
        rules.may_note(by, locked), rules.wrong_time(matter, at, clock.now()), _wrong_source(lead, talk, visit, exhibit)
    )
    access.log(lead=lead, by=by, action=AccessAction.WORK, detail="登记陈述")
    return Statement.objects.create(
        lead=lead, said_by=said_by, matter=matter, origin=origin, talk=talk, visit=visit, exhibit=exhibit, where=where, about=about, at=at,
        precision=precision, count=count, text=text, token=key or None, created_by=by,
    )  # fmt: skip


def _wrong_source(lead, talk, visit, exhibit):
    mine = (
        talk is None or Interview.objects.filter(pk=talk.pk, verification__lead=lead).exists(),
        visit is None or Visit.objects.filter(pk=visit.pk, verification__lead=lead).exists(),
        exhibit is None or Exhibit.objects.filter(pk=exhibit.pk, lead=lead).exists(),
    )
    return "" if all(mine) else "出处不属于这条线索"


def withdraw(*, statement, reason, by):
    """Take a statement back; it stays on record with the reason."""
    return _back(statement, rules.may_note, reason, by, "陈述")


@transaction.atomic
def settle(*, lead, key, outcome, reason, by, side=None):
    """Say which side of a contradiction holds (its number, from 0), or that nothing can be determined, and why."""
    locked = held(lead)
    refuse_if(rules.may_settle(by, locked))
    row = _found(lead, key, by)
    if row.settlement:
        raise Refused(f"{row.settlement.created_by}已于 {_hour(row.settlement.created_at)} 处理了这处矛盾，您的处理没有记录")
    refuse_if(rules.wrong_settling(row, outcome, side), "" if reason.strip() else "处理矛盾必须写明理由")
    if outcome == Outcome.SIGNED:
        raise Refused("带矛盾作结论由领导在作出结论时签署")
    return _kept(lead, row, outcome, row.sides[side][0].words if outcome == Outcome.HOLDS else "", reason, by)


def _hour(at):
    return f"{timezone.localtime(at):%m-%d %H:%M}"


def _found(lead, key, by):
    row = next((row for row in contradictions.of(lead, by) if row.key == key), None)
    if row is None:
        raise Refused("这处矛盾已经不在了：说法有变动，请重新核对")
    return row


def _kept(lead, row, outcome, holds, reason, by):
    access.log(lead=lead, by=by, action=AccessAction.WORK, detail=f"处理矛盾：{row.label}")
    return Settlement.objects.create(
        lead=lead, matter=row.matter, about=row.about, sides=contradictions.kept_of(row), outcome=outcome, holds=holds[:200],
        reason=reason.strip(), created_by=by,
    )  # fmt: skip


def undo(*, settlement, reason, by):
    """Take a settlement back: the contradiction is open again."""
    return _back(settlement, rules.may_settle, reason, by, "矛盾处理")


@transaction.atomic
def _back(row, rule, reason, by, word):
    lead = row.lead
    locked = held(lead)
    refuse_if(rule(by, locked), veil.wrong_reason(lead, reason))
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.withdrawn_at:
        raise Refused(f"{word}已经撤回")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    access.log(lead=lead, by=by, action=AccessAction.WORK, detail=f"撤回{word}")
    return row


def sign_for(*, lead, by, reason):
    """Within the conclusion: the leader signs why it is drawn although contradictions stand; one line for each.

    Refused when any stands and nothing is said. The case is locked by whoever concludes.
    """
    rows = contradictions.hindering(lead, by)
    if rows and not reason.strip():
        named = "、".join(dict.fromkeys(row.label for row in rows))
        raise Refused(f"还有 {len(rows)} 处矛盾没有处理（{named}）。请核查组先处理，或由您写明为什么可以带矛盾作结论")
    return [_kept(lead, row, Outcome.SIGNED, "", reason, by) for row in rows]
