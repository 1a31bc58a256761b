"""An inspection being held: begun once, its team, its answers from a phone that may be offline, its findings."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from core import clock
from core.errors import Stale, refuse_if
from core.tokens import made_once
from core.workflow import begin
from evidence.models import Attachment
from evidence.services import bind
from hazards.enums_transfer import PenaltyKind
from hazards.services.judging import wrong_basis, wrong_clause
from hazards.services.penalties import no_power

from .. import inspection_rules as rules
from ..enums import Disposal, InspectionState, Kind, Post, Seen
from ..models import Finding, Inspection, InspectionAnswer, PlanUnit, RecheckLine, Signature, TeamMember
from . import rechecking
from .composing import merged
from .filling import Saved, _keep_photos, _plain, wrong_value
from .findings import photos_of

STAFF = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SUPERVISOR)
HEAD = ("held_on", "begun", "location", "present", "disposals", "opinions", "expert_opinion", "unit_person")


def held(inspection):
    """The inspection, locked. Call inside a transaction."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("enterprise", "place", "office")
    return rows.get(pk=inspection.pk)


def closed_because(row):
    """Why nothing can be written any more; "" while it can."""
    if row.state == InspectionState.OPEN:
        return ""
    if row.state == InspectionState.SIGNING:
        return "已经开始签名，内容不能再改；要改请先退回修改，已有的签名作废"
    return f"这次检查{row.get_state_display()}，不能再改"


def writable(row, by):
    refuse_if(closed_because(row), rules.may_write(by, row))


def start(
    *, by, kind, place, begun, location, enterprise=None, team=(), offices=(), campaigns=(), also=(),
    token=None, **values,
):  # fmt: skip
    """Begin once; the same `token` gives the same row. `team` are (user or None, name, unit, post). Tells nobody.

    `also` are versions of further lists asked on the same visit: the questions of all are merged, each once, and the
    running campaigns of these lists count it as well.
    """
    refuse_if(
        rules.may_start(by),
        "" if kind in rules.kinds_of(by) else "当前身份不能开展这种方式的检查",
        _future(values.get("held_on")),
        "" if team else "请填写检查人员",
    )

    def make():
        row = Inspection(kind=kind, place=place, enterprise=enterprise, begun=begun, location=location, **values)
        row.checklist = merged(versions=[row.checklist, *also], by=by) if row.checklist and also else row.checklist
        return _begin(row, by, token, team, offices, [*campaigns, *_of_lists(row)])

    return made_once(Inspection, token, make)


def _of_lists(row):
    """Running campaigns that the list, or one of those it was merged from, was made for."""
    if row.checklist is None:
        return []
    lists = [row.checklist.checklist_id, *row.checklist.parts.values_list("checklist", flat=True)]
    return Campaign.objects.filter(checklists__in=lists, state=CampaignState.RUNNING).distinct()


def _future(day):
    return "检查日期不能晚于今天" if day and day > clock.today() else ""


def _begin(row, by, token, team, offices, campaigns):
    row.created_by, row.created_at, row.token = by, clock.now(), token
    row.held_on = row.held_on or clock.today()
    row.plan_unit = row.plan_unit or planned(row, by)
    row.save()
    row.offices.set(offices)
    row.campaigns.set(campaigns)
    for order, (user, name, unit, post) in enumerate(team):
        TeamMember.objects.create(inspection=row, user=user, name=name, unit=unit, post=post, order=order)
    rechecking.begin(row)
    return begin(row, by=by, label="开始检查")


