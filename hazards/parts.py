"""一闭环、两移交、三公开、四考核、一追溯 of a listing: what the record shows by itself, what a person has ticked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from .enums import HazardState
from .rules_supervision import accepted_on_site

LOOP = (
    (HazardState.PLANNING, "待报方案"),
    (HazardState.RECTIFYING, "整改中"),
    (HazardState.REPORTED, "待现场验收"),
)


@dataclass(frozen=True)
class Part:
    """`find(listing)` gives (day or None, words); `ticked` parts may be entered by a person where the record is silent."""

    key: str
    group: str
    label: str
    find: Callable | None = None
    ticked: bool = True


@dataclass(frozen=True)
class Shown:
    part: Part
    day: object
    words: str
    by: object = None

    @property
    def done(self):
        return self.day is not None


def _loop(listing):
    hazard = listing.hazard
    if hazard.state == HazardState.CLOSED and accepted_on_site(hazard):
        return timezone.localdate(hazard.closed_at), "现场验收通过，已销号"
    return None, dict(LOOP).get(hazard.state, hazard.get_state_display())


def _handed(to_office):
    def find(listing):
        for row in listing.hazard.transfers.all():
            if row.received_at and bool(row.to_office_id) == to_office:
                return timezone.localdate(row.received_at), f"{row.to_office or row.to_body or '上级安委办'}已接收"
        return None, "没有已接收的移送"

    return find


def _published(listing):
    return listing.published_on, "已列入公示" if listing.published_on else "尚未公示"


def _removal_published(listing):
    if listing.removed_at and listing.published_on:
        return timezone.localdate(listing.removed_at), "公示中已注明摘牌"
    return None, "摘牌后自动注明"


PARTS = (
    Part("loop", "一闭环", "排查、定级、整改、现场验收、销号", _loop, ticked=False),
    Part("to-office", "两移交", "移交监管站所", _handed(True)),
    Part("to-body", "两移交", "移交上级或有关机关", _handed(False)),
    Part("listing", "三公开", "挂牌情况公开", _published, ticked=False),
    Part("progress", "三公开", "整改进展公开"),
    Part("result", "三公开", "摘牌结果公开", _removal_published, ticked=False),
    Part("unit", "四考核", "考核整改单位"),
    Part("village", "四考核", "考核所在村"),
    Part("office", "四考核", "考核监管站所"),
    Part("person", "四考核", "考核包保责任人"),
    Part("trace", "一追溯", "责任倒查追溯"),
)
BY_KEY = {part.key: part for part in PARTS}


def parts_of(listing):
    """The eleven parts in order: the record first, else what a person has ticked."""
    ticks = {row.key: row for row in listing.parts.select_related("by")}
    return [_shown(part, listing, ticks.get(part.key)) for part in PARTS]


def _shown(part, listing, tick):
    day, words = part.find(listing) if part.find else (None, "")
    if day is None and tick is not None:
        return Shown(part, tick.done_on, tick.evidence, tick.by)
    return Shown(part, day, words)
