"""What people decide about marks and pairs, and the job that looks everything over again."""

from django.db import transaction
from django.urls import reverse

from core import jobs
from core.errors import Refused
from core.workflow import advance

from .. import rules_quality as rules
from ..enums_quality import TwinState
from ..models import Hazard
from ..services.loop import held as held_hazard
from ..services.notes import write_line
from . import VERSION, scan

KIND = "hazards.quality"


@transaction.atomic
def dismiss(*, mark, by, note):
    """Looked at, nothing wrong: stays so for ever, whatever later runs find."""
    return advance(mark, "dismiss", by=by, note=note)


@transaction.atomic
def restore(*, mark, by):
    return advance(mark, "restore", by=by)


@transaction.atomic
def decide(*, twin, by, same, note=""):
    """One hazard or two; written into the record of both."""
    seen = Hazard.objects.visible_to(by).filter(pk__in=[twin.one_id, twin.other_id]).count()
    if seen != 2:
        raise Refused("两条隐患都在管辖范围内才能判断")
    row = advance(twin, "same" if same else "differ", by=by, note=note)
    label = TwinState(row.state).label
    for hazard, other in ((row.one, row.other), (row.other, row.one)):
        write_line(held_hazard(hazard), "twin", label, by=by, note=f"与 {other.number} 比对：{label}。{note}".strip())
    return row


def ask(*, by):
    """Look over the officer's township again, as a job to watch."""
    if reason := rules.may_scan(by):
        raise Refused(reason)
    town = by.membership.place
    return jobs.enqueue(KIND, by=by, title=f"{town.name}填报质量检查", town=town.pk)


@jobs.handler(KIND)
def run(job):
    found = scan.scan(job.params["town"], lambda done, total, said: jobs.progress(job, done, total, said))
    told = (
        f"新标记 {found['new']} 处，恢复 {found['again']} 处，取消 {found['lapsed']} 处；新提出疑似重复 {found['pairs']} 对"
    )
    return found | {"url": reverse("hazards:marks"), "version": VERSION, "text": told}
