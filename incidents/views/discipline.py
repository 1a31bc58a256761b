"""What was handed to discipline about deaths: seen by discipline without the cases themselves, received and answered here."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.errors import Refused
from core.forms import PortalForm
from core.middleware import say_refused
from core.one_form import filled

from .. import access, rules_referral
from ..enums import AccessAction
from ..filters import DisciplineFilter
from ..forms import DoubleAnswerForm, ReceiveForm
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_paper
from ..models import Referral
from ..services import referrals
from .referring import NOT_INQUIRED, told
from .sight import enter, marked_form, marked_list, marked_page

STEPS = {"receive": (ReceiveForm, "已登记签收"), "answer": (DoubleAnswerForm, "已答复，经办人和乡镇领导会收到消息")}


def handed(request):
    if reason := rules_referral.may_see_handed(request.user):
        raise Refused(reason)
    enter(request)
    return Referral.objects.handed_to_discipline(request.user).select_related("lead__village")


def handed_list(request):
    return marked_list(
        request, handed(request).order_by("-sent_on", "-pk"), look="移交纪检", template="incidents/handed.html",
        partial="incidents/_handed.html", filterset=DisciplineFilter,
    )  # fmt: skip


def one(request, referral_id, action=AccessAction.VIEW):
    row = get_object_or_404(handed(request), pk=referral_id)
    access.log(lead=row.lead, by=request.user, action=action, detail="纪检移交")
    return row


def handed_one(request, referral_id):
    """Posted with a reason: names and numbers in full, for this one answer."""
    row = one(request, referral_id)
    steps = [step for step in row.workflow.open_to(row, request.user) if step.action in STEPS]
    context = {"row": row, "lead": row.lead, "steps": steps} | told(request, row.lead, row)
    return marked_page(request, "incidents/handed_one.html", context)


def handed_print(request, referral_id):
    """双查报告: asked for with a reason, printed once a second person has allowed it."""
    row = one(request, referral_id)
    back = reverse("incidents:handed_one", args=[row.pk])
    if not row.is_inquired:
        return say_refused(request, NOT_INQUIRED, back)
    return ask_paper(request, None, ExportKind.INQUIRY, row.pk, back=back)


def handed_step(request, referral_id, action):
    if action not in STEPS:
        raise Http404
    row = one(request, referral_id, AccessAction.WORK)
    form_class, done = STEPS[action]
    back, label = reverse("incidents:handed_one", args=[row.pk]), row.workflow.steps[action].label
    if reason := row.workflow.refusal(row, action, request.user):
        return say_refused(request, reason, back)
    form: PortalForm = form_class(request.POST or None, row=row)
    act = lambda **_: referrals.step(referral=row, action=action, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, done, back) or marked_form(
        request, form, label, label, back, f"线索 {row.lead.number}"
    )
