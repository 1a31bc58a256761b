"""The page anybody may open to learn whether the paper in hand is genuine. It tells nothing else."""

from django.conf import settings
from django.db.models import F
from django.shortcuts import redirect, render

from accounts.middleware import public
from core import clock

from .enums import PaperState
from .forms import VerifyForm
from .models import Paper, VerifyCount

TRIES, PERIOD = 30, 600


@public
def verify_start(request):
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("notices:verify", code=form.cleaned_data["code"])
    return render(request, "notices/verify.html", {"form": form})


@public
def verify(request, code):
    """Genuine, withdrawn or unknown; guessing is slowed down by address."""
    if too_often(request):
        return render(request, "notices/verify.html", {"form": VerifyForm(), "verdict": "later"}, status=429)
    paper = Paper.objects.filter(verify_code=code.upper(), number__isnull=False).only("state").order_by().first()
    verdict = {None: "unknown", PaperState.ISSUED: "genuine"}.get(paper and paper.state, "withdrawn")
    return render(request, "notices/verify.html", {"form": VerifyForm(), "verdict": verdict}, status=200 if paper else 404)


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
