"""Arranging a talk before it is held, and what came of its notes: signed, or not and why.

Messages about an appointment give day, hour and a place of the kind everybody knows: no name, no case, no address.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import Refused
from core.workflow import begin
from evidence import services as evidence
from evidence.enums import Takes
from reminders.services import tell

from .. import rules
from ..enums import SIGNED, Missed, Signing, TalkPlace, VerificationState
from ..models import Appointment, Interview
from .leads import held
from .people import tell_people


def seats_to_ask(lead):
    """Seats whose people can be told in the portal: of the enterprise if one is named, the village's cadres, its liaisons."""
    return (
        Membership.objects.of_role(Role.ENTERPRISE, Role.CADRE, Role.LIAISON)
        .filter(
            Q(role=Role.ENTERPRISE, seat__isnull=False, seat__enterprise=lead.enterprise_id)
            | Q(role=Role.CADRE, place=lead.village)
            | Q(role=Role.LIAISON, villages=lead.village)
        )
        .select_related("user", "place")
        .order_by("pk")
        .distinct()
    )


@transaction.atomic
def arrange(*, verification, by, person, at, where, place="", relation="", told=None, version=None):
    """Arrange one talk; whoever has an account is told, and so are the others of the team."""
    row = _working(verification, by, version)
    if at < clock.now():
        raise Refused("约定的时间已经过去，请填以后的时间；已经谈过的直接记录谈话")
    if where == TalkPlace.OTHER and not place.strip():
        raise Refused("选“其他地点”的，要填详细地点")
    if told is not None and not seats_to_ask(row.lead).filter(user=told).exists():
        raise Refused("只能通知涉及企业、所在村或包村干部的账号")
    kept = Appointment.objects.create(
        verification=row, by=by, person=person, relation=relation, at=at, where=where, place=place, told=told,
        written_at=clock.now(),
    )  # fmt: skip
    _log(row, by, "约定谈话", hour_of(kept))
    _tell_asked(kept, f"请于{hour_of(kept)}到{place_of(kept)}谈话，乡镇向您了解有关情况")
    title = f"涉亡线索 {row.lead.number} 约定{hour_of(kept)}谈话"
    tell_people(row.lead, row.team.all(), title, f"appoint:{kept.pk}", by)
    return kept


@transaction.atomic
def miss(*, appointment, missed, note, by, version=None):
    """The talk did not take place: the person stayed away, or it is called off and the person is told."""
    row = _working(appointment.verification, by, version)
    kept = row.appointments.select_for_update(of=("self",)).get(pk=appointment.pk)
    if not kept.waits:
        raise Refused("这次约谈已经登记了结果")
    if missed == Missed.ABSENT and not kept.is_past:
        raise Refused("还没有到约定的时间，不能登记未到；要取消请选“取消”")
    kept.missed, kept.missed_note = missed, note
    kept.save(update_fields=["missed", "missed_note"])
    _log(row, by, "约谈未到" if missed == Missed.ABSENT else "取消约谈", f"{hour_of(kept)}；{note}")
    if missed == Missed.CANCELLED:
        _tell_asked(kept, f"原定{hour_of(kept)}的谈话已取消")
    return kept


@transaction.atomic
def sign(*, interview, signing, by, signed_on=None, note="", version=None, scans=()):
    """Whether the person signed the notes page by page, and when; a refusal needs what happened and who saw it.

    `scans` are ids of uploads of `by`: the original as it was signed.
    """
    row = _working(interview.verification, by, version)
    kept = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if kept.replaced_by_id:
        raise Refused("这份笔录已更正，请在更正后的笔录上登记签字")
    if kept.signing:
        raise Refused(f"这份笔录已登记“{kept.get_signing_display()}”")
    signed_on = signed_on or clock.today()
    if not timezone.localdate(kept.at) <= signed_on <= clock.today():
        raise Refused("签字日期应在谈话当天到今天之间")
    if signing == Signing.REFUSED and not note.strip():
        raise Refused("拒绝签字的，要写明原因和见证人")
    kept.signing, kept.signed_on, kept.sign_note = signing, signed_on, note
    kept.save(update_fields=["signing", "signed_on", "sign_note"])
    evidence.bind(ids=scans, owner=kept, by=by, slot=SIGNED, takes=Takes.PAPERS)
    _log(row, by, f"笔录{kept.get_signing_display()}", note)
    return kept


def _working(verification, by, version):
    row = held(verification, version)
    if reason := rules.may_report(by, row):
        raise Refused(reason)
    if row.state != VerificationState.RUNNING:
        raise Refused("核查报告已提交，不能再改约谈和签字；请先退回补充核查")
    return row


def _log(row, by, label, note):
    begin(row, by=by, label=label, note=note)
    row.version += 1
    row.save(update_fields=["version", "updated_at"])


def _tell_asked(kept, title):
    if kept.told is not None:
        state = kept.missed or "asked"
        tell(people=[kept.told], title=title, key=f"appointment:{kept.pk}:{state}")


def hour_of(kept):
    at = timezone.localtime(kept.at)
    return f"{at.month}月{at.day}日{at:%H:%M}"


def place_of(kept):
    village = kept.verification.lead.village
    return {TalkPlace.VILLAGE: f"{village.name}村委会", TalkPlace.OTHER: "另行告知的地点"}.get(
        kept.where, TalkPlace(kept.where).label
    )
