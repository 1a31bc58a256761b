"""Who may see which case until when: looking over the grants, prolonging them, telling before they end."""

from django.db import transaction
from django.urls import reverse

from core import clock
from core.errors import Refused
from reminders.deadlines import Due

from .. import access, rules
from ..enums import AccessAction
from ..models import Handler, Lead
from ..services.people import leaders_of, tell_people


@transaction.atomic
def renew(*, handler, until, by):
    """Let a person go on with a lead until a later day; leaders only, and only while the grant still runs.

    Asked for again with the same day, nothing happens.
    """
    row = Handler.objects.select_for_update(of=("self",)).select_related("lead__village", "user").get(pk=handler.pk)
    if reason := rules.may_handle(by, row.lead) or rules.may_name(by, row.lead) or rules.wrong_end(until, clock.today()):
        raise Refused(reason)
    if row.until < clock.today():
        raise Refused(f"{row.user.name}的授权已于 {row.until} 到期，请在线索页重新指定")
    if until <= row.until:
        return row
    row.until = until
    row.save(update_fields=["until"])
    access.log(lead=row.lead, by=by, action=AccessAction.NAMED, detail=f"{row.user.name}，延长至 {until}")
    tell_people(row.lead, [row.user], f"涉亡线索 {row.lead.number} 的经办授权延长至 {until}", f"grant:{row.pk}:{until}", by)
    return row


def renew_all(*, handlers, until, by):
    """(prolonged, [(handler, why not)]) of the chosen grants."""
    done, refused = [], []
    for row in handlers:
        try:
            done.append(renew(handler=row, until=until, by=by))
        except Refused as error:
            refused.append((row, str(error)))
    return done, refused


def of_leader(user):
    """The grants that run today on leads in sight, the first to end first."""
    if rules.may_name(user, None):
        return Handler.objects.none()
    rows = Handler.objects.visible_to(user).current().select_related("lead__village", "user", "granted_by")
    return rows.order_by("until", "lead__number", "pk")


def ending(user):
    return of_leader(user).ending()


def due_grants(first, last):
    """Grants on open leads before they end: the leaders renew them, the handler knows."""
    rows = Handler.objects.current().filter(until__range=(first, last), lead__in=Lead.objects.open())
    for row in rows.select_related("lead__village", "user"):
        title = f"涉亡线索 {row.lead.number} 的经办授权（{row.user.name}）到期"
        yield Due(row, row.until, leaders_of(row.lead), title, f"{reverse('incidents:grants')}?soon=1")
        yield Due(row, row.until, [row.user], title, reverse("incidents:detail", args=[row.lead_id]))
