"""The register, one hazard with its next step, reporting, bulk changes."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core.errors import Refused
from core.lists import is_partial, list_page, ticked
from core.middleware import say_refused
from core.one_form import refused
from enterprises.models import Enterprise
from notices.drafts import orders_on
from places.sight import offices_of
from reminders.models import Message

from . import rules, rules_supervision, services, steps
from .counting import campaigns_of
from .exports import register_columns
from .filters import HazardFilter
from .forms import BulkForm, HazardForm
from .lines import LISTED
from .models import Hazard
from .settled import settled

OF_ONE = ("rectified_by", "created_by", "judged_by", "as_accident__by", "first", "miss")
RELATED = ("village", "enterprise", "sector", "office", "campaign", "plan", "accepted_by")


def hazards(request):
    """The hazards in sight."""
    return Hazard.objects.visible_to(request.user).select_related(*RELATED)


def hazard_list(request):
    may_judge = request.user.has_role(*rules.JUDGES)
    return list_page(
        request,
        hazards(request),
        template="hazards/list.html",
        partial="hazards/_list.html",
        filterset=HazardFilter,
        export=("隐患台账", register_columns()),
        only=LISTED,
        may_judge=may_judge,
        may_order=request.user.has_role(Role.OFFICER),
        may_register=not rules.may_register(request.user),
        may_import=not rules.may_import(request.user),
        also=(lambda bar: {"bulk_form": BulkForm.beside(bar)}) if may_judge else None,
        tabs=TABS,
    )


# what people look for every day; the rest they save as views of their own
TABS = (
    ("待确认", "state=draft"),
    ("待定级", "state=found"),
    ("整改中", "state=rectifying"),
    ("待验收", "state=reported"),
    ("已逾期", "overdue=1"),
    ("重大未销号", "grade=major&open=1"),
    ("体制机制待分流", "unrouted=1"),
    ("当作事故处置", "accident=1"),
)


def new(request):
    if reason := rules.may_register(request.user):
        raise Refused(reason)
    form = HazardForm(request.POST or None, request.FILES or None, user=request.user, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        try:
            hazard = services.register(by=request.user, key=_token(request), **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记 {hazard.number}，等待定级")
            return redirect("hazards:detail", hazard.pk)
    return render(request, "hazards/new.html", {"form": form})


def _known(request):
    """The enterprise named in the address (?enterprise=), as from its plate; nothing when it is out of sight."""
    asked = request.GET.get("enterprise", "")
    rows = Enterprise.objects.visible_to(request.user).operating()
    firm = rows.filter(pk=asked).first() if asked.isdecimal() else None
    return {"enterprise": firm.pk, "enterprise_name": firm.name} if firm else {}


def _token(request):
    """A form sent twice registers one hazard."""
    token = request.POST.get("form_token", "")[:32]
    return f"form:{request.user.pk}:{token}" if token else None


def detail(request, hazard_id):
    hazard = get_object_or_404(hazards(request).select_related(*OF_ONE), pk=hazard_id)
    prefetch_related_objects([hazard], "reports", "controls__by", "controls__lifted_by")
    return _show(request, hazard, chosen=request.GET.get("do", ""))


def _show(request, hazard, *, chosen="", form=None):
    """The page of a hazard with the form of one step open: the chosen one, else the one next action."""
    extension = steps.open_extension(hazard)
    offers = steps.open_to(hazard, request.user, extension)
    chosen = next((offer for offer in offers if offer.action == chosen), None)
    step = chosen or next((offer for offer in offers if steps.is_main(offer, request.user)), None)
    if step and form is None:
        form = step.form(hazard=hazard, user=request.user)
    context = {
        "hazard": hazard,
        "step": step,
        "form": form,
        "others": [offer for offer in offers if offer is not step],
        "extension": extension,
        "extensions": hazard.extensions.select_related("asked_by"),
        **settled(hazard, request.user),
        "log": hazard.log.select_related("actor"),
        "messages_told": _told(hazard) if not request.user.membership.on_phone else None,
        "may_order": not rules.may_order(request.user, hazard),
        "may_list": not rules_supervision.may_propose(request.user, hazard),
        "orders": orders_on(hazard.pk, unit=hazard.enterprise, user=request.user) if hazard.enterprise else [],
        "waiting_for": waiting_for(hazard),
        "campaigns": campaigns_of(hazard, request.user),
    }
    return render(request, "hazards/_detail.html" if is_partial(request) else "hazards/detail.html", context)


def _told(hazard):
    return Message.objects.filter(content_type__model="hazard", object_id=str(hazard.pk)).select_related("recipient")[:20]


def waiting_for(hazard):
    """Who has to move next, for those who have nothing to do here."""
    names = {
        "draft": "应急办确认",
        "found": "应急办或监管站所定级",
        "planning": f"{hazard.unit}报送整改方案",
        "rectifying": f"{hazard.unit}整改并上报",
        "reported": f"{hazard.village}验收（已委托）" if rules.is_entrusted(hazard) else "应急办或监管站所验收",
    }
    return names.get(hazard.state, "")


@require_POST
def step(request, hazard_id, action):
    """Take one step; without script the page is loaded anew, with htmx only the hazard is drawn again."""
    hazard = get_object_or_404(hazards(request), pk=hazard_id)
    offer = steps.OFFERS.get(action)
    if offer is None:
        raise Http404
    if reason := steps.refusal(hazard, action, request.user, steps.open_extension(hazard)):
        return _turned_away(request, hazard, reason)
    form = offer.form(request.POST, request.FILES, hazard=hazard, user=request.user)
    if form.is_valid():
        try:
            offer.act(hazard, request.user, form.values())
        except Refused as error:
            return _not_taken(request, hazard, action, form, error)
        messages.success(request, offer.told)
        return _after(request, hazard)
    return _show(request, hazard, chosen=action, form=form)


def _turned_away(request, hazard, reason):
    """403 for what this seat may never do; the hazard as it is now when only its state has moved on."""
    if not is_partial(request):
        return refused(request, reason, reverse("hazards:detail", args=[hazard.pk]))
    if not reason.startswith("当前状态"):
        raise Refused(reason)
    messages.error(request, reason)
    return _after(request, hazard)


def _not_taken(request, hazard, action, form, error):
    """The hazard as it is now with the reason; the form stays open, of this version, while the step still is."""
    hazard = get_object_or_404(hazards(request).select_related(*OF_ONE), pk=hazard.pk)
    if steps.refusal(hazard, action, request.user, steps.open_extension(hazard)):
        messages.error(request, str(error))
        return _after(request, hazard)
    form.add_error(None, str(error))
    form.renew(hazard.version)
    return _show(request, hazard, chosen=action, form=form)


def _after(request, hazard):
    return detail(request, hazard.pk) if is_partial(request) else redirect("hazards:detail", hazard.pk)


@require_POST
def bulk(request):
    """Assign or confirm the ticked rows, or all rows of the filter in the address; tells each row that was skipped."""
    if not request.user.has_role(*rules.JUDGES):
        raise Refused("由应急办或监管站所批量处理")
    form = BulkForm(request.POST, offices=offices_of(request))
    if not form.is_valid():
        return say_refused(
            request, "；".join(error for errors in form.errors.values() for error in errors), list_url(request)
        )
    rows = list(chosen_rows(request))
    try:
        if request.POST.get("act") == "confirm":
            outcome = services.bulk_confirm(hazards=rows, by=request.user)
        else:
            outcome = services.bulk_assign(hazards=rows, by=request.user, **form.cleaned_data)
    except Refused as error:
        return say_refused(request, error, list_url(request))
    return render(request, "hazards/bulk.html", {"outcome": outcome, "back": list_url(request)})


def chosen_rows(request):
    """The ticked rows, or all rows of the filter in the address."""
    if request.POST.get("all_matching"):
        return HazardFilter(request.GET, queryset=hazards(request), request=request).qs
    ids = ticked(request.POST.getlist("ids"))
    return hazards(request).filter(pk__in=ids)


def list_url(request):
    query = request.GET.urlencode()
    return reverse("hazards:list") + (f"?{query}" if query else "")


def of_enterprise(request, enterprise_id):
    """The hazards of one enterprise, for a tab of its page."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    rows = hazards(request).filter(enterprise=enterprise)
    context = {"rows": rows[:50], "total": rows.count(), "enterprise": enterprise}
    return render(request, "hazards/_of_enterprise.html", context)
