"""Who verifies a lead; its way to other bodies, and the papers that go there."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.errors import Refused
from core.middleware import say_refused
from notices.views import inline

from .. import access, papers, rules, rules_referral, services
from ..deaths import flash
from ..enums import AccessAction
from ..forms import AnswerForm, ChangeForm, CompetenceForm, DoubleAnswerForm, ReasonStep, ReceiveForm, ReferForm, SendForm
from ..guard import opening, printing, veil
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_paper
from ..models import Accident, Interview, Referral, Verification, Visit
from ..referral_enums import ReferralKind
from ..services import referrals
from ..services.again import refuted_by
from .register import token
from .sight import form_page, lead_of, must, page, url_of

NOT_INQUIRED = "纪检监察机关答复后才有双查报告"
STEPS = {
    "change": (ChangeForm, "已修改，请核对后编号送出"),
    "change-again": (ChangeForm, "已修改，可以重新送出"),
    "send": (SendForm, "已编号，请打印盖章送出；到期没有答复会提醒"),
    "receive": (ReceiveForm, "已登记签收"),
    "answer": (AnswerForm, "已登记答复"),
    "return": (ReasonStep, "已登记退回，修改后可以重新送出"),
    "withdraw": (ReasonStep, "已撤回"),
}


def competence(request, lead_id):
    lead = lead_of(request, lead_id, "确定由谁核查")
    must(request, lead, rules.may_name(request.user, lead))
    if request.method != "POST" and (reason := rules_referral.may_decide_competence(request.user, lead)):
        return say_refused(request, reason, url_of(lead))
    initial = {"competence": lead.competence, "body": lead.competent_body} if lead.competence else None
    return form_page(
        request, lead, lead, form=CompetenceForm(request.POST or None, row=lead, initial=initial),
        act=lambda values: services.decide_competence(lead=lead, by=request.user, **values),
        done="已确定由谁核查，期限从今天起算", label="确定由谁核查", own_word=refuted_by(lead, request.user),
    )  # fmt: skip


def refer_new(request, lead_id):
    lead = lead_of(request, lead_id, "移交、提请")
    must(request, lead, rules_referral.may_refer(request.user, lead))
    values, why = _first(request, lead), opening.why_form(request, opening.ASKED in request.POST)
    kept = {"facts": values["facts"]} if veil.tells(lead, values["facts"]) else {}
    shut = kept and not opening.is_opened(request, why, lead, "移交的基本情况")
    form = ReferForm(
        None if why.is_bound else request.POST or None,
        initial=values | ({"facts": ""} if shut else {}),
        kept=kept,
    )
    if kept:
        form.fields["facts"].help_text = "印在文书上；不填即照录已登记的内容"
    if not why.is_bound and request.method == "POST" and form.is_valid():
        try:
            row = services.refer(lead=lead, by=request.user, key=token(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "文书已拟好，核对后编号送出")
            return redirect("incidents:referral", lead.pk, row.pk)
    return page(
        request,
        lead,
        "incidents/step.html",
        {"form": form, "label": "移交、提请", "why": why if shut else None, "opened": bool(kept) and not shut},
    )


def _first(request, lead):
    """What a paper begins with: the case's story, or with ?kind=flash what is on record about its accident."""
    accident = Accident.objects.filter(lead=lead).select_related("lead__village", "lead__enterprise").first()
    if request.GET.get("kind") == ReferralKind.FLASH and accident:
        return {"kind": ReferralKind.FLASH, "to_body": lead.competent_body, "facts": flash.facts(accident)}
    kind = request.GET.get("kind", "")
    body = f"{referrals.town_of(lead).name}纪委" if kind == ReferralKind.DISCIPLINE else lead.competent_body
    first = {"to_body": body, "facts": lead.summary}
    return first | {"kind": kind} if kind in ReferralKind.values else first


def referral_of(request, lead, referral_id):
    return get_object_or_404(
        Referral.objects.visible_to(request.user).select_related("lead__village"), pk=referral_id, lead=lead
    )


