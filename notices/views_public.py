"""The page anybody may open to learn whether the paper in hand is genuine. It tells nothing else."""

import hashlib

from django.conf import settings
from django.db.models import F
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.middleware import public
from core import clock

from .enums import PaperState
from .forms import VerifyFileForm, VerifyForm
from .models import Paper, VerifyCount

TRIES, PERIOD = 30, 600


@public
def verify_start(request):
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("notices:verify", code=form.cleaned_data["code"])
    return _page(request, form=form)


@public
def verify(request, code):
    """Genuine, withdrawn or unknown; guessing is slowed down by address."""
    if too_often(request):
        return _page(request, verdict="later", status=429)
    verdict = _verdict(verify_code=code.upper())
    return _page(request, verdict=verdict, status=404 if verdict == "unknown" else 200)


@public
@require_POST
def verify_file(request):
    """The same of a file in hand, byte by byte; the file is kept nowhere."""
    if too_often(request):
        return _page(request, verdict="later", status=429)
    form = VerifyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, status=400)
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    return _page(request, verdict=_verdict(sha256=digest.hexdigest()), by_file=True)


def _verdict(**known):
    paper = Paper.objects.filter(number__isnull=False, **known).only("state").order_by().first()
    return {None: "unknown", PaperState.ISSUED: "genuine"}.get(paper and paper.state, "withdrawn")


def _page(request, *, form=None, file_form=None, status=200, **said):
    context = {"form": form or VerifyForm(), "file_form": file_form or VerifyFileForm(), **said}
    return render(request, "notices/verify.html", context, status=status)


def too_often(request):
    """Counted in the database, because every process has a memory of its own; what has run out is swept on the way."""
    period = int(clock.now().timestamp()) // PERIOD
    key = {"address": address_of(request), "period": period}
    row, fresh = VerifyCount.objects.get_or_create(**key)
    if fresh:
        VerifyCount.objects.filter(period__lt=period).delete()
    VerifyCount.objects.filter(pk=row.pk).update(asked=F("asked") + 1)
    return row.asked + 1 > TRIES


def address_of(request):
    """Who asks. Behind a proxy every request comes from the proxy: then the header it writes is named in the settings.

    Of a list the last entry is taken, the one the own proxy added; what stands before it the visitor may have written.
    """
    header = getattr(settings, "CLIENT_ADDRESS_HEADER", "")
    told = request.META.get(header, "").split(",")[-1].strip() if header else ""
    return (told or request.META.get("REMOTE_ADDR", ""))[:64]
