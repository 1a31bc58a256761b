"""Photos and files one by one: sent, removed, looked at."""

from pathlib import Path

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused

from . import icons, services, stamps
from .access import may_see
from .forms import UploadForm
from .models import Attachment
from .serving import answer


@require_POST
def upload(request):
    """Keep one photo or file; answers {id, name, thumb}, or 400 with {error} to be shown beside it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _error(next(iter(form.errors.values()))[0])
    given = {name: value for name, value in form.cleaned_data.items() if name != "takes"}
    try:
        row = services.receive(by=request.user, **given)
    except Refused as error:
        return _error(str(error))
    return JsonResponse({"id": str(row.pk), "name": row.name, "thumb": reverse("evidence:small", args=[row.pk])})


def _error(reason):
    return JsonResponse({"error": reason}, status=400, json_dumps_params={"ensure_ascii": False})


@require_POST
def drop(request, upload_id):
    if not services.drop(upload_id=upload_id, by=request.user):
        raise Http404
    return HttpResponse(status=204)


@require_safe
def file(request, file_id, small=False):
    """The file, or a small picture of it; ?original=1 hands out the very bytes that were sent, as a download."""
    row = get_object_or_404(Attachment.objects.select_related("content_type"), pk=file_id)
    if not may_see(row, request.user):
        raise Http404
    if "original" in request.GET:
        return answer(request, row.file, row.mime, row, download=True)
    if small and not row.is_image:
        return HttpResponse(icons.of(row), content_type="image/svg+xml")
    if small and row.thumbnail:
        return answer(request, row.thumbnail, "image/jpeg", row)
    return answer(request, row.viewable, "image/jpeg", row) if row.viewable else answer(request, row.file, row.mime, row)


@require_safe
def stamped(request, file_id):
    """A copy of the photo with when, where and by whom in a strip below it."""
    row = get_object_or_404(Attachment.objects.select_related("content_type", "uploaded_by"), pk=file_id)
    if not may_see(row, request.user) or not row.is_image:
        raise Http404
    response = HttpResponse(stamps.stamped(row), content_type="image/jpeg")
    response["Content-Disposition"] = content_disposition_header(False, f"{Path(row.name).stem}-说明.jpg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
