"""Boxes of 今日 about gatherings and what the office itself must keep up."""

from datetime import timedelta

from django.urls import reverse

from accounts.enums import Role
from core import clock
from places.sight import is_wide
from routines import frequency
from routines.models import Demand, Gathering, OfficeReview, Point

from .lines import Line

OWING = (Role.CADRE, Role.ENTERPRISE, Role.LEADER)
DUTY = (Role.OFFICER, Role.LEADER)


def yesterday():
    return clock.today() - timedelta(days=1)


def asked(user):
    return Gathering.objects.visible_to(user).asked(user).order_by("held_on", "pk")


def unwritten(user):
    """Planned for a day that is over: who was there has not been written down."""
    rows = Gathering.objects.visible_to(user).filter(state="planned", held_on__lte=yesterday())
    return rows.order_by("held_on", "pk")


def owed(user):
    return Demand.objects.filter(pk__in=[demand.pk for demand in frequency.owed(user)]).order_by("pk")


def late(user):
    place = user.membership.place
    found = [] if is_wide(user) else [demand.pk for demand, _ in frequency.late(place)]
    return Demand.objects.filter(pk__in=found).order_by("pk")


def lacking(user):
    rows = OfficeReview.objects.visible_to(user).filter(pk__in=Point.objects.late().values("review"))
    return rows.select_related("township").order_by("held_on", "pk")


def of_gathering(row):
    return Line(row.title, row.where, row.held_on, reverse("routines:gathering", args=[row.pk]))


def of_owed(row):
    return Line(row.name, row.often, row.limit, f"{reverse('routines:gathering_new')}?demand={row.pk}")


def of_late(row):
    link = f"{reverse('routines:demand', args=[row.pk])}?period=over"
    return Line(row.name, f"{row.get_holder_display()}，{row.often}", None, link, "上期没开足")


def of_review(row):
    return Line(str(row), "缺项逾期未补", None, reverse("routines:review", args=[row.pk]))


def waiting(box):
    """Made by `box` (see today.Waiting)."""
    return (
        box("通知我参加的会", tuple(Role), asked, of_gathering, "routines:gatherings", {"mine": 1}),
        box("本期要开的会、要做的培训", OWING, owed, of_owed, "routines:demands", {"owed": 1}),
        box(
            "会后没有登记到会", (Role.OFFICER,), unwritten, of_gathering, "routines:gatherings",
            lambda u: {"state": "planned", "until": yesterday().isoformat()},
        ),
    )  # fmt: skip


def late_boxes(box):
    return (
        box("会议、培训、下基层没有开足", DUTY, late, of_late, "routines:demands", {"late": 1}),
        box("“八有”逾期未补", DUTY, lacking, of_review, "routines:reviews", {"late": 1}),
    )
