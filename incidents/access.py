"""The record of looks: every view, act, export and refusal leaves a line of who, in which seat, what, when."""

from datetime import timedelta

from core import clock

from . import chain
from .enums import AccessAction
from .models import AccessLog

DETAIL = AccessLog._meta.get_field("detail").max_length
AGAIN = timedelta(minutes=1)  # a part of a page that comes anew is no other look


def line(lead, user, action, detail="", town=None):
    """An unsaved line; `town` is the code of the township whose record it belongs to, that of the lead when not given."""
    return AccessLog(
        chain_id=town or lead.village_id[:9] + "000", lead=lead, user=user, user_title=user.title[:60], action=action,
        detail=detail[:DETAIL], at=clock.now(),
    )  # fmt: skip


def log(*, lead, by, action, detail=""):
    """One look at one lead. `detail` never bears a name, a phone or what was typed into a search."""
    chain.append([line(lead, by, action, detail)])


def log_without_lead(*, by, action, detail):
    """A look at what is no single lead (a list of deaths, who gave a tip, the door); kept with the person's township."""
    if by.membership is not None:
        chain.append([line(None, by, action, detail, by.membership.place.township_code)])


def log_page(*, by, what, number, count, is_part=False):
    """A page of a list that was shown: which list, which page, how many rows. A part of it fetched anew is the same look."""
    page = f"{what} 第 {number} 页"
    if not is_part or not _just_now(by, AccessAction.VIEW, f"{page} "):
        log_without_lead(by=by, action=AccessAction.VIEW, detail=f"{page} {count} 条")


def log_hits(*, by, what, kinds, number, count, is_part=False):
    """A page of a list that was searched: by which filters and how many were found; what was typed is not kept."""
    said = f"{what} 按{'、'.join(kinds)}筛选 {count} 条 第 {number} 页"
    if not is_part or not _just_now(by, AccessAction.HIT, said[:DETAIL]):
        log_without_lead(by=by, action=AccessAction.HIT, detail=said)


def _just_now(by, action, beginning):
    mine = AccessLog.objects.filter(user=by, action=action, lead=None, at__gte=clock.now() - AGAIN)
    return mine.filter(detail__startswith=beginning).exists()


def log_access(*, lead, user, action, detail=""):
    """A look from another room at what opened a lead, e.g. the answers of a self-check; `action` is in words."""
    log(lead=lead, by=user, action=AccessAction.VIEW, detail=f"{action} {detail}".strip())


def log_many(*, leads, by, action, detail):
    """One act that touches several leads names each of them."""
    chain.append([line(lead, by, action, detail) for lead in leads])
