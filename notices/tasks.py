"""The jobs of this package: issuing a paper, many papers in one go, merging papers for the printer."""

import tempfile
from datetime import date

from django.core.files import File

from accounts.models import Membership
from core import jobs

from . import batch, services, typeset
from .models import Paper

MERGED = "公文合并.pdf"


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


@jobs.handler(batch.KIND)
def start_batch(job):
    """Run twice it makes the same parts."""
    batch.split(job)
    return {"url": f"/papers/batches/{job.pk}/", "text": f"共 {len(job.params['papers'])} 份，正在分组办理"}


@jobs.handler(batch.PART_KIND)
def run_part(job):
    """Run twice it does what is left."""
    return batch.run_part(job, acting(job))


@jobs.handler("notices.merge")
def merge(job):
    """One file of many papers in force, each starting on an odd page; read and written one by one."""
    papers = Paper.objects.in_force().filter(pk__in=job.params["papers"]).order_by("issued_on", "code", "number")
    total = papers.count()
    with tempfile.TemporaryFile() as file:
        typeset.merge_into(file, _bytes_of(papers, job, total))
        file.seek(0)
        jobs.store(job, MERGED, File(file))
    return {"name": MERGED, "text": f"已合并 {total} 份公文，每份从单数页开始"}


def _bytes_of(papers, job, total):
    for count, paper in enumerate(papers.iterator(), 1):
        yield services.intact_bytes(paper)
        if count % 10 == 0:
            jobs.progress(job, count, total + 1, f"已读取 {count} 份")
