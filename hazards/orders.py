"""Rectification orders to many enterprises in one go, drafted as a job: one paper per enterprise, all its chosen hazards."""

from dataclasses import dataclass, field
from datetime import date

from core import jobs
from core.errors import Refused
from notices.drafts import draft_order
from notices.tasks import acting

from . import rules
from .models import Hazard

MOST = 5000  # hazards of one go
KIND = "hazards.orders"
DRAFTS = "/papers/?kind=order&state=draft"


@dataclass
class Grouped:
    """Enterprise → its hazards, in the order of villages; what no order can list, with the reason."""

    firms: dict = field(default_factory=dict)
    refused: list = field(default_factory=list)

    @property
    def count(self):
        return sum(map(len, self.firms.values()))


def grouped(hazards, by):
    """`hazards` is a queryset in sight of `by`; raises Refused when there are too many."""
    rows = list(
        hazards.select_related("enterprise", "village").order_by("village", "enterprise", "found_on", "pk")[: MOST + 1]
    )
    if len(rows) > MOST:
        raise Refused(f"一次最多选 {MOST} 条隐患，请缩小筛选范围")
    found = Grouped()
    for hazard in rows:
        if reason := rules.may_order(by, hazard):
            found.refused.append((hazard, reason))
        else:
            found.firms.setdefault(hazard.enterprise, []).append(hazard)
    return found


def start(*, hazards, due_on, inspectors, by, measures="", key=None):
    """The job that drafts them; the same `key` gives the same job. Raises Refused when no hazard may be ordered."""
    found = grouped(hazards, by)
    if not found.firms:
        raise Refused(found.refused[0][1] if found.refused else "没有选中隐患")
    ids = [row.pk for rows in found.firms.values() for row in rows]
    return jobs.enqueue(
        KIND, by=by, title=f"起草 {len(found.firms)} 份指令书", key=f"orders:{by.pk}:{key}" if key else None, hazards=ids,
        seat=by.membership.pk, due_on=due_on.isoformat(), inspectors=inspectors, measures=measures,
    )  # fmt: skip


@jobs.handler(KIND)
def draft_all(job):
    """Run twice it drafts what is left: an enterprise has one paper of this job."""
    by, said = acting(job), job.params
    found = grouped(Hazard.objects.visible_to(by).filter(pk__in=said["hazards"]), by)
    for number, (firm, rows) in enumerate(found.firms.items(), 1):
        draft_one(
            firm, rows, by=by, key=f"orders:{job.pk}:{firm.pk}", due_on=date.fromisoformat(said["due_on"]),
            inspectors=said["inspectors"], measures=said["measures"],
        )  # fmt: skip
        jobs.progress(job, number, len(found.firms), f"已起草 {number} 份")
    left = f"，{len(found.refused)} 条隐患情况有变，没有写入" if found.refused else ""
    return {"url": DRAFTS, "text": f"已起草 {len(found.firms)} 份指令书{left}；请在公文中成批核稿，送领导签发"}


def draft_one(firm, rows, *, by, key, **values):
    """The order to one enterprise that lists these hazards."""
    days = {row.found_on for row in rows}
    return draft_order(
        unit=firm, hazards=[(row.description.strip(), row.location) for row in rows], sources=[row.pk for row in rows],
        found_on=days.pop() if len(days) == 1 else None, subject=rows[0], by=by, key=key, **values,
    )  # fmt: skip