def planned(row, by):
    """The unit of a plan of one's own office or place that this visit fulfils and nobody has yet; or None.

    What a village is to visit the township plans.
    """
    if row.enterprise_id is None or row.kind in rules.OWN_KINDS:
        return None
    day, places = row.held_on, [by.membership.place_id]
    places += [row.place.township_code] if row.kind == Kind.VILLAGE else []
    rows = PlanUnit.objects.standing().with_done().filter(
        enterprise=row.enterprise_id, is_checked=False, plan__withdrawn_at=None, plan__place__in=places,
        plan__year=day.year, plan__quarter__in=[0, (day.month + 2) // 3],
    )  # fmt: skip
    units = rows.select_related("plan")
    return next((u for u in units if row.kind in u.plan.kinds and u.plan.office_id in (None, row.office_id)), None)


@transaction.atomic
def change(*, inspection, by, seen, **values):
    """The head of the record; Stale when somebody changed it since."""
    row = held(inspection)
    writable(row, by)
    if seen != row.version:
        raise Stale("这份记录刚被别人改过，请核对后重新保存，你填写的内容已保留")
    refuse_if(_future(values.get("held_on")), rules.may_order(row) if values.get("disposals") else "")
    for name in HEAD:
        setattr(row, name, values.get(name, getattr(row, name)))
    refuse_if(no_power_to_stop(row) if Disposal.STOP in row.disposed else "")
    return _touch(row, *HEAD)


def no_power_to_stop(row):
    """Why this visit cannot order production stopped: the township has not been given it. The upper level needs no grant."""
    if row.created_by and row.created_by.role == Role.SUPERVISOR:
        return ""
    return no_power(row.place.township_code, PenaltyKind.STOP, row.held_on)


def _touch(row, *names):
    row.version += 1
    row.save(update_fields=[*names, "version", "updated_at"])
    return row


@transaction.atomic
def add_member(*, inspection, by, name, unit="", post=Post.MEMBER, user=None):
    """A further person on the team."""
    row = held(inspection)
    writable(row, by)
    refuse_if("这个人已在检查组里" if row.team.filter(name=name, unit=unit).exists() else "")
    member = TeamMember.objects.create(inspection=row, user=user, name=name, unit=unit, post=post, order=row.team.count())
    _touch(row)
    return member


@transaction.atomic
def drop_member(*, member, by):
    """Take somebody off who did not come; somebody must lead."""
    row = held(member.inspection)
    writable(row, by)
    others = row.team.exclude(pk=member.pk)
    signed = Signature.objects.filter(member=member).exists()
    refuse_if("" if others.exists() else "检查组至少要有一个人", f"{member.name}已经签过名，不能移出" if signed else "")
    member.delete()
    _touch(row)


@transaction.atomic
def answer(*, inspection, item, value, by, note="", photos=(), dropped=(), at=None):
    """Save one answer given `at` a moment; an older one never overwrites a newer one. Returns Saved."""
    row, at = held(inspection), at or clock.now()
    writable(row, by)
    refuse_if("" if item.version_id == row.checklist_id else "这一项不在这次检查的检查表里", wrong_value(item, value))
    first = {"answered_at": at, "saved_by": by}
    kept, fresh = InspectionAnswer.objects.get_or_create(inspection=row, item=item, defaults=first)
    taken = fresh or at >= kept.answered_at
    if taken:
        kept.value, kept.note, kept.answered_at, kept.saved_by = _plain(item, value), note[:2000], at, by
        kept.save()
    _keep_photos(kept, photos, dropped, by)
    return Saved(kept, taken)


@transaction.atomic
def add_finding(*, inspection, by, description, location="", basis="", grade="", clause=None, photos=(), token=None):
    """A problem no item asks about; a clause sets grade and basis; the same `token` gives the same row."""
    row = held(inspection)
    if known := token and Finding.objects.filter(token=token, inspection=row).first():
        return known
    writable(row, by)
    if clause:
        grade, basis = clause.grade, clause.cite[:200]
    refuse_if(
        wrong_clause(clause, row.held_on, row.place.township_code),
        "" if clause else wrong_basis(basis, row.held_on, row.place.township_code),
    )
    finding = Finding.objects.create(
        inspection=row, description=description, location=location, basis=basis, grade=grade, clause=clause, by=by,
        token=token, at=clock.now(),
    )  # fmt: skip
    bind(ids=photos, owner=finding, by=by, slot="finding")
    _touch(row)
    return finding


@transaction.atomic
def drop_finding(*, finding, by):
    """Take back what was written by mistake, before anybody signed."""
    row = held(finding.inspection)
    writable(row, by)
    Attachment.objects.of(finding).update(withdrawn_at=clock.now(), withdrawn_reason=f"{by.name}移除")
    finding.delete()
    _touch(row)


@transaction.atomic
def recheck(*, line, seen, note, by, photos=()):
    """What was seen of one hazard; mended wants a photo of how it is now, not mended a word of how it stands."""
    row = held(line.inspection)
    writable(row, by)
    line = RecheckLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    refuse_if(
        "" if seen in Seen.values else "请选择已改或未改",
        "" if note.strip() or seen == Seen.MENDED else "未改的请写明现在的情况",
    )
    line.seen, line.note, line.by, line.at = seen, note.strip()[:500], by, clock.now()
    line.save(update_fields=["seen", "note", "by", "at"])
    bind(ids=photos, owner=line, by=by, slot="recheck")
    refuse_if("" if seen == Seen.UNMENDED or photos_of(line).exists() else "已改的请拍一张整改后的照片")
    _touch(row)
    return line


def colleagues(user):
    """Those one may put on the team by account: of a department its own people, of the others the staff below the place."""
    seat = user.membership
    first, last = seat.place.code_range
    rows = User.objects.exclude(pk=user.pk).filter(is_active=True)
    among = {"memberships__ended_at": None, "memberships__role__in": STAFF, "memberships__place__code__range": (first, last)}
    among |= {"memberships__office": seat.office_id} if seat.role == Role.DEPARTMENT else {}
    return rows.filter(**among).distinct().order_by("name", "pk") if seat.role in STAFF else rows.none()


def leader_wanted(row):
    """Who must lead: of a principal-led check the enterprise's principal; "" when anybody may."""
    return row.enterprise.principal if row.kind == Kind.PRINCIPAL and row.enterprise_id else ""
