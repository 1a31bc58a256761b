"""Arranging a talk before it is held, and what came of its notes: signed, or not and why.

Messages about an appointment give day, hour and a place of the kind everybody knows: no name, no case, no address.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from circulars.layout import cn_date
from core import clock
from core.errors import Refused, refuse_if
from core.workflow import begin
from evidence import services as evidence
from evidence.enums import Takes
from evidence.models import Attachment
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
def sign(*, interview, signing, by, signed_on=None, note="", pages=None, version=None, scans=()):
    """Whether the person signed the notes page by page, how many and when; a refusal needs what happened and who saw it.

    `scans` are ids of uploads of `by`: the original as it was signed.
    """
    row = _working(interview.verification, by, version)
    kept = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if not kept.stands:
        raise Refused("这份笔录已更正或撤回；更正的，请在更正后的笔录上登记签字")
    if kept.signing:
        raise Refused(f"这份笔录已登记“{kept.get_signing_display()}”")
    signed_on = signed_on or clock.today()
    if not timezone.localdate(kept.at) <= signed_on <= clock.today():
        raise Refused("签字日期应在谈话当天到今天之间")
    if signing == Signing.REFUSED and not note.strip():
        raise Refused("拒绝签字的，要写明原因和见证人")
    kept.signing, kept.signed_on, kept.sign_note = signing, signed_on, note
    kept.pages = pages if signing == Signing.SIGNED else None
    kept.save(update_fields=["signing", "signed_on", "sign_note", "pages"])
    evidence.bind(ids=scans, owner=kept, by=by, slot=SIGNED, takes=Takes.PAPERS)
    _log(row, by, f"笔录{kept.get_signing_display()}{in_pages(kept)}", note)
    return kept


def in_pages(talk):
    return f" {talk.pages} 页" if talk.pages else ""


@transaction.atomic
def withdraw(*, interview, note, by, version=None):
    """Take notes back that nobody has signed; they stay to be read, and the appointment they closed waits again."""
    row = _working(interview.verification, by, version)
    kept = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    refuse_if(
        "" if note.strip() else "请写明撤回的原因",
        "" if kept.stands else "这份笔录已更正或撤回",
        "已登记签字的笔录不能撤回，写错的请更正" if kept.signing else "",
        "有陈述摘自这份笔录，请先撤回陈述" if kept.statements.filter(withdrawn_at=None).exists() else "",
    )
    kept.withdrawn_at, kept.withdrawn_note = clock.now(), note.strip()
    kept.save(update_fields=["withdrawn_at", "withdrawn_note"])
    row.appointments.filter(interview=kept).update(interview=None)
    _log(row, by, "撤回谈话笔录", note.strip())
    return kept


@transaction.atomic
def add_original(*, interview, scans, by, pages=None, version=None):
    """Hang the scan of the signed original on notes that came without it, also after the report."""
    row = held(interview.verification, version)
    kept = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    refuse_if(rules.may_report(by, row), "" if kept.signing == Signing.SIGNED else "登记签字后才能补传签字原件")
    if not evidence.bind(ids=scans, owner=kept, by=by, slot=SIGNED, takes=Takes.PAPERS):
        raise Refused("请上传签字原件的扫描件或照片")
    kept.pages = pages or kept.pages
    kept.save(update_fields=["pages"])
    _log(row, by, f"补传笔录签字原件{in_pages(kept)}", "")
    return kept


def scans_of(talks):
    """Scans of the notes of these talks as they were signed."""
    kind, keys = ContentType.objects.get_for_model(Interview), [str(talk.pk) for talk in talks if talk.signing]
    return Attachment.objects.filter(content_type=kind, object_id__in=keys, slot=SIGNED, withdrawn_at=None)


def without_original(talks):
    """Of talks those that were signed and whose original neither hangs on them nor is registered as evidence."""
    signed = [talk for talk in talks if talk.stands and talk.signing == Signing.SIGNED]
    kept = {int(key) for key in scans_of(signed).values_list("object_id", flat=True)}
    return [talk for talk in signed if talk.pk not in kept and not talk.originals.all()]


def said(verification):
    """What a report says of the signatures under its talks, as lines."""
    talks = [talk for talk in verification.interviews.all() if talk.stands]
    if not talks:
        return []
    signed = [talk for talk in talks if talk.signing == Signing.SIGNED]
    pages = sum(talk.pages or 0 for talk in signed)
    told = f"谈话笔录 {len(talks)} 份：签字 {len(signed)} 份" + (f"（{pages} 页）" if pages else "")
    refused = sum(talk.signing == Signing.REFUSED for talk in talks)
    told += f"，拒绝签字 {refused} 份" if refused else ""
    lack = "、".join(f"{talk.person}（{cn_date(timezone.localdate(talk.at))}谈话）" for talk in without_original(talks))
    return [f"{told}。" + (f"没有签字原件的：{lack}。" if lack else "签字原件齐全。" if signed else "")]


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
