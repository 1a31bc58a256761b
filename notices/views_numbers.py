"""The officer's page of document numbers: an office that starts in mid-year goes on from the last one given."""

from django.contrib import messages
from django.shortcuts import redirect, render

from core.errors import Refused

from . import numbers, rules
from .enums import PaperKind
from .forms import NumberForm
from .models import NumberRaise
from .services import code_of


def number_list(request):
    if reason := rules.may_number(request.user):
        raise Refused(reason)
    town = request.user.membership.place
    codes = list(dict.fromkeys(code_of(kind, town) for kind in PaperKind))
    form = NumberForm(request.POST or None, codes=codes)
    if request.method == "POST" and form.is_valid() and (counter := _raised(form, request.user)):
        messages.success(request, f"已保存，下一份编为 {counter.code}〔{counter.year}〕{counter.last + 1}号")
        return redirect("notices:numbers")
    raises = NumberRaise.objects.filter(counter__township=town).select_related("counter", "actor")[:50]
    rows = numbers.overview(town, codes)
    return render(request, "notices/numbers.html", {"form": form, "rows": rows, "raises": raises})


def _raised(form, by):
    """The raised counter, or None with the reason in the form."""
    try:
        return numbers.raise_to(by=by, **form.cleaned_data)
    except Refused as error:
        form.add_error("last", str(error))
        return None
