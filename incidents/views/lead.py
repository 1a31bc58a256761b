"""One lead: its page, its handlers, dismissing, concluding, taking up again."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.middleware import say_refused
from enterprises import looking_back
from evidence import photos
from evidence.models import Attachment
from places.sight import villages_of

from .. import moments, rules, rules_referral, services, steps
from ..custody import rules as taking
from ..custody import showing, told
from ..enums import RULING, SIGNED, TOLD, LeadState, VerificationState
from ..forms import ConcludeForm, FactsForm, HandlerForm, ReasonStep, ReviseForm, RulingForm
from ..guard import opening, printing
from ..matching.forms import WhyForm
from ..models import Interview, Lead, Referral
from ..pledges.rules import has_signed
from ..services.again import refuted_by, rounds_before
from ..services.facts import step_of
from ..services.talks import scans_of, without_original
from ..statements import contradictions
from ..statements import rules as noting
from .sight import form_page, lead_of, must, page, post_step, running_campaign, step_page, url_of

LOOKS_SHOWN = 8


def detail(request, lead_id):
    return _show(request, lead_of(request, lead_id))


def _show(request, lead, handler_form=None):
    rounds = list(
        lead.verifications.prefetch_related(
            "team", "interviews__by", "interviews__originals", "visits__by", "appointments__told", "log__actor"
        ).order_by("created_at")
    )
    running = next((row for row in rounds if row.state != VerificationState.CONFIRMED), None)
    may_name, talks = not rules.may_name(request.user, lead), [talk for row in rounds for talk in row.interviews.all()]
    offers = steps.offers(lead, request.user, running, running_campaign(request))
    context = {
        "offers": offers,
        "waiting_for": steps.waiting_for(lead, running) if all(offer.aside for offer in offers) else "",
        "rounds": rounds,
        "owes_inquiry": lead.state == LeadState.CONCLUDED and rules.owes_inquiry(lead),
        "unasked": steps.is_unasked(lead),
        "hindering": contradictions.hindering(lead, request.user) if lead.state == "verifying" else [],
        "may_talk": bool(running)
        and running.state == VerificationState.RUNNING
        and not rules.may_report(request.user, running),
        "to_sign": printing.to_sign(running, request.user),
        "may_amend": lead.state in (LeadState.RECEIVED, LeadState.VERIFYING),
        "may_note": not noting.may_note(request.user, lead),
        "exhibits": (exhibits := list(lead.exhibits.all())),
        "faults": [row for row in exhibits if row.fault],
        "handlers": lead.handlers.current().select_related("user", "granted_by").order_by("granted_at"),
        "may_name": may_name,
        "end_form": WhyForm(auto_id=False) if may_name else None,
        "handler_form": (handler_form or HandlerForm(lead=lead)) if may_name else None,
        "moments": (found := moments.of(lead)),
        "standing": moments.standing(found),
        "referrals": Referral.objects.visible_to(request.user).filter(lead=lead),
        "trace": looking_back.address(
            request.user, lead.enterprise, lead.happened_on or timezone.localdate(lead.received_at)
        ),
        "may_refer": not rules_referral.may_refer(request.user, lead),
        "chain": _chain(lead, request.user),
        "log": _timeline(lead, rounds),
        "accesses": lead.accesses.select_related("user")[:LOOKS_SHOWN],
        "rulings": rulings(lead),
        "told": (photos_told := told.photos(lead)),
        "may_take": bool(photos_told) and not taking.may_take(request.user, lead),
        "signed_notes": [(int(file.object_id), file) for file in scans_of(talks)],
        "no_original": [talk.pk for talk in without_original(talks)],
        "may_plan": bool(running) and not rules.may_change_plan(request.user, running),
        "my_rounds": [row.pk for row in rounds if request.user in row.team.all()],
        "may_see_accesses": not rules.may_see_accesses(request.user),
    }
    return page(request, lead, "incidents/detail.html", context)


def facts(request, lead_id):
    """Complete or correct what is known of an open lead."""
    lead = lead_of(request, lead_id, "补充更正")
    form = FactsForm(request.POST or None, row=lead, user=request.user)
    return step_page(
        request, lead, lead, step_of(lead), form=form, act=lambda values: services.amend(lead=lead, by=request.user, **values),
        done="已补充更正", villages=villages_of(request.user),
    )  # fmt: skip


FILES = {SIGNED: "谈话笔录签字原件", TOLD: "来源照片"}


def rulings(lead):
    return Attachment.objects.of(lead).filter(slot=RULING)


def ruling(request, lead_id, file_id):
    """A scan of a paper or of signed notes, or a photo of a tip, on a page with the viewer's mark, for a reason; not handed out."""
    lead = lead_of(request, lead_id, "查看扫描件")
    talks = Interview.objects.filter(verification__lead=lead)
    seen = rulings(lead) | told.photos(lead) | scans_of(talks)
    stored, why = get_object_or_404(seen, pk=file_id), opening.why_form(request)
    what = FILES.get(stored.slot, "认定文件扫描件")
    context = {"file": stored, "form": why, "back": url_of(lead), "what": what}
    if opening.is_opened(request, why, lead, what):
        context |= {"opened": True} | showing.shown(request, None, stored)
    return page(request, lead, "incidents/ruling.html", context)