def referral(request, lead_id, referral_id):
    """Posted with a reason: names and numbers in full, for this one answer."""
    lead = lead_of(request, lead_id, "查看移交")
    row = referral_of(request, lead, referral_id)
    context = {"row": row, "steps": row.workflow.open_to(row, request.user), "is_inquiry": row.is_inquired}
    return page(request, lead, "incidents/referral.html", context | told(request, lead, row))


def told(request, lead, row):
    """What a referral and its log say, and the form that opens what is covered in it."""
    log, why = list(row.log.select_related("actor")), opening.why_form(request)
    texts = [row.facts, row.materials, row.answer, *(line.note for line in log)]
    opened = opening.is_opened(request, why, lead, str(row.get_kind_display()))
    covers = not opened and any(veil.tells(lead, text) for text in texts)
    return {"log": log, "opened": opened, "why": why if covers else None}


def referral_step(request, lead_id, referral_id, action):
    lead = lead_of(request, lead_id, "登记移交")
    row = referral_of(request, lead, referral_id)
    if action not in STEPS:
        raise Http404
    form_class, done = STEPS[action]
    if action == "answer" and row.kind == ReferralKind.DISCIPLINE:
        form_class = DoubleAnswerForm
    back = reverse("incidents:referral", args=[lead.pk, row.pk])
    if reason := row.workflow.refusal(row, action, request.user):
        return say_refused(request, reason, back)
    return form_page(
        request, lead, row, form=form_class(request.POST or None, row=row),
        act=lambda values: referrals.step(referral=row, action=action, by=request.user, **values),
        done=done, label=row.workflow.steps[action].label, to=back,
    )  # fmt: skip


def referral_print(request, lead_id, referral_id):
    lead = lead_of(request, lead_id, "打印移交文书")
    return ask_paper(request, lead, ExportKind.REFERRAL, referral_of(request, lead, referral_id).pk)


def inquiry_print(request, lead_id, referral_id):
    """双查报告, once discipline has answered."""
    lead = lead_of(request, lead_id, "打印双查报告")
    row = referral_of(request, lead, referral_id)
    if not row.is_inquired:
        return say_refused(request, NOT_INQUIRED, reverse("incidents:referral", args=[lead.pk, row.pk]))
    return ask_paper(request, lead, ExportKind.INQUIRY, row.pk)


def _talk(lead, interview_id):
    rows = Interview.objects.select_related("verification__lead__village")
    return get_object_or_404(rows, pk=interview_id, verification__lead=lead)


def interview_print(request, lead_id, interview_id):
    lead = lead_of(request, lead_id, "打印谈话笔录")
    return ask_paper(request, lead, ExportKind.TALK, _talk(lead, interview_id).pk)


def visit_print(request, lead_id, visit_id):
    lead = lead_of(request, lead_id, "打印走访记录")
    return ask_paper(request, lead, ExportKind.VISIT, get_object_or_404(Visit, pk=visit_id, verification__lead=lead).pk)


@csp_exempt()
@require_GET
def interview_sign(request, lead_id, interview_id):
    """The notes as the person signs them on the spot: at once, to the team alone and for a day."""
    lead = lead_of(request, lead_id)
    talk = _talk(lead, interview_id)
    if talk.pk not in printing.to_sign(talk.verification, request.user):
        must(request, lead, "当场签字的笔录只能由核查组在谈话后 24 小时内打印，过后请提出打印申请")
    try:
        data = papers.interview(talk, request.user)
    except Refused as error:
        return say_refused(request, error, url_of(lead))
    access.log(lead=lead, by=request.user, action=AccessAction.PRINT, detail="谈话笔录（当场签字）")
    return inline(data, f"谈话笔录 {lead.number}.pdf")


def order_print(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "打印核查通知")
    row = get_object_or_404(Verification, pk=verification_id, lead=lead)
    return ask_paper(request, lead, ExportKind.ORDER, row.pk)


def report_print(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "打印核查报告")
    row = get_object_or_404(Verification.objects.exclude(findings=""), pk=verification_id, lead=lead)
    return ask_paper(request, lead, ExportKind.REPORT, row.pk)


def leniency_print(request, lead_id):
    lead = lead_of(request, lead_id, "打印报告情况说明")
    return ask_paper(request, lead, ExportKind.LENIENCY, lead.pk)
