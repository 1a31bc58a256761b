"""The jobs of this package: printing an issued paper, merging papers for the printer."""

from datetime import date

from accounts.models import Membership
from core import jobs

from . import services, typeset
from .models import Paper


@jobs.handler("notices.issue")
def issue(job):
    """Run twice it issues once: the paper's state is looked at under its lock."""
    paper = Paper.objects.get(pk=job.params["paper"])
    jobs.progress(job, 1, 3, "正在编号、排版")
    due_on = job.params.get("due_on")
    by = acting(job)
    paper = services.issue(paper=paper, by=by, due_on=date.fromisoformat(due_on) if due_on else None)
    jobs.progress(job, 3, 3, "已送达收文单位")
    return {"url": f"/papers/{paper.pk}/", "text": f"已印发 {paper.doc_number}，共 {paper.pages} 页"}


def acting(job):
    """Who asked for the job, in the seat they acted in then."""
    seat = Membership.objects.current().filter(pk=job.params.get("seat"), user=job.created_by).first()
    if seat:
        job.created_by.act_as(seat)
    return job.created_by


@jobs.handler("notices.merge")
def merge(job):
    """One file of many papers in force, each starting on an odd page."""
    papers = list(Paper.objects.in_force().filter(pk__in=job.params["papers"]).order_by("issued_on", "code", "number"))
    parts = []
    for count, paper in enumerate(papers, 1):
        parts.append(services.intact_bytes(paper))
        jobs.progress(job, count, len(papers) + 1, f"已读取 {count} 份")
    jobs.store(job, "公文合并.pdf", typeset.merge(parts))
    return {"name": "公文合并.pdf", "text": f"已合并 {len(papers)} 份公文，每份从单数页开始"}
