"""The list of campaigns and one campaign with its phases, tasks, roster, circular and log."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import xlsx
from core.errors import Refused
from core.forms import ReasonForm
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled
from core.workflow import advance
from notices.models import Paper

from .. import counted, guards, remains, rules, stats
from ..enums import CampaignState
from ..filters import CampaignFilter
from ..models import Campaign, Circular, TaskUnit
from ..services import dispatch as dispatching
from ..services import edit, regular
from ..units import options

COLUMNS = [
    xlsx.Column("名称", "name", 40),
    xlsx.Column("文号", "doc_number", 20),
    xlsx.Column("开始日期", "starts_on"),
    xlsx.Column("结束日期", "ends_on"),
    xlsx.Column("状态", "get_state_display"),
    xlsx.Column("应报", "total"),
    xlsx.Column("已完成", "done"),
    xlsx.Column("逾期", "late"),
]
DONE_WORDS = {"conclude": "专项行动已结束，只能查看", "reopen": "已重新开启", "withdraw": "已撤销"}


def campaign_of(request, campaign_id):
    """One campaign in sight."""
    rows = Campaign.objects.visible_to(request.user).select_related("township", "circular", "paper", "follows")
    return get_object_or_404(rows, pk=campaign_id)


def campaign_list(request):
    rows = stats.with_counts(Campaign.objects.visible_to(request.user).select_related("township"), request.user)
    waiting = Circular.objects.visible_to(request.user).filter(campaign=None, withdrawn_at=None)
    return list_page(
        request,
        rows,
        template="campaigns/list.html",
        partial="campaigns/_list.html",
        filterset=CampaignFilter,
        export=("专项行动", COLUMNS),
        may_start=not rules.may_manage(request.user),
        in_review=waiting[:10],
    )


def detail(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    steps = Campaign.workflow.open_to(campaign, request.user)
    context = {
        "campaign": campaign,
        "phases": stats.phases(request.user, campaign),
        "totals": stats.totals(request.user, campaign),
        "tasks": stats.tasks(request.user, campaign).prefetch_related(Prefetch("units", TaskUnit.objects.all())),
        "members": campaign.members.select_related("successor"),
        "log": campaign.log.select_related("actor")[:50],
        "counted": counted.sums(request.user, campaign),
        "may_contact": not rules.may_see_contacts(request.user, campaign),
        "rhythm": (rhythm := regular.task_of(campaign)),
        "period": next(iter(regular.periods_of(request.user, campaign)), None) if rhythm else None,
        "steps": [step for step in steps if step.action not in ("dispatch", "conclude")],
        "may_end": campaign.state == CampaignState.RUNNING and not rules.may_end(request.user, campaign),
        "follow_up": (after := Campaign.objects.filter(follows=campaign).first()),
        "may_hand_on": campaign.state == CampaignState.CONCLUDED and not after and not rules.may_end(request.user, campaign),
        "may_dispatch": any(step.action == "dispatch" for step in steps),
        "may_edit": not rules.may_edit(request.user, campaign),
        "is_over": stats.is_over(campaign),
        "owed": edit.owed(campaign) if not rules.may_manage(request.user, campaign) else 0,
        "may_see_paper": Paper.objects.visible_to(request.user).filter(pk=campaign.paper_id).exists(),
        "may_read_circular": not request.user.membership.on_phone,
    }
    return render(request, "campaigns/detail.html", context)


def dispatch(request, campaign_id):
    """GET shows how many assignments would go to whom; POST sends them."""
    campaign = campaign_of(request, campaign_id)
    if reason := rules.may_manage(request.user, campaign):
        raise Refused(reason)
    if request.method == "POST":
        return _dispatch(request, campaign)
    preview = dispatching.preview(campaign)
    context = {
        "campaign": campaign,
        "preview": preview,
        "options": options(campaign.township),
        "unknown": _unknown(campaign),
    }
    return render(request, "campaigns/dispatch.html", context)


def _unknown(campaign):
    """Names of units in the campaign that nobody has explained."""
    rows = TaskUnit.objects.filter(task__campaign=campaign, task__dropped=False, group="", place=None, office=None)
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def _dispatch(request, campaign):
    try:
        count = dispatching.dispatch(campaign=campaign, by=request.user)
    except Refused as error:
        campaign.refresh_from_db()
        if campaign.dispatched_at:
            messages.info(request, "已经派发过了")
            return redirect("campaigns:detail", campaign.pk)
        return say_refused(request, error, request.path)
    messages.success(request, f"已派发 {count} 项任务，责任单位会收到消息")
    return redirect("campaigns:matrix", campaign.pk)


@require_POST
def step(request, campaign_id, action):
    campaign = campaign_of(request, campaign_id)
    if action not in DONE_WORDS:
        raise Refused("没有这一步")
    note = request.POST.get("note", "")
    if action == "conclude":
        edit.conclude(campaign=campaign, note=note, by=request.user)
    else:
        advance(campaign, action, by=request.user, note=note)
    messages.success(request, DONE_WORDS[action])
    return redirect("campaigns:detail", campaign.pk)


def conclude(request, campaign_id):
    """What is still open before the end, and the end itself for who may say it."""
    campaign = campaign_of(request, campaign_id)
    if reason := rules.may_end(request.user, campaign):
        raise Refused(reason)
    refusal = Campaign.workflow.refusal(campaign, "conclude", request.user)
    left = guards.owed(request.user, campaign)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["note"].label = "同意例外的理由" if left else "结束说明"
    act = lambda note: edit.conclude(campaign=campaign, note=note, by=request.user)  # noqa: E731
    if request.method == "POST" and not refusal:
        to = "handing_on" if remains.of(request.user, campaign) else "detail"
        if answer := filled(request, form, act, DONE_WORDS["conclude"], reverse(f"campaigns:{to}", args=[campaign.pk])):
            return answer
    context = {"campaign": campaign, "left": left, "refusal": refusal, "form": form, "unfinished": edit.owed(campaign)}
    return render(request, "campaigns/conclude.html", context)
