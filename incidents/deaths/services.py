"""An accident is recorded and changed only here: each change counts figures and grade anew and keeps a version."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, Stale
from evidence import services as evidence
from evidence.enums import Takes
from evidence.models import Attachment
from places.models import Place

from .. import rules as lead_rules
from ..enums import RULING
from ..models import Accident, AccidentVersion, Lead, ReportTime, Victim
from . import law, rules
from .enums import Change, Finding, Sender

SNAPSHOT = ("happened_at", "learned_at", "field", "deaths", "serious", "loss", "grade", "finding", "rule")
TOLD_OF_VICTIM = ("outcome", "died_at", "died_in", "cause", "certificate", "certified_by")
FACTS = ("happened_at", "field", "place", "course", "learned_at", "loss")


@transaction.atomic
def open_accident(*, lead, by, **facts):
    """The accident of a lead; `facts` are FACTS. A second one is refused."""
    Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    _refuse(rules.may_record(by, lead), _wrong_facts(facts))
    if Accident.objects.filter(lead=lead).exists():
        raise Refused("这条线索已经登记了事故，请在原来的事故上更正")
    accident = Accident.objects.create(lead=lead, rule=_rule(facts["happened_at"]), created_by=by, **facts)
    return _kept(accident, Change.OPENED, "", by)


def _refuse(*reasons):
    if reason := next(filter(None, reasons), ""):
        raise Refused(reason)


def _wrong_facts(facts):
    return rules.wrong_times(facts["happened_at"], facts["learned_at"], clock.now())[1]


def _rule(happened_at):
    return law.rule_on(law.day_of(happened_at)).code


@transaction.atomic
def correct(*, accident, by, reason, version=None, **facts):
    """Change the facts. The rule in force on the new day applies."""
    locked = _held(accident, version)
    wrong = _wrong_facts(facts) or _no_reason(reason) or _unchanged(locked, facts) or _before(locked, facts)
    _refuse(rules.may_record(by, locked.lead), wrong)
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.rule = _rule(locked.happened_at)
    return _kept(locked, Change.FACTS, reason, by)


def _before(accident, facts):
    """The new times must leave those of reports and deaths possible."""
    first = accident.reports.order_by("sent_at").first()
    if first and (facts["learned_at"] is None or first.sent_at < facts["learned_at"]):
        return "已登记的报告时间早于单位负责人知道的时间，请先更正报告时间"
    early = any(row.died_at and row.died_at < facts["happened_at"] for row in _people(accident))
    return "已登记的死亡时间早于发生时间，请先更正伤亡人员" if early else ""


def _unchanged(row, values):
    """A correction that changes nothing would only ask the leader to find anew."""
    return "" if any(getattr(row, name) != value for name, value in values.items()) else "没有改动，不用更正"


def _no_reason(reason):
    return "" if reason.strip() else "请写明更正的原因"


def _people(accident):
    return accident.victims.filter(withdrawn_at=None).select_related("accident")


def _held(accident, version=None):
    """The accident, locked; Stale when it changed since `version` was shown."""
    row = Accident.objects.select_for_update(of=("self",)).select_related("lead__village").get(pk=accident.pk)
    if version is not None and row.version != version:
        last = row.versions.select_related("by").last()
        raise Stale(f"{last.by}刚{last.get_change_display()}，请核对后再提交，你填写的内容已保留")
    return row


def _kept(accident, change, reason, by):
    """Count anew, keep the version."""
    people = list(_people(accident))
    for row in people:
        row.accident = accident
    accident.deaths = sum(row.is_counted for row in people)
    accident.serious = len(people) - accident.deaths
    accident.grade = law.grade_of(accident.deaths, accident.serious, accident.loss)
    number = accident.versions.count() + 1
    accident.version = number
    accident.save()
    values = {name: getattr(accident, name) for name in SNAPSHOT}
    AccidentVersion.objects.create(
        accident=accident, number=number, change=change, reason=reason.strip(), by=by, by_title=by.title[:60], **values
    )
    return accident


@transaction.atomic
def keep_victim(*, accident, by, victim=None, reason="", version=None, **values):
    """Add a dead or injured person, or change one with a reason; the figures follow."""
    locked = _held(accident, version)
    wrong = rules.wrong_victim(values["outcome"], values.get("died_at"), locked.happened_at, clock.now())
    idle = _no_reason(reason) or _unchanged(victim, values) if victim else ""
    _refuse(rules.may_record(by, locked.lead), wrong, idle, _too_many(locked, victim))
    row = victim or Victim(accident=locked, created_by=by)
    before = _before_change(row, values) if victim else ""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1 if victim else 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("这个身份证号已经登记过，请在原来的记录上更正") from None
    return _kept(locked, Change.VICTIM, before + reason if victim else f"增加{row.get_outcome_display()}人员", by)


def _before_change(row, values):
    """What stood there of a person, but for name and number; kept with the reason of the change."""
    told = [name for name in TOLD_OF_VICTIM if name in values and getattr(row, name) and getattr(row, name) != values[name]]
    said = "，".join(f"{row._meta.get_field(name).verbose_name}原为“{_said(row, name)}”" for name in told)
    return f"{said}。" if said else ""


def _said(row, name):
    value = getattr(row, name)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return getattr(row, f"get_{name}_display", lambda: value)()


def _too_many(accident, victim):
    full = victim is None and _people(accident).count() >= rules.MOST_PEOPLE
    return f"一起事故最多登记 {rules.MOST_PEOPLE} 人" if full else ""


@transaction.atomic
def take_out(*, victim, by, reason, version=None):
    """Somebody was entered by mistake: out of the count, kept on record."""
    locked = _held(victim.accident, version)
    _refuse(rules.may_record(by, locked.lead), _no_reason(reason))
    gone = Victim.objects.filter(pk=victim.pk, withdrawn_at=None)
    if not gone.update(withdrawn_at=clock.now(), withdrawn_reason=""):
        raise Refused("这个人已经移出")
    return _kept(locked, Change.VICTIM, f"移出一人：{reason}", by)


@transaction.atomic
def bring_back(*, victim, by, version=None):
    """Undo taking somebody out."""
    locked = _held(victim.accident, version)
    _refuse(rules.may_record(by, locked.lead))
    try:
        with transaction.atomic():
            if not Victim.objects.filter(pk=victim.pk).exclude(withdrawn_at=None).update(withdrawn_at=None):
                raise Refused("这个人没有移出")
    except IntegrityError:
        raise Refused("这个身份证号已经另外登记，不能恢复") from None
    return _kept(locked, Change.VICTIM, "恢复移出的一人", by)


@transaction.atomic
def record_report(*, accident, sender, sent_at, told, by, reason="", version=None):
    """When one of the chain reported; a second entry corrects the first and needs a reason."""
    locked = _held(accident, version)
    chain = locked.hands
    place = next((n for n, hand in enumerate(chain) if hand.sender == sender), None)
    _refuse(rules.may_record(by, locked.lead), "" if place is not None else "这一等级的事故不用报到这一级")
    after = next((hand.sent for hand in chain[place + 1 :] if hand.sent), None)
    known = locked.reports.filter(sender=sender).first()
    wrong = rules.wrong_sent(sender, sent_at, chain[place].began, after, clock.now())
    _refuse(wrong, _no_reason(reason) if known else "")
    ReportTime.objects.update_or_create(accident=locked, sender=sender, defaults={"sent_at": sent_at, "told": told})
    if known:
        reason = f"{Sender(sender).label}原报告时间“{_said(known, 'sent_at')}”（{known.told}）。{reason}"
    return _kept(locked, Change.REPORT, reason or f"{Sender(sender).label}：{told}", by)


@transaction.atomic
def find(*, accident, finding, basis, by, authority="", number="", scans=(), version=None):
    """Record whether the report was in time, late, omitted, false or concealed; concealed only as decided above.

    `scans` are ids of uploads of `by`: the paper that decides, unless the lead has it already.
    """
    locked = _held(accident, version)
    town = Place.objects.get(code=locked.lead.village.township_code)
    wrong = rules.wrong_finding(finding, locked.hands, clock.now(), authority, number, town)
    _refuse(rules.may_find(by, locked.lead), wrong, "" if basis.strip() else "请写明认定依据")
    above = finding == Finding.CONCEALED
    waiting = Attachment.objects.waiting_of(by).taken(Takes.PAPERS).filter(pk__in=scans).count()
    kept = Attachment.objects.of(locked.lead).filter(slot=RULING).count()
    _refuse(rules.wrong_beside(locked.lead, finding), lead_rules.wrong_scans(above, waiting + kept))
    evidence.bind(ids=scans, owner=locked.lead, by=by, slot=RULING, takes=Takes.PAPERS)
    locked.finding, locked.basis = finding, basis.strip()
    locked.deciding_authority, locked.deciding_number = (authority.strip(), number.strip()) if above else ("", "")
    return _kept(locked, Change.FOUND, basis, by)
