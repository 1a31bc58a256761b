"""Work done after a record is locked: its print is made once and kept."""

from django.urls import reverse

from core import jobs

from . import record
from .models import Inspection

KIND = "checks.record"


@jobs.handler(KIND)
def print_record(job):
    row = Inspection.objects.select_related("enterprise", "place", "checklist__checklist").get(pk=job.params["inspection"])
    record.keep_pdf(row)
    return {"url": reverse("checks:inspection", args=[row.pk])}


def ask_for_print(row, by):
    return jobs.enqueue(KIND, by=by, title=f"排印检查记录 {row}"[:120], key=f"inspection-record:{row.pk}", inspection=row.pk)
