"""Once refuted or doubtful, a case is verified again in every later campaign, by others."""

from django.db import transaction

from accounts.models import User
from core.errors import Refused

from .. import rules
from ..enums import MUST_VERIFY_AGAIN
from ..models import Interview, Lead, Verification
from .leads import open_lead
from .people import staff_of


def rounds_before(lead):
    """The lead and its former leads, newest first."""
    while lead is not None:
        yield lead
        lead = lead.former


def verified_before(lead, but=None):
    """Keys of everybody who took part in a verification of this case, through all its former leads.

    Whoever wrote down a talk took part, even when taken off the team later. `but` is a verification not counted.
    """
    cases = [row.pk for row in rounds_before(lead)]
    rows = Verification.objects.filter(lead__in=cases).exclude(pk=but.pk if but else None)
    teams = Verification.team.through.objects.filter(verification__in=rows).values_list("user_id", flat=True)
    writers = Interview.objects.filter(verification__in=rows).values_list("by_id", flat=True)
    return {*teams, *writers, *_named_in_old_files(lead)}


def refuted_by(lead, user):
    """The number of the former round this person once closed with nothing found or nothing certain; "" for none."""
    for row in rounds_before(lead.former):
        if row.conclusion in MUST_VERIFY_AGAIN and row.log.filter(action="conclude", actor=user).exists():
            return row.number
    return ""


def names_before(lead):
    """The names of who verified this case in its former rounds, with an account or in old files."""
    people = User.objects.filter(pk__in=verified_before(lead.former)).values_list("name", flat=True) if lead.former else []
    return {*people, *(name for row in rounds_before(lead.former) for name in rules.present_of(row.old_verifiers))}


def _named_in_old_files(lead):
    """Today's staff whose name stands among the verifiers of a case that came in from old files."""
    names = {name for row in rounds_before(lead) for name in rules.present_of(row.old_verifiers)}
    if not names:
        return []
    return staff_of(lead.village.township_code).filter(name__in=names).values_list("pk", flat=True)


@transaction.atomic
def verify_again(*, former, campaign, by):
    """Open the case of a refuted or doubtful lead anew within a campaign; asked twice, it gives the same lead.

    The new lead carries the facts and the chain; who may see it is decided anew, for others must verify it.
    """
    if reason := rules.may_verify_again(by, former):
        raise Refused(reason)
    key = f"again:{former.pk}:{campaign.pk}"
    if known := Lead.objects.filter(source_key=key).first():
        return known
    if not Lead.objects.to_verify_again(campaign).filter(pk=former.pk).exists():
        raise Refused("这条线索不在本次专项行动的重新核查范围：它已经重新核查过，或者是本次行动开始后才作的结论")
    return open_lead(
        key=key, village=former.village, enterprise=former.enterprise, campaign=campaign, source=former.source,
        summary=former.summary, by=by, person=former.person, happened_on=former.happened_on, former=former,
    )  # fmt: skip


def take_up_all(*, campaign, by):
    """Take up every former lead in sight that the campaign still owes; returns the new leads."""
    rows = Lead.objects.visible_to(by).to_verify_again(campaign).select_related("village", "enterprise")
    return [verify_again(former=row, campaign=campaign, by=by) for row in rows.order_by("received_at")]