def _chain(lead, user):
    """All rounds of the case, oldest first, each with whether the user may open it; empty without a second round."""
    first = list(rounds_before(lead))[-1]
    keys, layer = [first.pk], [first.pk]
    while layer:
        layer = list(Lead.objects.filter(former__in=layer).values_list("pk", flat=True))
        keys += layer
    if len(keys) == 1:
        return []
    rows = Lead.objects.filter(pk__in=keys).select_related("campaign").prefetch_related("verifications__team")
    seen = set(Lead.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [(row, row.pk in seen) for row in rows.order_by("received_at", "number")]


def _timeline(lead, rounds):
    """The log of the lead and of its verifications in one line of time."""
    lines = [*lead.log.select_related("actor"), *(line for row in rounds for line in row.log.all())]
    return sorted(lines, key=lambda line: (line.at, line.action == "conclude"))


def dismiss(request, lead_id):
    lead = lead_of(request, lead_id, "不予受理")
    return step_page(
        request, lead, lead, "dismiss", form=ReasonStep(request.POST or None, row=lead),
        act=lambda values: services.dismiss(lead=lead, by=request.user, **values), done="已决定不予受理，经办人会收到消息",
    )  # fmt: skip


def conclude(request, lead_id):
    lead = lead_of(request, lead_id, "作出结论")
    found = contradictions.hindering(lead, request.user)
    form = ConcludeForm(request.POST or None, request.FILES or None, row=lead, lead=lead, open_matters=len(found))
    act = lambda values: services.conclude(lead=lead, by=request.user, **with_scans(form, values, request.user))  # noqa: E731
    return step_page(
        request, lead, lead, "conclude", form=form, act=act, done="结论已记录，经办人会收到消息",
        reports=lead.verifications.order_by("created_at"), hindering=found, own_word=refuted_by(lead, request.user),
    )  # fmt: skip


def revise(request, lead_id):
    """What a body above decided later takes the place of the conclusion, which stays in the log."""
    lead = lead_of(request, lead_id, "变更结论")
    form = ReviseForm(request.POST or None, request.FILES or None, row=lead, lead=lead)
    return step_page(
        request, lead, lead, "revise", form=form, done="已按上级认定变更结论，经办人会收到消息",
        act=lambda values: services.revise(lead=lead, by=request.user, **with_scans(form, values, request.user)),
    )  # fmt: skip


def spare(request, lead_id):
    """Why the case is not handed to discipline."""
    lead = lead_of(request, lead_id, "不移交一案双查")
    return step_page(
        request, lead, lead, "spare", form=ReasonStep(request.POST or None, row=lead),
        act=lambda values: services.spare(lead=lead, by=request.user, **values), done="已记录不移交的理由，经办人会收到消息",
    )  # fmt: skip


def ruling_add(request, lead_id):
    """The scan that a case from old files came without."""
    lead = lead_of(request, lead_id, "补充认定文件扫描件")
    must(request, lead, "" if lead.deciding_authority else "这条线索没有认定机关的文件")
    form = RulingForm(request.POST or None, request.FILES or None, row=lead)
    act = lambda values: services.add_ruling(lead=lead, by=request.user, **with_scans(form, values, request.user))  # noqa: E731
    return form_page(request, lead, lead, form=form, act=act, done="扫描件已保存", label="补充认定文件扫描件")


def with_scans(form, values, user):
    """The service's keywords: the files kept as uploads, which stay with the form when it comes back."""
    scans = photos.collect(form, by=user)
    return {name: value for name, value in values.items() if name != "files"} | {"scans": scans}


@require_POST
def handler_add(request, lead_id):
    lead = lead_of(request, lead_id, "指定经办人")
    must(request, lead, rules.may_name(request.user, lead))
    form = HandlerForm(request.POST, lead=lead)
    if not form.is_valid():
        return _show(request, lead, form)
    person = form.cleaned_data["user"]
    act = lambda: services.name_handler(lead=lead, by=request.user, **form.cleaned_data)  # noqa: E731
    shut = "" if has_signed(person, lead.village.township_code) else f"；{person.name}签署保密承诺书后才能打开"
    return post_step(request, lead, act, f"已指定{person.name}为经办人，{person.name}会收到消息{shut}")


@require_POST
def handler_end(request, lead_id, handler_id):
    lead = lead_of(request, lead_id, "取消经办人")
    must(request, lead, rules.may_name(request.user, lead))
    handler = get_object_or_404(lead.handlers.select_related("user"), pk=handler_id)
    note = request.POST.get("note", "")
    act = lambda: services.end_handler(handler=handler, by=request.user, note=note)  # noqa: E731
    return post_step(request, lead, act, f"{handler.user.name}不再能看到这条线索")


@require_POST
def again(request, lead_id):
    """Take a refuted case up again in the running campaign."""
    former = lead_of(request, lead_id, "重新核查")
    must(request, former, rules.may_open(request.user))
    campaign = running_campaign(request, request.POST.get("campaign", ""))
    if campaign is None:
        return say_refused(request, "当前没有进行中的专项行动，不能重新核查", url_of(former))
    try:
        lead = services.verify_again(former=former, campaign=campaign, by=request.user)
    except Refused as error:
        return say_refused(request, error, url_of(former))
    return redirect("incidents:again_list" if request.POST.get("stay") else url_of(lead))
