"""The rhythm of a campaign's regular reports, and who has not sent one."""

from django.contrib import messages
from django.shortcuts import redirect

from core import xlsx
from core.errors import Refused
from core.lists import list_page

from .. import rules
from ..forms import RegularForm
from ..services import regular as service
from .campaigns import campaign_of
from .changes import editable, form_page

COLUMNS = [
    xlsx.Column("期次", "label", 20),
    xlsx.Column("报送期限", "due_on"),
    xlsx.Column("应报", "total"),
    xlsx.Column("已报", "sent"),
    xlsx.Column("未报单位", lambda row: "、".join(row.unsent), 60),
]


def regular(request, campaign_id):
    """Period by period: due when, how many sent, who has not; of the units in sight."""
    campaign = campaign_of(request, campaign_id)
    return list_page(
        request, service.periods_of(request.user, campaign), template="campaigns/regular.html",
        partial="campaigns/_regular.html", export=("定期报送", COLUMNS), campaign=campaign, task=service.task_of(campaign),
        may_edit=not rules.may_edit(request.user, campaign),
    )  # fmt: skip


def rhythm(request, campaign_id):
    """How often, and by whom."""
    campaign = editable(request, campaign_id)
    task = service.task_of(campaign)
    initial = {"every": task.every, "senders": service.senders_of(task)} if task else {"senders": list(service.SENDERS)}
    form = RegularForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = service.set_rhythm(campaign=campaign, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"已定为{kept.get_every_display()}报送，到期没有报的会提醒" if kept else "不再定期报送"
            )
            return redirect("campaigns:regular", campaign.pk)
    return form_page(request, form, "定期报送频次", campaign)
