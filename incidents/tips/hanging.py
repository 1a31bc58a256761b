"""Who has put up the poster for tips and who has not: photos of it as it hangs, urging those who sent none."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import Refused, refuse_if
from enterprises.models import Enterprise
from enterprises.people import Told
from evidence.services import bind
from places.models import Place
from reminders.services import tell

from ..models import Poster

WATCHERS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.SUPERVISOR)
NO_PHOTO = "请上传海报张贴后的照片"


def may_watch(user):
    return "" if user.has_role(*WATCHERS) else "海报张贴情况由乡镇和村查看，企业请从本企业页面上传照片"


def may_hang(user, *, enterprise=None):
    """Whose wall it is, and the office for anybody; what lies in sight is the caller's matter."""
    own = Role.ENTERPRISE if enterprise else Role.CADRE
    who = "企业" if enterprise else "村"
    return "" if user.has_role(Role.OFFICER, own) else f"海报照片由{who}或应急办上传"


def may_urge(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办提醒和退回"


def villages(user):
    """The villages whose posters a person looks after, with what hangs there."""
    seat, rows = user.membership, Place.objects.villages().filter(is_active=True)
    if user.has_role(Role.LIAISON):
        rows = rows.filter(pk__in=seat.villages.values("pk"))
    elif user.has_role(Role.DEPARTMENT, Role.ENTERPRISE):
        rows = rows.none()
    else:
        rows = rows.within(seat.place)
    return _with_poster(rows, Poster.objects.of_villages().filter(village=OuterRef("pk")))


def firms(user):
    """The enterprises at work in sight, with what hangs there."""
    rows = Enterprise.objects.visible_to(user).operating()
    return _with_poster(rows, Poster.objects.filter(enterprise=OuterRef("pk")))


def _with_poster(rows, posters):
    """Adds `hung_on`, `hung_where` and `hung_by` of the newest poster; None where none hangs."""
    last = posters.kept().order_by("-hung_on", "-pk")
    found = {"hung_on": "hung_on", "hung_where": "where", "hung_by": "created_by__name"}
    return rows.annotate(**{name: Subquery(last.values(path)[:1]) for name, path in found.items()})


def without_poster(rows):
    """Of villages or enterprises those where none hangs."""
    is_firm = rows.model is Enterprise
    posters = Poster.objects.kept().exclude(enterprise=None) if is_firm else Poster.objects.kept().of_villages()
    return rows.exclude(pk__in=posters.values("enterprise" if is_firm else "village"))


@transaction.atomic
def hang(*, village, where, hung_on, photos, by, enterprise=None):
    """Keep that a poster hangs, with the photos that show it (ids as sent by the picker)."""
    refuse_if(may_hang(by, enterprise=enterprise))
    if hung_on > clock.today():
        raise Refused("张贴日期不能晚于今天")
    poster = Poster.objects.create(village=village, enterprise=enterprise, where=where, hung_on=hung_on, created_by=by)
    if not bind(ids=photos, owner=poster, by=by):
        raise Refused(NO_PHOTO)
    return poster


@transaction.atomic
def send_back(*, poster, reason, by):
    """What the photo shows is no poster that hangs: it no longer counts, and who sent it is told why."""
    refuse_if(may_urge(by))
    reason = reason.strip()
    if len(reason) < 2:
        raise Refused("请写明退回的原因")
    locked = Poster.objects.select_for_update(of=("self",)).get(pk=poster.pk)
    if locked.withdrawn_at:
        raise Refused("这张照片已经退回")
    locked.withdrawn_at, locked.withdrawn_reason = clock.now(), f"{by.name}：{reason}"[:200]
    locked.version += 1
    locked.save()
    said = {"title": "举报海报照片被退回，请重新张贴拍照", "body": reason, "link": address(locked)}
    tell(people=[locked.created_by], key=f"poster:{locked.pk}:back", about=locked, by=by, **said)


def address(poster):
    if poster.enterprise_id:
        return reverse("tips:hang_firm", args=[poster.enterprise_id])
    return reverse("tips:hang_place", args=[poster.village_id])


def urge(*, by):
    """Call on the villages and enterprises in sight where no poster hangs, once a day; returns how many people."""
    refuse_if(may_urge(by))
    bare, count = list(without_poster(villages(by))), 0
    cadres = Membership.objects.of_role(Role.CADRE).filter(place__in=bare).select_related("user")
    for seat in cadres:
        count += _urge(seat.user, reverse("tips:hang_place", args=[seat.place_id]), f"place:{seat.place_id}", by)
    for firm, heads in Told(without_poster(firms(by))).heads.items():
        for head in heads:
            count += _urge(head, reverse("tips:hang_firm", args=[firm]), f"firm:{firm}", by)
    return count


def _urge(person, link, key, by):
    title = "请张贴安全生产举报海报并上传照片"
    return tell(people=[person], title=title, key=f"poster:{key}:{clock.today()}", link=link, by=by)
