"""Asking the heads of enterprises for what a file still lacks, once a day."""

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.errors import Refused, refuse_if
from reminders.enums import MessageKind
from reminders.services import addressed, write

from ..people import Told

MOST = 2000  # enterprises asked in one go


def may_urge(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办催报"


@transaction.atomic
def ask(*, firms, by, key, tab, said):
    """`said(firm)` gives title and body, `tab` the part of its page to open; (how many asked, those without account)."""
    refuse_if(may_urge(by))
    firms = list(firms.select_related("village")[:MOST])
    if not firms:
        raise Refused("没有需要催报的企业")
    told, day = Told(firms), f"{clock.today():%Y%m%d}"
    rows = []
    for firm in firms:
        title, body = said(firm)
        rows += addressed(
            people=told.heads.get(firm.pk, ()), by=by, about=firm, kind=MessageKind.URGING, key=f"{key}:{firm.pk}:{day}",
            title=title, body=body, link=reverse("enterprises:detail", args=[firm.pk]) + f"?tab={tab}",
        )  # fmt: skip
    write(rows)
    return len(firms), [firm for firm in firms if firm.pk not in told.heads]


def urge(*, kind, firms, by):
    """Ask those that lack what a kind demands today."""
    said = lambda firm: (f"催报：{kind.label}未达标", kind.demand)  # noqa: E731
    return ask(firms=firms, by=by, key=f"short-{kind.slug}", tab=kind.group.label, said=said)


def told(asked, bare):
    """In words for the page."""
    without = f"，其中 {len(bare)} 家没有登录账号，请电话联系" if bare else ""
    left = f"；一次最多 {MOST} 家，其余请按村筛选后再催" if asked == MOST else ""
    return f"已催报 {asked} 家企业{without}{left}"
