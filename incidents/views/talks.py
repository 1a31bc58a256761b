"""Talks before and after their notes: arranged, fallen through, signed."""

from django.shortcuts import get_object_or_404

from .. import rules, services
from ..forms import AppointmentForm, MissedForm, OriginalForm, ReasonStep, SignForm
from ..models import Appointment, Interview
from .lead import with_scans
from .sight import form_page, lead_of, must
from .verifying import verification_of


def appoint(request, lead_id, verification_id):
    """Arrange a talk: who, when, where, and which account is told."""
    lead = lead_of(request, lead_id, "约定谈话")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_report(request.user, row))
    return form_page(
        request, lead, row, form=AppointmentForm(request.POST or None, row=row, lead=lead),
        act=lambda values: services.arrange(verification=row, by=request.user, **values),
        done="已约定谈话，核查组和被通知的人会收到消息", label="约定谈话",
    )  # fmt: skip


def appointment_off(request, lead_id, appointment_id):
    """The talk did not take place."""
    lead = lead_of(request, lead_id, "登记约谈结果")
    kept = get_object_or_404(Appointment.objects.select_related("verification"), pk=appointment_id, verification__lead=lead)
    row = kept.verification
    must(request, lead, rules.may_report(request.user, row))
    return form_page(
        request, lead, row, form=MissedForm(request.POST or None, row=row),
        act=lambda values: services.miss(appointment=kept, by=request.user, **values), done="已登记约谈结果", label="登记约谈结果",
    )  # fmt: skip


def _talk(lead, interview_id):
    return get_object_or_404(Interview.objects.select_related("verification"), pk=interview_id, verification__lead=lead)


def interview_withdraw(request, lead_id, interview_id):
    """Take notes back that nobody has signed."""
    lead = lead_of(request, lead_id, "撤回谈话笔录")
    kept = _talk(lead, interview_id)
    row = kept.verification
    must(request, lead, rules.may_report(request.user, row))
    act = lambda values: services.withdraw(interview=kept, by=request.user, **values)  # noqa: E731
    form = ReasonStep(request.POST or None, row=row)
    return form_page(request, lead, row, form=form, act=act, done="已撤回谈话笔录", label="撤回谈话笔录")


def interview_original(request, lead_id, interview_id):
    """The signed original that the notes came without."""
    lead = lead_of(request, lead_id, "补传签字原件")
    kept = _talk(lead, interview_id)
    row = kept.verification
    must(request, lead, rules.may_report(request.user, row))
    form = OriginalForm(request.POST or None, request.FILES or None, row=row, initial={"pages": kept.pages})
    act = lambda values: services.add_original(  # noqa: E731
        interview=kept, by=request.user, **with_scans(form, values, request.user)
    )
    return form_page(request, lead, row, form=form, act=act, done="签字原件已保存", label="补传签字原件")


def interview_signed(request, lead_id, interview_id):
    """Whether the notes were signed."""
    lead = lead_of(request, lead_id, "登记签字")
    kept = _talk(lead, interview_id)
    row = kept.verification
    must(request, lead, rules.may_report(request.user, row))
    form = SignForm(request.POST or None, request.FILES or None, row=row)
    act = lambda values: services.sign(  # noqa: E731
        interview=kept, by=request.user, **with_scans(form, values, request.user)
    )
    return form_page(request, lead, row, form=form, act=act, done="已登记签字情况", label="登记签字")
