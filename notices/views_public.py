"""The page anybody may open to learn whether the paper in hand is genuine. It tells nothing else."""

from django.core.cache import cache
from django.shortcuts import redirect, render

from accounts.middleware import public

from .enums import PaperState
from .forms import VerifyForm
from .models import Paper

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
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, PERIOD)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # ran out between the two calls: a new period begins
        return False
