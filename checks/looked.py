"""Self-checks and inspections of a unit, for those who ask afterwards who looked and what was seen."""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from hazards.looks import Look

from .enums import CheckState, InspectionState, Kind, Part
from .models import Answer, Check, Inspection, InspectionAnswer, Signature
from .services.findings import told_of


def _moment(at):
    return timezone.localtime(at).strftime("%-m月%-d日 %H:%M")


def inspections(unit, first, last, user):
    own = {"enterprise": unit} if isinstance(unit, Enterprise) else {"enterprise": None, "place": unit}
    rows = Inspection.objects.visible_to(user) if user else Inspection.objects.all()
    rows = rows.filter(**own).held_between(first, last).exclude(state=InspectionState.CANCELLED)
    rows = rows.select_related("checklist__checklist").prefetch_related(
        "team", "findings", Prefetch("signatures", Signature.objects.standing(), "standing"),
        Prefetch("answers", InspectionAnswer.objects.bad().select_related("item"), "bad"),
    )  # fmt: skip
    return [_of_inspection(row) for row in rows]


def _of_inspection(row):
    findings = list(row.findings.all())
    return Look(
        key=f"inspection:{row.pk}", kind=row.get_kind_display(), on=row.held_on, agency=row.agency,
        about=str(row.checklist or ""), link=reverse("checks:inspection", args=[row.pk]), over=row.signed_at,
        said=row.get_state_display(), people=tuple(member.name for member in row.team.all()), signed=tuple(_signed(row)),
        seen=(*(told_of(answer) for answer in row.bad), *(finding.description for finding in findings)),
        hazards=frozenset(source.hazard_id for source in (*row.bad, *findings) if source.hazard_id),
        own=row.is_own, rows=(row,),
    )  # fmt: skip


def _signed(row):
    """A line for each side: its names and when the last of them signed."""
    sides = {}
    for one in row.standing:
        sides.setdefault(one.part, []).append(one)
    for part, ones in sides.items():
        yield f"{Part(part).label} {'、'.join(one.name for one in ones)}，{_moment(ones[-1].at)}"
    if row.refusal:
        yield f"被检查单位拒签：{row.refusal}（见证人 {row.witness}）"
    elif row.kind == Kind.VILLAGE and not row.standing:
        yield "没有签名"


def self_checks(unit, first, last, user):
    own = {"enterprise": unit} if isinstance(unit, Enterprise) else {"enterprise": None, "office": None, "place": unit}
    until = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    since = timezone.make_aware(datetime.combine(first, time.min))
    rows = Check.objects.visible_to(user) if user else _open_to_all()
    rows = rows.filter(Q(submitted_at__gte=since) | Q(submitted_at=None, due_on__gte=first), **own)
    rows = rows.filter(sent_at__lt=until).exclude(state=CheckState.CANCELLED).select_related("version__checklist")
    bad = Answer.objects.bad().select_related("item")
    rows = rows.prefetch_related(Prefetch("answers", bad, "bad")).select_related("submitted_by")
    looks = [_of_check(row, until) for row in rows]
    return [look for look in looks if look.on <= last]  # not due yet is no look that failed


def _open_to_all():
    return Check.objects.filter(version__checklist__confidential=False)


def _of_check(row, until):
    """As it stood before `until`: what was handed in later was not there yet.

    Confidential answers are told to nobody, whoever looks back: what is printed is kept for others to open.
    """
    hidden = row.is_confidential
    at = row.submitted_at if row.submitted_at and row.submitted_at < until else None
    bad = () if hidden or at is None else tuple(row.bad)
    return Look(
        key=f"check:{row.pk}", kind="自查", on=timezone.localdate(at) if at else row.due_on, agency=row.unit_name,
        about=row.version.checklist.name, link=reverse("checks:detail", args=[row.pk]), over=at,
        said="已签名提交" if at else "没有提交", people=(row.signed_name,) if at else (),
        signed=(f"{row.signed_name}，{_moment(at)}",) if at else (), seen=tuple(told_of(answer) for answer in bad),
        hazards=frozenset(answer.hazard_id for answer in bad if answer.hazard_id), hidden=hidden, own=True, rows=(row,),
    )  # fmt: skip
