"""Who may see a lead, who is told of it. Messages carry the number, never a name or what happened."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User, seated
from core import clock
from core.errors import Refused
from reminders.services import tell

from .. import access, rules
from ..enums import AccessAction, VerificationState
from ..guard import veil
from ..models import Handler, Lead, Verification
from ..models.handler import grant_end


def staff_of(township_code):
    """The people of a township who may handle confidential cases."""
    seats = Membership.objects.of_role(*rules.HANDLING_ROLES).filter(place=township_code)
    return User.objects.filter(is_active=True, pk__in=seats.values("user_id"))


def leaders_of(lead):
    return seated(lead.village.township_code, Role.LEADER)


def handlers_of(lead):
    """Today's handlers who still have a seat to act from."""
    current = Handler.objects.current().filter(lead=lead).values("user_id")
    return list(staff_of(lead.village.township_code).filter(pk__in=current))


def tell_leaders(lead, title, key, by=None):
    """The sender stays unnamed: whoever reported may be the one who is in danger."""
    _tell(lead, [person for person in leaders_of(lead) if person != by], title, key)


def tell_handlers(lead, title, key, by=None):
    _tell(lead, [person for person in handlers_of(lead) if person != by], title, key)


def tell_people(lead, people, title, key, by=None):
    _tell(lead, [person for person in people if person != by], title, key)


def _tell(lead, people, title, key):
    link = reverse("incidents:detail", args=[lead.pk])
    tell(people=people, title=title, key=f"lead:{lead.pk}:{key}", about=lead, link=link)


@transaction.atomic
def name_handler(*, lead, user, by, until=None):
    """Let one more person see and handle this lead, or change until when; leaders only."""
    Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    reason = rules.may_handle(by, lead) or rules.may_name(by, lead) or rules.wrong_end(until, clock.today())
    if reason:
        raise Refused(reason)
    if not staff_of(lead.village.township_code).filter(pk=user.pk).exists():
        raise Refused("经办人只能是本乡镇应急办、站所或纪委的人员")
    known = Handler.objects.current().filter(lead=lead, user=user).exists()
    handler = grant(lead, user, by, until)
    access.log(lead=lead, by=by, action=AccessAction.NAMED, detail=f"{user.name}，至 {handler.until}")
    if not known:
        tell_people(lead, [user], f"请经办涉亡线索 {lead.number}", f"handler:{handler.granted_at.isoformat()}", by)
    return handler


def grant(lead, user, by, until=None):
    """Make a person a handler from now on, whether or not they were one before."""
    values = {"granted_by": by, "granted_at": clock.now(), "until": until or grant_end()}
    return Handler.objects.update_or_create(lead=lead, user=user, defaults=values)[0]


@transaction.atomic
def end_handler(*, handler, by, note):
    """Take a person off a lead from now on, for a reason kept with the looks; whoever is verifying is first replaced."""
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=handler.lead_id)
    if reason := rules.may_handle(by, lead) or rules.may_name(by, lead):
        raise Refused(reason)
    if reason := veil.wrong_words(note, [lead]) if note.strip() else "请写明取消的原因":
        raise Refused(reason)
    if Verification.objects.filter(~Q(state=VerificationState.CONFIRMED), lead=lead, team=handler.user).exists():
        raise Refused(f"{handler.user.name}正在参加核查，请先调整核查组")
    handler.until = clock.today() - timedelta(days=1)
    handler.save(update_fields=["until"])
    access.log(lead=lead, by=by, action=AccessAction.UNNAMED, detail=f"{handler.user.name}：{note.strip()}")
    return handler
