"""The register of checks, one check with its answers, judging, bulk urging and acceptance, the tab of an enterprise."""

from functools import partial

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core.errors import Refused
from core.lists import list_page, ticked
from core.middleware import say_refused
from enterprises.models import Enterprise
from incidents import access
from incidents.custody import showing
from incidents.enums import AccessAction
from incidents.guard import opening
from incidents.models import Lead
from incidents.views.sight import marked_page
from places.sight import villages_of
from reminders.models import Message

from .. import inspection_rules, rules, services
from ..exports import register_columns
from ..filters import CheckFilter
from ..forms import OneCampaignForm
from ..models import WAITING_STATES, Inspection
from ..services.campaigns import count_many
from ..services.filling import papers_of
from ..sheet import counts, groups_of, signature_of
from .common import check_of, checks
from .inspections import with_counts

OFFICE_TABS = (
    ("待审核", "state=submitted"),
    ("已逾期", "late=1"),
    ("待填", "waiting=1"),
    ("已退回", "state=returned"),
    ("有问题", "problems=some"),
    ("零报告", "problems=none"),
)
PHONE_TABS = (
    ("待填", "waiting=1"),
    ("被退回", "state=returned"),
    ("已提交", "state=submitted"),
    ("已完成", "state=accepted"),
)
FIRMS_TAB = ("本村企业", "unit=enterprise")
ACTS = {"accept": services.accept, "send_back": services.send_back, "cancel": services.cancel}
BULK = {
    "urge": (services.urge, rules.may_urge, "已催办"),
    "accept": (services.bulk_accept, rules.may_accept_many, "已采信"),
    "count": (partial(count_many, counts=True), inspection_rules.may_count, "已计入专项行动"),
    "uncount": (partial(count_many, counts=False), inspection_rules.may_count, "已不再计入"),
}
TOLD = {"accept": "已采信", "send_back": "已退回，填报单位会收到通知", "cancel": "已取消，记录保留"}


def check_list(request):
    if request.user.membership is None:
        raise Refused("你还没有任职，请联系乡镇应急办")
    on_phone = request.user.membership.on_phone
    rows = _own(request) if on_phone else checks(request).prefetch_related("also_for").order_by("-sent_at", "pk")
    may_count = not on_phone and not inspection_rules.may_count(request.user)
    return list_page(
        request,
        rows.with_results(request.user),
        template="checks/list.html",
        partial="checks/_list.html",
        filterset=CheckFilter,
        export=None if on_phone else ("自查台账", register_columns()),
        may_send=not rules.may_send(request.user),
        may_accept_many=not rules.may_accept_many(request.user),
        may_urge=not rules.may_urge(request.user),
        count_form=OneCampaignForm(user=request.user) if may_count else None,
        may_read_lists=not rules.may_read_lists(request.user),
        villages=() if on_phone or request.user.role == Role.SUPERVISOR else villages_of(request.user),
        tabs=_phone_tabs(request) if on_phone else OFFICE_TABS,
    )


def _own(request):
    """What one has to fill in comes first. A cadre's own are the village's; those of its firms are one tab away."""
    out = Case(When(state__in=WAITING_STATES, then=Value(0)), default=Value(1))
    rows = checks(request).order_by(out, "due_on", "pk")
    return rows.filter(enterprise=None) if request.user.has_role(Role.CADRE) and not request.GET.get("unit") else rows


def _phone_tabs(request):
    return (*PHONE_TABS, FIRMS_TAB) if request.user.has_role(Role.CADRE) else PHONE_TABS


def detail(request, check_id):
    """A check; confidential answers are shown to others than the unit for a reason, with the photos in the page itself."""
    check = check_of(request, check_id)
    groups = [] if check.is_hidden else groups_of(check)
    papers = papers_of(check) if check.paper_on and not check.is_hidden else []
    context, secret = {}, check.is_confidential and not check.is_hidden and bool(rules.may_fill(request.user, check))
    if secret:
        context = _asked_why(request, check, groups)
        for photo in _pictures(groups, papers) if context["opened"] else ():
            photo.inside = showing.shown(request, None, photo)
        groups, papers = (groups, papers) if context["opened"] else ([], [])
    context |= {
        "check": check,
        "groups": groups,
        "counts": counts(groups),
        "signature": signature_of(check) if check.signed_name else None,
        "log": check.log.select_related("actor"),
        "may_count": not inspection_rules.may_count(request.user),
        "steps": [step for step in check.workflow.open_to(check, request.user) if step.action in ACTS],
        "papers": papers,
        "may_copy": check.is_waiting and not rules.may_copy(request.user, check),
        "may_print": not rules.may_print(request.user, check),
        "may_fill": check.is_waiting and not rules.may_fill(request.user, check),
        "leads": set(Lead.objects.visible_to(request.user).filter(pk__in=_leads(groups)).values_list("pk", flat=True)),
        "messages_told": _told(check) if not request.user.membership.on_phone else None,
    }
    if secret:
        return marked_page(request, "checks/detail.html", context)
    response = render(request, "checks/detail.html", context)
    if check.is_confidential:
        response["Cache-Control"] = "no-store"
    return response


