"""Listed supervision: register, one listing with its eleven parts, its steps, the public list."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import refuse_if
from core.lists import list_page
from core.one_form import filled, moved_on, show_form
from notices.views import inline
from places.models import Place

from . import exports_supervision, parts, rules, rules_supervision
from . import forms_supervision as forms
from .filters_supervision import WAITING_FOR, ListingFilter
from .listing_days import days_of
from .models import Listing
from .papers_on import papers_on
from .public_sheet import listings_sheet
from .services import supervision as services
from .settings_supervision import keep_listing_settings, listing_settings
from .views import hazards

ASKED = "按治理方案在期限内完成整改，整改期间落实安全措施，完成后书面申请现场验收。"
RELATED = ("hazard__village", "hazard__enterprise", "hazard__office", "hazard__sector", "township")


def listings(request):
    return Listing.objects.visible_to(request.user).select_related(*RELATED)


def register(request):
    return list_page(
        request,
        listings(request),
        template="hazards/supervision_list.html",
        partial="hazards/_supervision_list.html",
        filterset=ListingFilter,
        export=("挂牌督办台账", exports_supervision.LISTINGS),
        tabs=[(label, f"todo={value}") for value, label in WAITING_FOR],
        may_set=not rules.may_set(request.user),
    )


def detail(request, listing_id):
    listing = get_object_or_404(listings(request), pk=listing_id)
    steps = [(step.action, step.label) for step in listing.workflow.open_to(listing, request.user)]
    beside = [(name, label) for name, (label, rule, *_) in BESIDE.items() if not rule(request.user, listing)]
    context = {
        "listing": listing,
        "hazard": listing.hazard,
        "steps": steps + beside,
        "waits": listing.state == "listed" and rules_supervision.may_remove(request.user, listing),
        "parts": parts.parts_of(listing),
        "days": days_of(listing),
        "may_keep": not rules_supervision.may_keep(request.user, listing),
        "extensions": listing.hazard.extensions.select_related("asked_by"),
        "papers": papers_on(listing, request.user),
        "log": listing.hazard.log.select_related("actor").filter(at__gte=listing.created_at),
        "decisions": listing.log.select_related("actor"),
    }
    return render(request, "hazards/supervision_detail.html", context)


def propose(request, hazard_id):
    hazard = get_object_or_404(hazards(request), pk=hazard_id)
    refuse_if(rules_supervision.may_propose(request.user, hazard))
    town = Place.objects.get(pk=hazard.village.township_code)
    initial = {"asked": ASKED, "supervisor": f"{town}人民政府"}
    form = forms.ProposeForm(request.POST or None, initial=initial)
    act = lambda **values: services.propose(hazard=hazard, by=request.user, **values)  # noqa: E731
    back = reverse("hazards:detail", args=[hazard.pk])
    lead = format_html(
        '{} {}：{}　<a href="{}">已由上级挂牌的，登记上级挂牌督办</a>', hazard.number, hazard.unit, hazard.description,
        reverse("hazards:listing_above", args=[hazard.pk]),
    )  # fmt: skip
    return filled(request, form, act, "已提请，等待乡镇领导批准", back) or show_form(
        request, form, "提请挂牌督办", "提请挂牌", back, lead
    )


def from_above(request, hazard_id):
    """Enter what the county, city or province has listed."""
    hazard = get_object_or_404(hazards(request), pk=hazard_id)
    refuse_if(rules_supervision.may_propose(request.user, hazard))
    form = forms.AboveForm(request.POST or None, initial={"asked": ASKED})
    act = lambda **values: services.enter_from_above(hazard=hazard, by=request.user, **values)  # noqa: E731
    back = reverse("hazards:detail", args=[hazard.pk])
    lead = f"{hazard.number} {hazard.unit}：{hazard.description}"
    return filled(request, form, act, "已登记上级挂牌督办", back) or show_form(
        request, form, "登记上级挂牌督办", "登记", back, lead
    )


# what is recorded beside the table of steps: label, rule, form, service
BESIDE = {
    "file": ("登记备案", rules_supervision.may_file, forms.FileForm, services.file_listing),
    "publish": ("公示", rules_supervision.may_publish, forms.PublishForm, services.publish_listing),
}


def step(request, listing_id, action):
    listing = get_object_or_404(listings(request), pk=listing_id)
    back = reverse("hazards:listing", args=[listing.pk])
    if action in BESIDE:
        label, rule, form, service = BESIDE[action]
        refuse_if(rule(request.user, listing))
        act = lambda **values: service(listing=listing, by=request.user, **values)  # noqa: E731
    elif action in Listing.workflow.steps:
        known = Listing.workflow.steps[action]
        label, form = known.label, forms.Why if known.note else forms.Confirm
        if reason := listing.workflow.refusal(listing, action, request.user):
            return moved_on(request, reason, back, form(request.POST if request.method == "POST" else None))
        act = lambda **values: services.decide(listing=listing, action=action, by=request.user, **values)  # noqa: E731
    else:
        raise Http404
    form = form(request.POST if request.method == "POST" else None)
    return filled(request, form, act, f"已{label}", back) or show_form(request, form, label, label, back, str(listing))


def part(request, listing_id, key):
    """Tick one of the eleven parts, or take the tick back."""
    listing = get_object_or_404(listings(request), pk=listing_id)
    if key not in parts.BY_KEY:
        raise Http404
    refuse_if(rules_supervision.may_keep(request.user, listing))
    ticked = listing.parts.filter(key=key).exists()
    form = (forms.Why if ticked else forms.TickForm)(request.POST or None)
    service, label = (services.untick, "取消登记") if ticked else (services.tick, "登记落实")
    act = lambda **values: service(listing=listing, by=request.user, key=key, **values)  # noqa: E731
    back, named = reverse("hazards:listing", args=[listing.pk]), parts.BY_KEY[key]
    return filled(request, form, act, f"已{label}", back) or show_form(
        request, form, f"{named.group}：{named.label}", label, back, str(listing)
    )


@require_POST
def paper(request, listing_id):
    """Begin the 挂牌督办通知书 and go on writing it."""
    listing = get_object_or_404(listings(request), pk=listing_id)
    made = services.draft_notice(listing=listing, by=request.user)
    messages.success(request, "通知书已起草，核对后送领导签发")
    return redirect("notices:detail", made.pk)


def public_rows(request):
    return Listing.objects.public(request.user.membership.place).select_related(*RELATED).order_by("-published_on", "-pk")


def public(request):
    """挂牌督办公示: for every role of the township; nothing on it names a person."""
    return list_page(
        request,
        public_rows(request),
        template="hazards/supervision_public.html",
        partial="hazards/_supervision_public.html",
        export=None if request.user.membership.on_phone else ("挂牌督办公示", exports_supervision.PUBLIC_LISTINGS),
        may_see=set(listings(request).filter(published_on__isnull=False).values_list("pk", flat=True)[:1000]),
    )


# the browser's PDF viewer is a page of its own, see views_settling.slip
@csp_exempt()
@require_GET
def public_pdf(request):
    return inline(
        listings_sheet(public_rows(request)[:200], request.user.membership.place), f"挂牌督办公示 {clock.today()}.pdf"
    )


def settings(request):
    refuse_if(rules.may_set(request.user))
    town = Place.objects.get(pk=request.user.membership.place.township_code)
    form = forms.ListingSettingsForm(request.POST or None, initial=listing_settings(town.pk))
    act = lambda **values: keep_listing_settings(town.pk, values)  # noqa: E731
    lead = "各地规定不同，请按本地文件填写。延期的提出和答复期限在“办理规则”里设置。"
    return filled(request, form, act, "已保存", "hazards:listing_settings") or show_form(
        request, form, "挂牌督办规则", "保存", reverse("hazards:listings"), lead
    )
