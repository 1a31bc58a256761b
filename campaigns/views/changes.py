"""Forms that change a campaign: its facts, phases, tasks, roster, and what names of units mean."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.middleware import say_refused

from .. import rules
from ..forms import CampaignForm, LeaveForm, MemberForm, PhaseForm, TaskForm
from ..models import Campaign, Phase, Task
from ..services import edit as service
from .campaigns import campaign_of
from .review import is_option


def editable(request, campaign_id):
    """A campaign in sight that the user may change."""
    campaign = campaign_of(request, campaign_id)
    if reason := rules.may_edit(request.user, campaign):
        raise Refused(reason)
    return campaign


def blank(request):
    """A campaign without a circular."""
    if reason := rules.may_manage(request.user):
        raise Refused(reason)
    form = CampaignForm(request.POST or None, instance=Campaign(township=request.user.membership.place))
    if request.method == "POST" and form.is_valid():
        campaign = service.start_blank(form=form, by=request.user)
        messages.success(request, "已建立，接着添加阶段和任务")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, "新建专项行动")


def form_page(request, form, title, campaign=None, status=200):
    context = {"form": form, "title": title, "campaign": campaign}
    return render(request, "campaigns/form.html", context, status=status)


def edit(request, campaign_id):
    campaign = editable(request, campaign_id)
    form = CampaignForm(request.POST or None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        service.save_campaign(campaign=campaign, form=form, by=request.user)
        messages.success(request, "已保存")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, "修改基本情况", campaign)


def phase(request, campaign_id, phase_id=None):
    campaign = editable(request, campaign_id)
    row = get_object_or_404(Phase, pk=phase_id, campaign=campaign) if phase_id else Phase(campaign=campaign)
    form = PhaseForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        service.save_phase(campaign=campaign, form=form, by=request.user)
        messages.success(request, "阶段已保存")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, "修改阶段" if phase_id else "添加阶段", campaign)


def task(request, campaign_id, task_id=None):
    """A task's form; after dispatch a new date reaches the open assignments."""
    campaign = editable(request, campaign_id)
    row = get_object_or_404(Task, pk=task_id, campaign=campaign) if task_id else Task(campaign=campaign)
    if row.regular:
        return redirect("campaigns:rhythm", campaign.pk)
    form = TaskForm(request.POST or None, instance=row, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            saved, touched = service.save_task(campaign=campaign, form=form, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
            return form_page(request, form, "修改任务", campaign)
        messages.success(request, f"任务已保存，影响 {touched} 项已派发的任务" if touched else "任务已保存")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, "修改任务" if task_id else "添加任务", campaign)


@require_POST
def say_unit(request, campaign_id):
    campaign = editable(request, campaign_id)
    key, name = request.POST.get("key", ""), request.POST.get("name", "")
    if not is_option(key, campaign.township):
        return say_refused(request, "请从列表里选择单位", "campaigns:list")
    count = service.say_unit(campaign=campaign, name=name, key=key, by=request.user)
    messages.success(request, f"已记住“{name}”的含义，{count} 处任务已对应")
    return redirect("campaigns:dispatch", campaign.pk)


def member_add(request, campaign_id):
    campaign = editable(request, campaign_id)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.add_member(campaign=campaign, by=request.user, **form.cleaned_data)
        messages.success(request, "已加入领导小组")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, "添加领导小组成员", campaign)


def member_leave(request, campaign_id, member_id):
    campaign = editable(request, campaign_id)
    member = get_object_or_404(campaign.members.select_related("campaign"), pk=member_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.leave(member=member, by=request.user, **form.cleaned_data)
        messages.success(request, f"已登记{member.name}离任")
        return redirect("campaigns:detail", campaign.pk)
    return form_page(request, form, f"{member.name}离任", campaign)
