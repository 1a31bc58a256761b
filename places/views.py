"""Villages to choose from; the officer's pages of offices, names of units and holidays."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from core.models import Holiday

from .forms import AliasForm, HolidayForm, OfficeForm
from .models import Office, Place, UnitAlias
from .sight import is_wide, villages_of


def _officer(request):
    """The township of the officer asking; others are refused."""
    if request.user.role != "officer":
        raise Refused("站所、名称和节假日由乡镇应急办维护")
    return request.user.membership.place


def options(request):
    """Places by part of their name or code, for a field with suggestions: villages, for a county or city any place below."""
    text, user = request.GET.get("q", "").strip(), request.user
    if user.membership is None or not text:
        return JsonResponse({"options": []})
    rows = Place.objects.within(user.membership.place).filter(is_active=True) if is_wide(user) else villages_of(user)
    rows = rows.filter(code__startswith=text) if text.isdigit() else rows.filter(name__icontains=text)
    labels = [f"{row.name} {row.code}" if is_wide(user) else row.name for row in rows[:12]]
    return JsonResponse({"options": [{"value": label, "label": label} for label in labels]})


def villages(request):
    """The villages of the own township, kept by a workbook."""
    rows = Place.objects.within(_officer(request)).villages()
    return render(request, "places/villages.html", {"villages": rows})


def offices(request):
    rows = Office.objects.filter(township=_officer(request)).prefetch_related("sectors")
    return render(request, "places/offices.html", {"offices": rows})


def office(request, office_id=None):
    """A new office of the own township, or one to change."""
    town = _officer(request)
    row = get_object_or_404(Office, pk=office_id, township=town) if office_id else Office(township=town)
    form = OfficeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"已保存“{row.name}”")
        return redirect("places:offices")
    return render(request, "places/form.html", {"form": form, "heading": row.name or "添加站所"})


def aliases(request):
    """What names in circulars mean in this township."""
    town = _officer(request)
    given = UnitAlias.objects.filter(township=town, name=request.POST.get("name", "").strip()).first()
    form = AliasForm(request.POST or None, instance=given or UnitAlias(township=town), user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "已保存")
        return redirect("places:aliases")
    rows = UnitAlias.objects.filter(township=town).select_related("place", "office")
    return render(request, "places/aliases.html", {"form": form, "aliases": rows})


@require_POST
def drop_alias(request, alias_id):
    """Forget what a name means; the next circular asks again, campaigns already made keep their units."""
    row = get_object_or_404(UnitAlias, pk=alias_id, township=_officer(request))
    row.delete()
    messages.success(request, f"已删除“{row.name}”，下次来文出现时会重新请您指明")
    return redirect("places:aliases")


def holidays(request):
    """The days that break the weekly rule, this year and next."""
    _officer(request)
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        Holiday.objects.update_or_create(
            day=values["day"], defaults={"is_workday": values["is_workday"], "name": values["name"]}
        )
        messages.success(request, f"已保存 {values['day']}")
        return redirect("places:holidays")
    rows = Holiday.objects.filter(day__year__gte=clock.today().year)
    return render(request, "places/holidays.html", {"form": form, "holidays": rows})
