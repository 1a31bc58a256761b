"""Many papers in one go: reviewed, signed or issued by one confirmation, as a job whose parts run side by side.

The parts are jobs of their own, so every core works, a killed worker costs at most its part's current paper, and each part
may run twice. What became of a paper is its state; what could not be done is kept on the part with the reason.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.enums import Role
from core import jobs
from core.enums import JobState
from core.errors import Refused
from core.models import Job

from . import services, typeset
from .enums import PaperState
from .kinds import goes_alone
from .models import Paper, Receipt

MOST = 5000  # papers of one batch
PART = 20  # papers of one part
KIND, PART_KIND = "notices.batch", "notices.batch_part"
AFTER = {
    "review": (PaperState.REVIEWED, PaperState.SIGNED, PaperState.ISSUED),
    "sign": (PaperState.SIGNED, PaperState.ISSUED),
    "issue": (PaperState.ISSUED,),
}
ACTS = {
    "review": lambda paper, by, due_on: services.review(paper=paper, by=by),
    "sign": lambda paper, by, due_on: services.sign(paper=paper, by=by),
    "issue": lambda paper, by, due_on: services.issue(paper=paper, by=by, due_on=due_on),
}
LABELS = {"review": "成批核稿", "sign": "成批签发", "issue": "成批印发"}
OFFERED = {Role.OFFICER: ("review", "issue"), Role.LEADER: ("sign",)}
DONE = {"review": "已核稿", "sign": "已签发", "issue": "已印发"}


def offered(user):
    """(act, label) of what a seat may do with many papers."""
    return [(act, LABELS[act]) for role, acts in OFFERED.items() if user.has_role(role) for act in acts]


@dataclass
class Plan:
    """What one confirmation would do, and what not with the reason."""

    act: str
    ready: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    @property
    def label(self):
        return LABELS[self.act]

    @property
    def numbered(self):
        """How many papers take a number of each code."""
        codes = [paper.code for paper in self.ready] if self.act == "issue" else []
        return [(code, codes.count(code)) for code in sorted(set(codes))]


def plan(*, act, papers, by):
    """`papers` is a queryset in sight of `by`; raises Refused when there are too many."""
    addressed = Exists(Receipt.objects.filter(paper=OuterRef("pk")))
    rows = list(papers.select_related("township").annotate(addressed=addressed)[: MOST + 1])
    if len(rows) > MOST:
        raise Refused(f"一次最多办理 {MOST} 份，请缩小筛选范围")
    found = Plan(act)
    for paper in rows:
        if reason := refusal(paper, act, by):
            found.refused.append((paper, reason))
        else:
            found.ready.append(paper)
    return found


def refusal(paper, act, by):
    """Why this paper is left out; "" when it goes along."""
    if reason := Paper.workflow.refusal(paper, act, by):
        return reason
    alone = act == "issue" and not paper.addressed and not goes_alone(paper)
    return "还没有主送单位，请先选定收文单位" if alone else ""


def start(*, act, papers, by, due_on=None, key=None):
    """The job that does it; the same `key` gives the same job. Raises Refused when nothing can be done."""
    chosen = plan(act=act, papers=papers, by=by)
    if not chosen.ready:
        raise Refused(
            f"选中的公文都不能{chosen.label.removeprefix('成批')}：{chosen.refused[0][1]}"
            if chosen.refused
            else "没有选中公文"
        )
    return jobs.enqueue(
        KIND, by=by, title=f"{chosen.label} {len(chosen.ready)} 份公文", key=f"batch:{by.pk}:{key}"[:120] if key else None, act=act,
        papers=[str(paper.pk) for paper in chosen.ready], seat=by.membership.pk, due_on=due_on.isoformat() if due_on else None,
    )  # fmt: skip


@transaction.atomic
def split(job):
    """Make the parts; made twice they are the same."""
    ids = job.params["papers"]
    rest = {name: job.params[name] for name in ("act", "seat", "due_on")}
    for number, at in enumerate(range(0, len(ids), PART)):
        chunk = ids[at : at + PART]
        jobs.enqueue(
            PART_KIND, by=job.created_by, title=f"{job.title}，第 {number + 1} 组"[:120], key=_key(job, f"{number:05d}"), papers=chunk,
            **rest,
        )  # fmt: skip


def _key(job, number):
    return f"batch-part:{job.pk}:{number}"


def parts(job):
    return Job.objects.filter(key__gte=_key(job, ""), key__lt=_key(job, "~")).order_by("key")


def run_part(job, by):
    """One part; what is refused does not hold up the rest. Raises Refused, with the reasons kept on the job, at its end."""
    act, due_on = job.params["act"], job.params["due_on"]
    rows = Paper.objects.select_related("township", "replaces").in_bulk(job.params["papers"])
    papers = [rows[pk] for key in job.params["papers"] if (pk := _uuid(key)) in rows]
    failed = {}
    if act == "issue":
        typeset.warm(papers)
    for number, paper in enumerate(papers, 1):
        if reason := _do(paper, act, by, date.fromisoformat(due_on) if due_on else None):
            failed[str(paper.pk)] = reason
            job.result = {"failed": failed}
            job.save(update_fields=["result"])
        jobs.progress(job, number, len(papers))
    if failed:
        raise Refused(f"{len(failed)} 份没有办成")
    return {}


def _uuid(text):
    return Paper._meta.pk.to_python(text)


def _do(paper, act, by, due_on):
    """Why it could not be done; "" when it is done, now or by an earlier run."""
    if paper.state in AFTER[act]:
        return ""
    try:
        ACTS[act](paper, by, due_on)
    except Refused as error:
        return str(error)
    return ""


@dataclass
class Progress:
    """How far a batch is: papers in all, done, refused with reasons; whether parts still run or wait."""

    total: int
    done: int
    failed: list
    running: bool
    stopped: int  # parts given up on, to be tried again

    @property
    def percent(self):
        return self.done * 100 // self.total if self.total else 0


def progress(job):
    rows = list(parts(job).defer("params"))
    reasons = {key: reason for row in rows for key, reason in row.result.get("failed", {}).items()}
    ids, act = job.params["papers"], job.params["act"]
    done = Paper.objects.filter(pk__in=ids, state__in=AFTER[act]).count()
    busy = (JobState.QUEUED, JobState.RUNNING)
    running = job.state in busy or any(row.state in busy for row in rows)
    papers = Paper.objects.filter(pk__in=reasons).exclude(state__in=AFTER[act])
    stopped = sum(row.state == JobState.FAILED for row in [job, *rows])
    return Progress(len(ids), done, [(paper, reasons[str(paper.pk)]) for paper in papers], running, stopped)


def retry(job):
    """Try again what failed or was given up on; what is done stays done."""
    for row in [job, *parts(job)]:
        jobs.retry(row)


def printable(job):
    """The papers of a batch that are in force, in the order of their numbers."""
    return Paper.objects.in_force().filter(pk__in=job.params["papers"]).order_by("issued_on", "code", "number")