def _leads(groups):
    return [line.answer.lead_id for group in groups for line in group.lines if line.answer and line.answer.lead_id]


def _pictures(groups, papers):
    yield from (photo for group in groups for line in group.lines for photo in line.photos)
    yield from papers


def _asked_why(request, check, groups):
    """The form that asks why, and whether it is answered; the look leaves a line with each lead that came of the answers."""
    leads, what = list(Lead.objects.filter(pk__in=_leads(groups)).select_related("former")), f"自查答案（第 {check.pk} 份）"
    why = opening.why_form(request)
    opened = opening.is_opened(request, why, leads[0] if leads else None, what)
    if opened:
        access.log_many(leads=leads[1:], by=request.user, action=AccessAction.OPENED, detail=what)
    elif leads:
        access.log_many(leads=leads, by=request.user, action=AccessAction.VIEW, detail=what)
    else:
        access.log_without_lead(by=request.user, action=AccessAction.VIEW, detail=what)
    return {"why": why, "opened": opened}


def _told(check):
    rows = Message.objects.filter(content_type__app_label="checks", content_type__model="check", object_id=str(check.pk))
    return rows.select_related("recipient")[:20]


@require_POST
def act(request, check_id, action):
    """Accept, send back or cancel what was looked at."""
    check = check_of(request, check_id)
    if action not in ACTS:
        raise Http404
    refusal = check.workflow.steps[action].rule(request.user, check)
    if refusal:
        raise Refused(refusal)
    seen, note = request.POST.get("row_version", ""), request.POST.get("note", "")
    values = {"version": int(seen) if seen.isdecimal() else None} | ({"note": note} if action != "accept" else {})
    try:
        ACTS[action](check=check, by=request.user, **values)
    except Refused as error:
        return say_refused(request, error, reverse("checks:detail", args=[check.pk]))
    messages.success(request, TOLD[action])
    return redirect("checks:detail", check.pk)


@require_POST
def bulk(request):
    """One act on the ticked rows, or on all rows of the filter in the address; says why each skipped row was."""
    if request.POST.get("act") not in BULK:
        raise Http404
    service, rule, word = BULK[request.POST["act"]]
    if reason := rule(request.user):
        raise Refused(reason)
    try:
        known = _campaign(request) if request.POST["act"] in ("count", "uncount") else {}
    except Refused as error:
        return say_refused(request, error, _list_url(request))
    outcome = service(checks=_chosen(request), by=request.user, **known)
    context = {"outcome": outcome, "back": _list_url(request), "done_word": word}
    return render(request, "checks/bulk.html", context)


def _campaign(request):
    form = OneCampaignForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Refused("请先在“专项行动”里选一个进行中的专项行动，再点计入或不再计入")
    return {"campaign": form.cleaned_data["counts_in"]}


def _chosen(request):
    rows = checks(request).with_results(request.user)
    if request.POST.get("all_matching"):
        return list(CheckFilter(request.GET, queryset=rows, request=request).qs)
    ids = ticked(request.POST.getlist("ids"))
    return list(rows.filter(pk__in=ids))


def _list_url(request):
    query = request.GET.urlencode()
    return reverse("checks:list") + (f"?{query}" if query else "")


def of_enterprise(request, enterprise_id):
    """The checks of one enterprise, for a tab of its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    rows = checks(request).filter(enterprise=firm).with_results(request.user).order_by("-sent_at", "pk")
    visits = with_counts(Inspection.objects.visible_to(request.user).filter(enterprise=firm))
    context = {
        "rows": rows[:50], "total": rows.count(), "firm": firm, "visits": visits[:20], "visits_total": visits.count(),
        "may_start": not inspection_rules.may_start(request.user),
    }  # fmt: skip
    return render(request, "checks/_of_enterprise.html", context)
