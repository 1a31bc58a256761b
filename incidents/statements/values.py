"""Are two values of one matter the same, nearly the same, or different? Pure Python.

A time is a span: as long as it is vague. Two spans that touch do not contradict each other.
"""

import re
import unicodedata
from datetime import datetime, time, timedelta
from difflib import SequenceMatcher

from django.db import models
from django.utils import timezone

from ..matching.names import WILD, clean_name, folded, heard
from .enums import NUMBERS, TIMES, Matter, Precision

NEARLY = 0.6  # share of a text that is the same, from which two wordings may mean one thing


class Verdict(models.TextChoices):
    SAME = "same", "一致"
    NEAR = "near", "写法相近"
    DIFFERENT = "different", "矛盾"


def slack(minute, about, half_day):
    """How much clocks and memories may differ without anybody being wrong: minutes, minutes, hours before and after."""
    return {
        Precision.MINUTE: timedelta(minutes=minute), Precision.ABOUT: timedelta(minutes=about),
        Precision.HALF_DAY: timedelta(hours=half_day),
    }  # fmt: skip


def compare(matter, one, other, allowed):
    """Verdict on two values: (moment, precision), a number, or a text. `allowed` is what `slack` gives."""
    if matter in TIMES:
        return Verdict.SAME if _touch(span(*one, allowed), span(*other, allowed)) else Verdict.DIFFERENT
    if matter in NUMBERS:
        return Verdict.SAME if one == other else Verdict.DIFFERENT
    return _names(one, other) if matter == Matter.NAME else _words(one, other)


def span(at, precision, allowed):
    """The first and the last moment a time may mean; a day is that day in local time."""
    if precision != Precision.DAY:
        return at - allowed[precision], at + allowed[precision]
    day = timezone.localdate(at)
    first = timezone.make_aware(datetime.combine(day, time()))
    return first, first + timedelta(days=1) - timedelta(microseconds=1)


def _touch(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def _names(one, other):
    """Another way of writing it, one like it by ear, or one with a hidden character is near; the rest is another name."""
    first, second = clean_name(one), clean_name(other)
    if first == second:
        return Verdict.SAME
    if len(first) != len(second):
        shorter, longer = sorted((first, second), key=len)
        return Verdict.NEAR if len(shorter) > 1 and shorter in longer else Verdict.DIFFERENT
    pairs = list(zip(folded(first), folded(second), strict=True))
    return Verdict.NEAR if all(_like(*pair) for pair in pairs) else Verdict.DIFFERENT


def _like(one, other):
    return one == other or WILD in (one, other) or heard(one) == heard(other)


def _words(one, other):
    """Places, employers, causes: one that holds the other says the same, more or less exactly."""
    first, second = plain(one), plain(other)
    if first in second or second in first:
        return Verdict.SAME
    alike = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return Verdict.NEAR if alike >= NEARLY else Verdict.DIFFERENT


def plain(text):
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text)).casefold()


def words(matter, value):
    """The value as a page says it: 2026-03-04 08:15, 3 人, the text."""
    if matter in NUMBERS:
        return f"{value} 人"
    if matter not in TIMES:
        return value
    at, precision = timezone.localtime(value[0]), value[1]
    day = f"{at:%Y-%m-%d}"
    more = {
        Precision.MINUTE: f" {at:%H:%M}", Precision.ABOUT: f" {at:%H:%M} 左右",
        Precision.HALF_DAY: " 上午" if at.hour < 12 else " 下午",
    }  # fmt: skip
    return day + more.get(precision, "")
