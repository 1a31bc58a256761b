"""Boxes of 今日 about the files of enterprises: what runs out, tickets for work with fire."""

from functools import partial

from accounts.enums import Role
from enterprises.files.kinds import kinds
from enterprises.models import FireTicket

from . import lines

OFFICE = (Role.OFFICER, Role.DEPARTMENT, Role.ENTERPRISE)
OWN_CONCERN = {"training", "supplies"}  # the enterprise sees to these by itself


def to_mend(kind, user):
    return kind.model.objects.visible_to(user).to_mend().select_related("enterprise").order_by("expires_on", "pk")


def tickets(user):
    return FireTicket.objects.visible_to(user).kept().select_related("enterprise").order_by("ends_at", "pk")


def running_out(box):
    """One box a kind that runs out, made by `box` (see today.Waiting)."""
    return tuple(
        box(
            kind.due, (Role.ENTERPRISE,) if kind.slug in OWN_CONCERN else OFFICE, partial(to_mend, kind),
            partial(lines.of_file, kind), "enterprises:files_register", {"standing": "mend"}, (kind.slug,),
        )
        for kind in kinds() if kind.due
    )  # fmt: skip
