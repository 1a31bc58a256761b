"""Deciding a tip, handing it over, looking into it, answering the tipster."""

from datetime import timedelta

from django.db import transaction

from core import clock, workdays
from core.errors import Refused, refuse_if
from core.workflow import advance

from ...models import Lead, Tip, TipNote, TipSource
from ...services import facts
from ...services.leads import held
from .. import outlets, people, rules
from ..enums import Finding, TipKind
from ..settings import settings_of


@transaction.atomic
def accept(*, tip, by, outlet=outlets.DIRECT, village=None, enterprise=None, text="", where="", version=None):
    """Take a tip on, and open the hazard or lead it becomes; the tipster's name and phone must not go along."""
    locked = _locked(tip, by, "accept", version)
    source = TipSource.objects.filter(tip=tip).first()
    refuse_if(rules.wrong_words(text + where, source), rules.wrong_outlet(tip, outlet))
    advance(
        tip, "accept", by=by, due_on=clock.today() + timedelta(days=settings_of(locked.place.township_code)["answer_within"])
    )
    if made := outlets.get(outlet):
        shown = [row.shown for row in tip.originals.select_related("shown")]
        number, link = made.open(
            tip=tip, by=by, village=village or tip.place, enterprise=enterprise, text=text, where=where, photos=shown
        )
        tip.became_number, tip.became_link = number, link
        tip.save(update_fields=["became_number", "became_link", "updated_at"])
        if outlet == outlets.LEAD and tip.kind != TipKind.CONCEALED:
            _sort(tip, TipKind.CONCEALED, "立为涉亡线索", by)
    _say(tip, f"已受理，将在 {tip.due_on} 前答复", by)
    return tip


@transaction.atomic
def dismiss(*, tip, note, by, version=None):
    """Not within the office's duties, or nothing to go by; the reason is the tipster's answer."""
    _locked(tip, by, "dismiss", version, note)
    advance(tip, "dismiss", by=by, note=note)
    _say(tip, f"不予受理：{note}", by)
    return tip


@transaction.atomic
def hand_over(*, tip, handed_to, note, by, version=None):
    """To whoever is in charge, without the tipster's name; it stays open until their answer is passed on."""
    locked = _locked(tip, by, "hand_over", version, note)
    due_on = max(tip.due_on, clock.today() + timedelta(days=settings_of(locked.place.township_code)["answer_within"]))
    advance(tip, "hand_over", by=by, note=note, handed_to=handed_to, due_on=due_on)
    _say(tip, f"已移送{handed_to}办理：{note}", by)
    return tip


@transaction.atomic
def extend(*, tip, note, by, version=None):
    """Once, by a leader; the tipster is told why."""
    locked = _locked(tip, by, "extend", version, note)
    due_on = tip.due_on + timedelta(days=settings_of(locked.place.township_code)["extend_by"])
    advance(tip, "extend", by=by, note=note, due_on=due_on, extended=True)
    _say(tip, f"情况复杂，办理期限延长到 {due_on}：{note}", by)
    return tip


@transaction.atomic
def close(*, tip, finding, note, by, version=None):
    """The answer to the tipster, with what was found."""
    _locked(tip, by, "close", version, note)
    advance(tip, "close", by=by, note=note, finding=finding)
    _say(tip, f"经核实，{Finding(finding).label}：{note}", by)
    return tip


@transaction.atomic
def reopen(*, tip, note, by, version=None):
    """A leader takes back what was decided too early."""
    locked = _locked(tip, by, "reopen", version)
    due_on = workdays.add_workdays(clock.today(), settings_of(locked.place.township_code)["decide_within"])
    advance(tip, "reopen", by=by, note=note, due_on=due_on)
    _say(tip, "重新办理", by)
    people.tell_about(tip, people.answerable(tip), f"举报 {tip.number} 须重新办理", f"again:{tip.version}", by)
    return tip


@transaction.atomic
def sort(*, tip, kind, note, by, version=None):
    """Put a tip into another class than the stranger ticked; who may see it, and is told of it, follows the class."""
    locked = _locked(tip, by, f"sort-{tip.state}", version, note)
    if not note.strip():
        raise Refused("更改类别必须写明原因")
    if kind == locked.kind:
        raise Refused("举报已经是这一类别")
    return _sort(tip, kind, note.strip(), by)


def _sort(tip, kind, why, by):
    said = f"“{tip.get_kind_display()}”改为“{TipKind(kind).label}”：{why}"
    advance(tip, f"sort-{tip.state}", by=by, note=said, kind=kind)
    people.tell_about(tip, people.answerable(tip), f"举报 {tip.number} 已改类别，请办理", f"sorted:{tip.version}", by)
    return tip


@transaction.atomic
def pass_on(*, tip, text, by):
    """Tell the verifiers what the tipster added, in words of the office; nothing says who told it or who passed it on."""
    refuse_if(rules.may_pass_on(by, tip), rules.wrong_words(text, TipSource.objects.filter(tip=tip).first()))
    last = tip.notes.filter(by=None).last()
    facts.pass_on(lead=Lead.objects.get(source_key=f"tip:{tip.pk}"), text=text, key=last.pk)
    return tip


@transaction.atomic
def note(*, tip, text, by):
    """A word to the tipster meanwhile, e.g. a question; read by whoever has the code."""
    refuse_if(rules.may_work(by, tip), rules.wrong_words(text, TipSource.objects.filter(tip=tip).first()))
    last = tip.notes.last()
    return last if last and last.by == by and last.text == text else _say(tip, text, by)


def _locked(tip, by, action, version, said=""):
    """The tip locked, when it is as shown and `by` may; what is said to the tipster passes other eyes on the way."""
    locked = held(tip, version)
    refuse_if(Tip.workflow.refusal(locked, action, by))
    refuse_if(rules.wrong_words(said, TipSource.objects.filter(tip=tip).first()))
    return locked


def _say(tip, text, by):
    return TipNote.objects.create(tip=tip, text=text, by=by, at=clock.now())
