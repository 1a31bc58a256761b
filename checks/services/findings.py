"""What follows from bad answers: a draft in the register of hazards, or a confidential lead. Once per answer, ever."""

from django.contrib.contenttypes.models import ContentType

from evidence.models import Attachment
from hazards.services.registering import draft_from_check
from incidents.enums import LeadSource
from incidents.services import open_lead

from ..enums import LeadsTo, Reply
from ..models import Answer


def follow(*, check, answers, by):
    """Make the drafts and leads of these bad answers; one that has its own already keeps it."""
    for answer in answers:
        if answer.item.leads_to == LeadsTo.HAZARD and answer.hazard_id is None:
            answer.hazard = _draft(check, answer, by)
            answer.save(update_fields=["hazard"])
        elif answer.item.leads_to == LeadsTo.LEAD and answer.lead_id is None:
            answer.lead = _lead(check, answer, by)
            answer.save(update_fields=["lead"])


def _draft(check, answer, by):
    return draft_from_check(
        key=_key(answer), village=check.place, enterprise=check.enterprise, campaign=check.campaign,
        description=_told(answer), location=_where(check), photos=list(photos_of(answer)), by=by,
    )  # fmt: skip


def _lead(check, answer, by):
    summary = f"{check.unit_name}自查填报：{_told(answer)}"
    return open_lead(
        key=_key(answer), village=check.place, enterprise=check.enterprise, campaign=check.campaign,
        source=LeadSource.SELF_CHECK, summary=summary, by=by,
    )  # fmt: skip


def _key(answer):
    return f"check-answer:{answer.pk}"


def _told(answer):
    """The question, the answer, and what the unit wrote to it."""
    told = f"{answer.item.text}（答：{Reply(answer.value).label}）"
    return f"{told}。{answer.note.strip()}" if answer.note.strip() else told


def _where(check):
    firm = check.enterprise
    return ((firm.address if firm else "") or check.place.name)[:120]


def photos_of(answer):
    return Attachment.objects.of(answer)


def pictured(answers):
    """Keys of the answers that have at least one photo."""
    keys = [str(answer.pk) for answer in answers]
    kind = ContentType.objects.get_for_model(Answer)
    rows = Attachment.objects.filter(content_type=kind, object_id__in=keys, withdrawn_at=None)
    return {int(pk) for pk in rows.values_list("object_id", flat=True)}
