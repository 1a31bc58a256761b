"""For anybody, without log-in: the listings made public and the batches published in a township. Neither names a person."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.middleware import public
from places.models import Place

from .models import Batch, Listing

PER_PAGE, NEWEST = 30, 20


@public
@never_cache
@require_safe
def township(request, code):
    town = get_object_or_404(Place.objects.townships(), code=code, is_active=True)
    rows = Listing.objects.public(town).select_related("hazard__village", "hazard__enterprise")
    page = Paginator(rows.order_by("-published_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    batches = Batch.objects.public(town).prefetch_related("items__enterprise").order_by("-published_at", "-pk")
    return render(request, "hazards/public.html", {"town": town, "page": page, "batches": batches[:NEWEST]})
