"""What the portal is told of tips at its start."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from enterprises.files.registers import register as register_tab
from enterprises.plates import register_tip
from evidence import photos as pictures
from reminders.deadlines import register as register_deadline

from ..custody import told
from ..enums import TOLD, LeadSource
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


@transaction.atomic
def open_tip_as_lead(*, tip, by, village, enterprise, text, where, photos):
    """A lead about a death, from the words of whoever accepts the tip, with the bare copies of its photos."""
    summary = f"{text}（地点：{where}）" if where else text
    lead = open_lead(
        village=village, enterprise=enterprise, source=LeadSource.TIP, summary=summary, by=by, key=f"tip:{tip.pk}",
        received_at=tip.received_at,
    )  # fmt: skip
    _put_beside(lead, [photo for photo in photos if not told.is_known(lead, photo.sha256)])
    return lead.number, reverse("incidents:detail", args=[lead.pk])


def _put_beside(lead, photos):
    for number, photo in enumerate(photos, 1):
        with photo.file.open("rb") as stream:
            row = pictures.keep(ContentFile(stream.read()), by=None)
        row.owner, row.slot, row.name = lead, TOLD, f"来源照片{number}.jpg"
        row.save(update_fields=["content_type", "object_id", "slot", "name"])
