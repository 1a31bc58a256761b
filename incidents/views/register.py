"""The register of leads, registering one, the package of former leads to verify again, exports."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect

from core.errors import Refused
from core.lists import BESIDE, query_without
from core.middleware import say_refused
from places.sight import villages_of

from .. import access, rules, services
from ..enums import AccessAction
from ..filters import LeadFilter
from ..forms import LeadForm
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Handler
from .sight import enter, leads, marked_list, marked_page, running_campaign, running_campaigns, url_of

# what people look for every day; the rest they save as views of their own
TABS = (
    ("待初核", "state=received"), ("核查中", "state=verifying"), ("报告待审定", "reported=1"), ("已逾期", "overdue=1"),
    ("查否", "conclusion=refuted"), ("存疑", "conclusion=doubtful"), ("缺扫描件", "noscan=1"), ("待移交双查", "uninquired=1"),
)  # fmt: skip
IN_PANEL = 5


def lead_list(request):
    now = Handler.objects.current().select_related("user")
    return marked_list(
        request,
        leads(request).prefetch_related(Prefetch("handlers", now, to_attr="current_handlers")),
        look="线索台账",
        seen=_hits_of(request) if query_without(request, *BESIDE) else None,
        template="incidents/list.html",
        partial="incidents/_list.html",
        filterset=LeadFilter,
        may_open=not rules.may_open(request.user),
        may_see_accesses=not rules.may_see_accesses(request.user),
        villages=villages_of(request.user),
        tabs=TABS,
        owed=_owed(request),
        export_query=query_without(request, "page", "export"),
    )


def _hits_of(request):
    """Whoever searches leaves a line with each lead the page shows; what was typed is not kept."""
    return lambda shown: access.log_many(leads=shown, by=request.user, action=AccessAction.HIT, detail="台账筛选")


def _owed(request):
    """What the running campaign has not yet taken up, for those who may; None when there is nothing."""
    campaign = running_campaign(request)
    if campaign is None or rules.may_open(request.user):
        return None
    rows = leads(request).to_verify_again(campaign).order_by("received_at")
    total = rows.count()
    return {"campaign": campaign, "total": total, "rows": rows[:IN_PANEL]} if total else None


def new(request):
    enter(request)
    if reason := rules.may_open(request.user):
        raise Refused(reason)
    form = LeadForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        lead = services.open_lead(key=token(request), by=request.user, **form.values())
        messages.success(request, f"已登记 {lead.number}，已通知乡镇领导")
        return redirect(url_of(lead))
    return marked_page(request, "incidents/new.html", {"form": form, "villages": villages_of(request.user)})


def token(request):
    """A form sent twice does its work once."""
    text = request.POST.get("form_token", "")[:32]
    return f"form:{request.user.pk}:{text}" if text else None


def again_list(request):
    """The former refuted and doubtful leads of a running campaign: owed and taken up, old and new conclusions together."""
    rows = leads(request)
    if reason := rules.may_open(request.user):
        raise Refused(reason)
    campaign = running_campaign(request, request.GET.get("campaign", ""))
    if request.method == "POST" and campaign:
        return _take_up_all(request, campaign)
    context = {"campaign": campaign, "campaigns": running_campaigns(request)}
    if campaign:
        context["owed"] = [
            (row, rules.why_again(row))
            for row in rows.to_verify_again(campaign).order_by("received_at").prefetch_related("links_down")
        ]
        context["taken"] = list(rows.filter(campaign=campaign).exclude(former=None))
        access.log_page(by=request.user, what="重新核查", number=1, count=len(context["owed"]) + len(context["taken"]))
    return marked_page(request, "incidents/again.html", context)


def _take_up_all(request, campaign):
    try:
        taken = services.take_up_all(campaign=campaign, by=request.user)
    except Refused as error:
        return say_refused(request, error, "incidents:again_list")
    messages.success(request, f"已立项重新核查 {len(taken)} 条，乡镇领导会收到消息" if taken else "没有需要重新核查的线索")
    return redirect(request.get_full_path())


def export(request):
    """Ask to take the register in sight out of the portal."""
    rows = LeadFilter(request.GET or None, queryset=leads(request), request=request).qs
    return ask_page(request, ExportKind.REGISTER, rows, back="incidents:list")
