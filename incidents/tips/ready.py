"""What the portal is told of tips at its start."""

from django.urls import reverse

from enterprises.files.registers import register as register_tab
from enterprises.plates import register_tip
from reminders.deadlines import register as register_deadline

from ..enums import LeadSource
from ..services import open_lead
from . import outlets
from .deadlines import due_rewards, due_tips
from .rewarding import load_rule  # noqa: F401 - registers itself


def register():
    register_tip("tips:start")
    register_tab("public", "举报海报张贴", "tips:hang_firm")
    register_deadline("tip", "举报办理", due_tips)
    register_deadline("reward", "举报奖励", due_rewards, before=(7, 3, 0))
    outlets.register(outlets.LEAD, "立为涉亡线索", open_tip_as_lead)


def open_tip_as_lead(*, tip, by, village, enterprise, text, where, photos):
    """A lead about a death, from the words of whoever accepts the tip; its photos stay with the tip."""
    summary = f"{text}（地点：{where}）" if where else text
    lead = open_lead(
        village=village, enterprise=enterprise, source=LeadSource.TIP, summary=summary, by=by, key=f"tip:{tip.pk}",
        received_at=tip.received_at,
    )  # fmt: skip
    return lead.number, reverse("incidents:detail", args=[lead.pk])
