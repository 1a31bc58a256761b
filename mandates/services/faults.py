"""追责线索: noted, judged by a leader, handed to discipline by the register of transfers, which follows receipt and answer."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import seated
from campaigns.enums import WAITING, AssignmentState
from campaigns.models import Assignment
from core import clock
from core.errors import refuse_if
from core.workflow import advance, begin
from hazards.enums_transfer import TransferKind
from hazards.services import transfer as transfers
from places.models import Place
from reminders.services import tell

from .. import rules
from ..enums import FaultKind
from ..models import Fault


@transaction.atomic
def note(*, village, kind, seen_on, facts, by, person="", materials="", campaign=None, key=None):
    """Enter one matter; the same `key` enters it once. Leaders are told by kind of paper only."""
    if known := key and Fault.objects.filter(token=key).first():
        return known
    refuse_if(
        rules.may_note_fault(by),
        "" if village.township_code == by.membership.place_id else "这不是本乡镇的村",
        "" if facts.strip() else "请写明基本情况",
        "发现日期不能晚于今天" if seen_on > clock.today() else "",
    )
    row = Fault.objects.create(
        village=village, kind=kind, seen_on=seen_on, facts=facts.strip(), person=person.strip(), materials=materials.strip(),
        campaign=campaign, token=key or None, created_by=by,
    )  # fmt: skip
    _tell(row, Role.LEADER, "noted", "有一条追责线索待核实", by)
    return begin(row, by=by, label="登记追责线索")


def address(user, duty):
    """Where a duty that was given back or is overdue is noted, for who may; registered with campaigns.taken_up."""
    late = duty.state in WAITING and duty.due_on is not None and duty.due_on < clock.today()
    if duty.enterprise_id or not (late or duty.state == AssignmentState.RETURNED) or rules.may_note_fault(user):
        return ""
    return f"{reverse('mandates:fault_new')}?duty={duty.pk}"


def told_by(duty):
    """What the form begins with, from a duty in sight: the village where it is a village's, and what the log says."""
    back = list(duty.log.filter(action="send_back").order_by("at", "pk"))
    due = f"，期限 {duty.due_on}" if duty.due_on else ""
    late = (clock.today() - duty.due_on).days if duty.state in WAITING and duty.due_on else 0
    said = [f"专项行动“{duty.campaign}”的任务“{duty.task}”由{duty.unit_name}负责{due}。"]
    said += [f"{timezone.localtime(line.at):%Y-%m-%d} 退回：{line.note}" for line in back]
    said += [f"截至 {clock.today()} 已逾期 {late} 天，没有{'补报' if back else '上报'}。"] if late > 0 else []
    return {
        "village": None if duty.office_id else duty.place_id, "campaign": duty.campaign_id, "facts": "\n".join(said),
        "kind": FaultKind.SLACK if back else FaultKind.SHIRKED, "materials": "任务办理记录",
    }  # fmt: skip


@transaction.atomic
def judge(*, fault, action, note, by):
    """A leader finds it true, or drops it with the reason."""
    row = advance(fault, action, by=by, note=note)
    if action == "confirm":
        _tell(row, Role.OFFICER, "confirmed", "一条追责线索已核实属实，请移交", by)
    return row


@transaction.atomic
def hand(*, fault, by, to_body=""):
    """Send it to discipline: by a transfer, whose letter, receipt, time limits and answer are those of all transfers."""
    row = Fault.objects.select_for_update(of=("self",)).select_related("village").get(pk=fault.pk)
    refuse_if(Fault.workflow.refusal(row, "hand", by))
    person = f"责任人：{row.person}\n" if row.person else ""
    sent = transfers.send(
        by=by, kind=TransferKind.DISCIPLINE, matter=f"{row.village.name}在安全生产工作中{row.get_kind_display()}问题",
        facts=f"{person}{row.facts}", materials=row.materials, to_body=to_body.strip() or own_discipline(row), key=f"fault:{row.pk}",
    )  # fmt: skip
    return advance(row, "hand", by=by, transfer=sent)


def own_discipline(fault):
    return f"{Place.objects.get(code=fault.village.township_code).name}纪委"


def record_of(village, campaign):
    """What the portal holds of a village's duties in a campaign: (sent, late, returned to be done again)."""
    rows = Assignment.objects.filter(place=village, office=None, enterprise=None).exclude(state=AssignmentState.CANCELLED)
    rows = rows.filter(campaign=campaign) if campaign else rows
    returned = rows.filter(log__action="send_back").distinct().count()
    return rows.count(), rows.late().count(), returned


def _tell(row, role, step, title, by):
    people = [person for person in seated(row.village.township_code, role) if person != by]
    link = reverse("mandates:fault", args=[row.pk])
    tell(people=people, title=title, key=f"fault-{step}:{row.pk}", link=link, about=row, by=by)
