"""The jobs of this package: printing an issued paper, merging papers for the printer."""

from datetime import date

from core import jobs

from . import services, typeset
from .models import Paper


@jobs.handler("notices.issue")
def issue(job):
    paper = Paper.objects.get(pk=job.params["paper"])
    jobs.progress(job, 1, 3, "正在编号、排版")
    due_on = job.params.get("due_on")
    paper = services.issue(paper=paper, by=job.created_by, due_on=date.fromisoformat(due_on) if due_on else None)
    return {"url": f"/papers/{paper.pk}/", "text": f"已印发 {paper.doc_number}，共 {paper.pages} 页"}


@jobs.handler("notices.merge")
def merge(job):
    """One file of many issued papers, each starting on an odd page."""
    papers = list(Paper.objects.filter(pk__in=job.params["papers"], number__isnull=False).order_by("issued_on", "number"))
    parts = []
    for count, paper in enumerate(papers, 1):
        parts.append(services.intact_bytes(paper))
        jobs.progress(job, count, len(papers), f"已合并 {count} 份")
    jobs.store(job, "公文合并.pdf", typeset.merge(parts))
    return {"name": "公文合并.pdf", "text": f"已合并 {len(papers)} 份公文"}
