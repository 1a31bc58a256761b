"""The guide: written as a draft, published as the version in force, which replaces the one before."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from reminders.services import tell

from .. import rules
from ..enums import GuideState
from ..models import Guide


def keep(*, guide, by):
    """Save a new version or a draft; what was published does not change."""
    fresh = guide.pk is None
    try:
        with transaction.atomic():
            refuse_if(
                rules.may_guide(by, guide),
                "" if fresh or _held(guide).state == GuideState.DRAFT else "公布过的版本不能再改，请编写新版",
            )
            if fresh:
                last = Guide.objects.filter(township=guide.township).aggregate(last=Max("number"))["last"]
                guide.number, guide.created_by, guide.created_at = (last or 0) + 1, by, clock.now()
            guide.save()
            return begin(guide, by=by, label="编写") if fresh else guide
    except IntegrityError:
        raise Refused("刚有人编写了新版，请重新打开后再写") from None


def _held(guide):
    return Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)


@transaction.atomic
def publish(*, guide, by):
    """In force from now on; cadres and liaisons are told, the version before is replaced."""
    for old in Guide.objects.select_for_update().filter(township=guide.township, state=GuideState.IN_FORCE):
        advance(old, "replace", by=by, note=f"由第{guide.number}版替换")
    advance(guide, "publish", by=by)
    first, last = guide.township.code_range
    seats = Membership.objects.of_role(Role.CADRE, Role.LIAISON).filter(place__gte=first, place__lte=last)
    people = [seat.user for seat in seats.select_related("user")]
    link = reverse("routines:guide", args=[guide.pk])
    tell(people=people, title=f"新版{guide}已公布，请学习", key=f"guide:{guide.pk}", link=link, about=guide, by=by)
    return guide


def drop(*, guide, note, by):
    return advance(guide, "drop", by=by, note=note)
