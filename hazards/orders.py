"""Rectification orders to many enterprises in one go, drafted as a job: one paper per enterprise, all its chosen hazards."""

from dataclasses import dataclass, field
from datetime import date

from core import clock, jobs
from core.errors import Refused
from notices import issued
from notices.drafts import draft_order
from notices.enums import PaperKind
from notices.tasks import acting

from . import rules
from .enums import HazardState
from .models import Hazard
from .services.loop import held
from .services.notes import write_line
from .services.people import tell_judges
from .services.plans import change_plan, shorten_plan

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


def own_limit(row, due_on):
    """A hazard keeps its own limit where that comes before the paper's and is not over; None otherwise."""
    return row.due_on if row.due_on and clock.today() <= row.due_on < due_on else None


def draft_one(firm, rows, *, by, key, **values):
    """The order to one enterprise that lists these hazards, each with its own limit where that is earlier."""
    days = {row.found_on for row in rows}
    return draft_order(
        unit=firm, hazards=[(_worded(row, values["due_on"]), row.location) for row in rows], sources=[row.pk for row in rows],
        found_on=days.pop() if len(days) == 1 else None, subject=rows[0], by=by, key=key, **values,
    )  # fmt: skip


def _worded(row, due_on):
    limit, text = own_limit(row, due_on), row.description.strip()
    return f"{text}（{limit:%Y年%-m月%-d日}前完成）" if limit else text


def set_limits(*, paper, by):
    """What an issued order says is the limit of each hazard it lists; one without a grade gets its limit with that."""
    sources = [key for key in paper.content.get("sources", []) if key.isdecimal()]
    if not sources or not paper.content.get("due_on"):
        return
    due_on = date.fromisoformat(paper.content["due_on"])
    for source in Hazard.objects.filter(pk__in=sources).order_by("pk"):
        row, said = held(source), f"{paper.doc_number} 责令 {due_on:%Y-%m-%d} 前改完"
        if row.state == HazardState.FOUND:
            write_line(row, "ordered", "印发指令书", by=by, note=f"{said}；还没有定级，期限在定级时填写")
            title = f"{row.number} 的指令书已印发，请定级并填写期限"
            tell_judges(row, "hazard-ordered", title, by=by, body=f"{said}。还没有定级，期限没有写入台账。")
        elif row.state in rules.BEING_MENDED:
            _set_limit(row, own_limit(row, due_on) or due_on, said, by)


def _set_limit(row, limit, said, by):
    before, row.due_on = row.due_on, limit
    if before and limit > before:
        change_plan(row, by=by, why=said, due_on=limit)
    else:
        shorten_plan(row, by=by, why=said)
    was = f"，原期限 {before:%Y-%m-%d}" if before and before != limit else ""
    write_line(row, "ordered", "印发指令书", by=by, note=f"{said}；整改期限 {limit:%Y-%m-%d}{was}", fields=["due_on"])


issued.register(PaperKind.ORDER, set_limits)
