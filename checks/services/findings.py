"""What follows from bad answers: a draft in the register of hazards, or a confidential lead. Once per answer, ever."""

from evidence.models import Attachment
from hazards.services.inspected import propose
from hazards.services.registering import draft_from_check
from incidents.enums import LeadSource
from incidents.services import open_lead

from ..enums import LeadsTo, Reply
from .criteria import proposed
from .photos_by import photos_by


def follow(*, check, answers, by):
    """Make the drafts and leads of these bad answers; one that has its own already keeps it.

    An office answers about its own work: that is no hazard of a village, it stands on the check for who judges it.
    """
    if check.office_id:
        return
    if own := [answer for answer in answers if answer.item.leads_to == LeadsTo.LEAD and answer.lead_id is None]:
        _opened(own, _lead(check, own, by))
    for answer in answers:
        if answer.item.leads_to == LeadsTo.HAZARD and answer.hazard_id is None:
            answer.hazard = _draft(check, answer, by)
            answer.save(update_fields=["hazard"])
        elif answer.item.leads_to == LeadsTo.OTHERS and answer.lead_id is None:
            _opened([answer], _lead_about_others(check, answer, by))


def _opened(answers, lead):
    for answer in answers:
        answer.lead = lead
        answer.save(update_fields=["lead"])


def _draft(check, answer, by):
    hazard = draft_from_check(
        key=_key(answer), village=check.place, enterprise=check.enterprise, campaign=check.campaign,
        description=problem_of(answer), location=_where(check), photos=list(photos_of(answer)), by=by,
    )  # fmt: skip
    said = proposed(answer.item, day=hazard.found_on, township=check.place.township_code)
    return propose(hazard, grade=said["grade"], basis=said["grade_basis"], clause=said["clause"], by=by)


def _lead(check, answers, by):
    """What a unit says of itself is one case, however many questions it answers."""
    told = "\n".join(map(told_of, answers))
    return open_lead(
        key=_key(answers[0]), village=check.place, enterprise=check.enterprise, campaign=check.campaign,
        source=LeadSource.SELF_CHECK, summary=f"{check.unit_name}自查填报：{told}", by=by, handles=False,
    )  # fmt: skip


def _lead_about_others(check, answer, by):
    """What a unit knows of others is their case, not its own; who told it does not go with it to verification."""
    return open_lead(
        key=_key(answer), village=check.place, campaign=check.campaign, source=LeadSource.TIP,
        summary=f"自查中反映别的单位：{told_of(answer)}", by=by, handles=False,
    )  # fmt: skip


def _key(answer):
    return f"check-answer:{answer.pk}"


def told_of(answer):
    """The question, the answer, and what the unit wrote to it."""
    told = f"{answer.item.text}（答：{Reply(answer.value).label}）"
    return f"{told}。{answer.note.strip()}" if answer.note.strip() else told


def problem_of(answer):
    """A problem as papers word it: what is asked is not as it should be, with what was noted."""
    if answer.value != Reply.NO:
        return told_of(answer)
    note = " ".join(answer.note.split()).rstrip("。")
    return f"“{answer.item.text}”不符合" + (f"（{note}）" if note else "")


def _where(check):
    firm = check.enterprise
    return ((firm.address if firm else "") or check.place.name)[:120]


def photos_of(answer):
    return Attachment.objects.of(answer).exclude(slot="paper")


def pictured_of(answers):
    """Keys of the answers, all of one model, that have at least one photo."""
    answers = list(answers)
    return {pk for pk, photos in photos_by(type(answers[0]), answers).items() if photos} if answers else set()
