"""Upload a workbook, look at what it would do, let the good rows in, take the failed ones back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from . import imports, xlsx
from .errors import Refused
from .lists import download
from .middleware import say_refused
from .models import ImportBatch


def _importer(request, kind):
    importer = imports.importer_of(kind)
    if importer is None:
        raise Http404
    if reason := importer.may(request.user):
        raise Refused(reason)
    return importer


def _batch(request, batch_id):
    batch = get_object_or_404(ImportBatch, pk=batch_id, created_by=request.user)
    _importer(request, batch.kind)
    return batch


def upload(request, kind):
    importer = _importer(request, kind)
    given = request.FILES.get("file")
    if request.method == "POST" and given:
        if given.size > imports.MAX_BYTES:
            return say_refused(request, Refused("文件超过 20 MB，请删去图片或分成几个文件"), request.path)
        _, job = imports.upload(kind=kind, name=given.name, data=given.read(), by=request.user)
        return redirect("core:job", job_id=job.pk)
    if request.method == "POST":
        messages.error(request, "请选择要上传的表格")
    return render(request, "core/import_upload.html", {"importer": importer})


def template(request, kind):
    importer = _importer(request, kind)
    return download(f"{importer.title}模板.xlsx", importer.template(request.user), xlsx.XLSX)


def preview(request, batch_id):
    batch = _batch(request, batch_id)
    shown = sorted(
        (row for row in imports.rows_of(batch) if row["verdict"] != "same"), key=lambda row: row["verdict"] != "faulty"
    )
    context = {"batch": batch, "rows": shown[:200], "more": len(shown) > 200, "importer": imports.importer_of(batch.kind)}
    return render(request, "core/import_preview.html", context)


@require_POST
def commit(request, batch_id):
    job = imports.commit(batch=_batch(request, batch_id), by=request.user)
    return redirect("core:job", job_id=job.pk)


@require_POST
def drop(request, batch_id):
    batch = _batch(request, batch_id)
    try:
        imports.drop(batch=batch)
    except Refused as error:
        return say_refused(request, error, reverse("core:import", args=[batch.pk]))
    return redirect("core:import_upload", kind=batch.kind)


def failed(request, batch_id):
    return download("未导入的行.xlsx", imports.failed_rows(_batch(request, batch_id)), xlsx.XLSX)
