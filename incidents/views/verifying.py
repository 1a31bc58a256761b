"""Verifying a lead: the team, talks, the report, its confirmation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.middleware import say_refused

from .. import rules, services
from ..forms import ChangeTeamForm, InterviewForm, PlanForm, ReasonStep, ReportForm, TeamForm, VisitForm
from ..models import Verification
from ..services.talks import without_original
from .register import token
from .sight import form_page, lead_of, must, page, post_step, step_page, url_of, version_of


def verification_of(lead, verification_id):
    return get_object_or_404(Verification.objects.select_related("lead__village"), pk=verification_id, lead=lead)


def verification_new(request, lead_id):
    """Form a team for a lead."""
    lead = lead_of(request, lead_id, "组成核查组")
    if request.method != "POST" and (reason := rules.wrong_start(lead)):
        return say_refused(request, reason, url_of(lead))
    return form_page(
        request, lead, lead, form=TeamForm(request.POST or None, row=lead, lead=lead, user=request.user),
        act=lambda values: services.start_verification(lead=lead, by=request.user, **values),
        done="核查组已组成，成员会收到消息", label="组成核查组",
    )  # fmt: skip


def team(request, lead_id, verification_id):
    """Replace people of a running verification."""
    lead = lead_of(request, lead_id, "调整核查组")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_change_team(request.user, row))
    form = ChangeTeamForm(
        request.POST or None, row=row, lead=lead, user=request.user, verification=row, initial={"team": row.team.all()}
    )
    return form_page(
        request, lead, row, form=form, act=lambda values: services.change_team(verification=row, by=request.user, **values),
        done="核查组已调整，成员会收到消息", label="调整核查组",
    )  # fmt: skip


def plan(request, lead_id, verification_id):
    """Change how and until when a running verification goes on."""
    lead = lead_of(request, lead_id, "调整方案和期限")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_change_plan(request.user, row))
    form = PlanForm(request.POST or None, row=row, lead=lead, user=request.user)
    return form_page(
        request, lead, row, form=form, act=lambda values: services.change_plan(verification=row, by=request.user, **values),
        done="已调整，核查组会收到消息", label="调整方案和期限",
    )  # fmt: skip


def interview_new(request, lead_id, verification_id):
    """The notes of one talk; "save and next" stays for another."""
    lead = lead_of(request, lead_id, "记录谈话")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_report(request.user, row))
    asked, wrong = _asked(row, request.GET.get("appointment", "")), _wrong(row, request.GET.get("wrong", ""))
    first = {"present": rules.names(row.team.all()), **_as_asked(asked), **_as_written(wrong, request.user)}
    form = InterviewForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_interview(
                verification=row, by=request.user, key=token(request), appointment=asked, wrong=wrong, **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "谈话笔录已保存")
            return redirect(request.path if "more" in request.POST else url_of(lead))
    return page(
        request,
        lead,
        "incidents/interview.html",
        {
            "form": form,
            "row": row,
            "kept": row.interviews.in_force().count(),
            "title": "更正谈话笔录" if wrong else "谈话笔录",
        },
    )


def visit_new(request, lead_id, verification_id):
    """The notes of one visit."""
    lead = lead_of(request, lead_id, "记录走访")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_report(request.user, row))
    form = VisitForm(request.POST or None, initial={"visitors": rules.names(row.team.all())})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_visit(verification=row, by=request.user, key=token(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "走访记录已保存")
            return redirect(request.path if "more" in request.POST else url_of(lead))
    context = {"form": form, "row": row, "kept": row.visits.count(), "title": "走访记录"}
    return page(request, lead, "incidents/interview.html", context)


def _asked(row, key):
    """The appointment the notes are about, while it waits for them."""
    return row.appointments.filter(pk=key, interview=None, missed="").first() if key.isdecimal() and len(key) < 19 else None


def _wrong(row, key):
    """The notes to be put right, while nothing stands for them."""
    return row.interviews.in_force().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _as_written(wrong, user):
    """Notes come back to whoever wrote them; another of the team puts them down anew."""
    if wrong is None or wrong.by_id != user.pk:
        return {}
    return {name: getattr(wrong, name) for name in ("person", "relation", "place", "at", "present", "text")}


def _as_asked(asked):
    if asked is None:
        return {}
    at = {"at": asked.at} if asked.is_past else {}
    return {
        "person": asked.person, "relation": asked.relation, "place": asked.place or asked.get_where_display(), **at,
    }  # fmt: skip


def report(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "提交核查报告")
    row = verification_of(lead, verification_id)
    first = {"findings": row.findings, "proposal": row.proposal}
    held = row.interviews.in_force().select_related("by").prefetch_related("originals")
    return step_page(
        request, lead, row, "report", form=ReportForm(request.POST or None, row=row, initial=first),
        act=lambda values: services.report(verification=row, by=request.user, **values),
        done="核查报告已提交，等待乡镇领导审定", talks=held, opened=bool(row.findings),
        no_original=[talk.pk for talk in without_original(held)],
    )  # fmt: skip


@require_POST
def confirm(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "审定核查报告")
    row = verification_of(lead, verification_id)
    must(request, lead, rules.may_confirm(request.user, row))
    act = lambda: services.confirm(verification=row, by=request.user, version=version_of(request))  # noqa: E731
    return post_step(request, lead, act, "已审定核查报告，请作出结论")


def send_back(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "退回补充核查")
    row = verification_of(lead, verification_id)
    return step_page(
        request, lead, row, "send_back", form=ReasonStep(request.POST or None, row=row),
        act=lambda values: services.send_back(verification=row, by=request.user, **values),
        done="已退回补充核查，核查组会收到消息",
    )  # fmt: skip
