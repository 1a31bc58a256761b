"""One way to show a list: filtered, paged, as page or htmx partial, exported with the same filter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from . import exports, xlsx
from .models import SavedView
from .paging import page_of

PER_PAGE = 50
SHOWN_FILTERS = 6
BESIDE = ("page", "after", "before", "export")  # parameters of an address that are no filter


def list_page(
    request, queryset, *, template, partial, filterset=None, export=None, per_page=PER_PAGE, also=None, only=(), seen=None, **context
):  # fmt: skip
    """Answer a list request.

    `queryset` is already scoped by visible_to. `filterset` is a FilterSet class (its form is drawn by the filter bar).
    `export` is (title, columns): `?export=xlsx` sends all filtered rows as a workbook (core.exports).
    `only` are the fields the page shows: its rows are plain named tuples of these and pk (see paging.page_of).
    `also(filter)` gives more for the template that needs what the filter has read; `seen(page)` hears which page is shown.
    Templates get: page (core.paging.Page), filter, total (counted up to paging.CAP), now, query (the address without page),
    saved_views, and `context`.
    """
    filtered = filterset(request.GET or None, queryset=queryset, request=request) if filterset else None
    rows = filtered.qs if filtered is not None else queryset
    if export and request.GET.get("export") == "xlsx":
        return exports.answer(request, *export, rows)
    page = page_of(rows, request.GET, per_page=per_page, only=only)
    context |= also(filtered) if also else {}
    if seen:
        seen(page)
    context |= {
        "page": page,
        "total": page.total,
        "filter": filtered,
        "filter_fields": folded(filtered.form) if filtered is not None else None,
        "filtered": any(v for k, v in request.GET.items() if k not in BESIDE),
        "query": query_without(request, *BESIDE),
        "now": timezone.now(),
        "export": bool(export),
        "saved_views": SavedView.objects.filter(owner=request.user, page=request.resolver_match.view_name),
        "partial": partial,
    }
    return render(request, partial if is_partial(request) else template, context)


def folded(form):
    """The fields always shown, those behind “更多筛选”, whether one of these is in use, and the hidden ones."""
    fields = form.visible_fields()
    more = fields[SHOWN_FILTERS:] if len(fields) > SHOWN_FILTERS + 1 else []
    in_use = any(field.value() or field.errors for field in more)
    return {"first": fields[: len(fields) - len(more)], "more": more, "open": in_use, "hidden": form.hidden_fields()}


def is_partial(request):
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted


def query_without(request, *names):
    """The query string without some parameters and without fields left empty, to be followed by &page=…"""
    query = request.GET.copy()
    for name in [*query]:
        query.setlist(name, [] if name in names else [value for value in query.getlist(name) if value])
    return query.urlencode()


def ticked(values):
    """Of what was ticked the keys that a row can have."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def workbook_response(title, data):
    """A workbook as a download named in Chinese with the day of counting."""
    return download(exports.file_name(title), data, xlsx.XLSX)


def download(name, data, mime):
    from urllib.parse import quote

    response = HttpResponse(data, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
