"""Checklists: look at one and its versions, copy, write a draft item by item, publish."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused, Stale
from core.lists import PER_PAGE, query_without, workbook_response
from core.middleware import say_refused
from core.paging import page_of
from core.xlsx import write

from .. import rules, services
from ..enums import Topic
from ..forms import ItemForm, ListForm
from ..imports import COLUMNS
from ..models import Checklist, ChecklistVersion, Item
from ..services.criteria import doubts, to_look_at

GONE = 50  # lists taken down that are still named


def _lists(request):
    if reason := rules.may_read_lists(request.user):
        raise Refused(reason)
    return Checklist.objects.visible_to(request.user)


def _version(request, version_id):
    rows = ChecklistVersion.objects.filter(checklist__in=_lists(request)).select_related("checklist", "published_by")
    return get_object_or_404(rows, pk=version_id)


def _item(request, item_id):
    rows = Item.objects.filter(version__checklist__in=_lists(request)).select_related(
        "version__checklist", "clause__standard"
    )
    return get_object_or_404(rows, pk=item_id)


def _version_url(version):
    return reverse("checks:version", args=[version.pk])


def index(request):
    """By topic, or by a word of the name or of an item."""
    rows, topic, word = (
        _lists(request).select_related("sector", "office"),
        request.GET.get("topic", ""),
        request.GET.get("q", "").strip(),
    )
    rows = rows.filter(topic=topic) if topic else rows
    if word:
        inside = Item.objects.filter(text__icontains=word).values("version__checklist")
        rows = rows.filter(Q(name__icontains=word) | Q(pk__in=inside))
    page = page_of(rows.prefetch_related("versions"), request.GET, per_page=PER_PAGE)
    context = {
        "page": page, "doubtful": to_look_at(page, township=request.user.membership.place.township_code),
        "query": query_without(request, "page", "after", "before"), "may_keep": not rules.may_keep_lists(request.user),
        "may_send": not rules.may_send(request.user),
        "topics": Topic.choices, "topic": topic, "word": word,
        "gone": Checklist.objects.taken_down(request.user).order_by("-withdrawn_at")[:GONE],
    }  # fmt: skip
    return render(request, "checks/lists.html", context)


def new(request):
    """A list of the township's own, from nothing."""
    if reason := rules.may_keep_lists(request.user):
        raise Refused(reason)
    form = ListForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        row = services.new_list(by=request.user, **form.cleaned_data)
        return redirect(_version_url(row.draft))
    return render(request, "checks/list_new.html", {"form": form})


def version(request, version_id):
    """One version with its items; a draft of one's own can be written here."""
    row = _version(request, version_id)
    items = list(row.items.select_related("clause__standard"))
    found = doubts(items, day=clock.today(), township=request.user.membership.place.township_code)
    may_keep = not rules.may_keep_lists(request.user, row.checklist)
    context = {
        "version": row,
        "checklist": row.checklist,
        "items": [(item, found.get(item.pk, "")) for item in items],
        "doubts": len(found),
        "versions": row.checklist.versions.select_related("published_by"),
        "is_draft": row.published_at is None,
        "may_edit": may_keep and row.published_at is None,
        "may_draft": may_keep and row.published_at is not None,
        "may_withdraw": may_keep,
        "may_copy": not rules.may_keep_lists(request.user),
        "may_send": not rules.may_send(request.user),
    }
    return render(request, "checks/version.html", context)


def export(request, version_id):
    """One version as the table that can be changed and imported again."""
    row = _version(request, version_id)
    items = row.items.select_related("version__checklist__sector", "clause__standard")
    return workbook_response(f"{row.checklist.name}第{row.number}版", write("检查表", COLUMNS, items))


@require_POST
def copy(request, list_id):
    source = get_object_or_404(_lists(request), pk=list_id)
    row = services.copy_list(checklist=source, by=request.user)
    messages.success(request, f"已复制为“{row.name}”，改好后发布")
    return redirect(_version_url(row.draft))


@require_POST
def draft(request, list_id):
    row = get_object_or_404(_lists(request), pk=list_id)
    return redirect(_version_url(services.new_draft(checklist=row, by=request.user)))


@require_POST
def withdraw(request, list_id):
    row = get_object_or_404(_lists(request), pk=list_id)
    try:
        services.withdraw_list(checklist=row, reason=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, _version_url(row.current or row.draft))
    messages.success(request, f"“{row.name}”已撤下；已派发的自查和已开始的检查照常办理")
    return redirect("checks:lists")


@require_POST
def publish(request, version_id):
    row = _version(request, version_id)
    try:
        services.publish(version=row, by=request.user)
    except Refused as error:
        return say_refused(request, error, _version_url(row))
    messages.success(request, f"已发布第{row.number}版，以后派发用这一版；已派发的自查不受影响")
    return redirect(_version_url(row))


def add(request, version_id):
    row = _version(request, version_id)
    last = row.items.last()
    form = ItemForm(request.POST or None, user=request.user, initial={"group": last.group if last else ""})
    return _item_form(request, row, form, lambda: services.add_item(version=row, by=request.user, **form.values()))


def item(request, item_id):
    row = _item(request, item_id)
    form = ItemForm(request.POST or None, user=request.user, instance=row)
    seen = request.POST.get("seen", "")
    act = lambda: services.change_item(item=_item(request, item_id), by=request.user, seen=seen, **form.values())  # noqa: E731
    return _item_form(request, row.version, form, act)


def _item_form(request, row, form, act):
    """The page of one item; Refused when the version is not one's own draft."""
    if reason := rules.may_keep_lists(request.user, row.checklist):
        raise Refused(reason)
    if row.published_at:
        return say_refused(request, "已发布的版本不能再改，请在新版本上修改", _version_url(row))
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as error:
            form.add_error(None, str(error))
            if isinstance(error, Stale):
                form.renew(_item(request, form.instance.pk))
        else:
            return redirect(_version_url(row))
    return render(request, "checks/item.html", {"form": form, "version": row})


@require_POST
def item_act(request, item_id, action):
    """Up, down or out."""
    row = _item(request, item_id)
    acts = {
        "up": lambda: services.move_item(item=row, up=True, by=request.user),
        "down": lambda: services.move_item(item=row, up=False, by=request.user),
        "drop": lambda: services.drop_item(item=row, by=request.user),
    }
    if action not in acts:
        raise Http404
    back = _version_url(row.version)
    try:
        acts[action]()
    except Refused as error:
        return say_refused(request, error, back)
    return redirect(back)
