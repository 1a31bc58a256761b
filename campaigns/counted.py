"""What other apps count in a campaign besides its duties: filled in AppConfig.ready, shown in the matrix and on its page."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """`find(user, campaign)` yields (tab, key of the unit, its name, done, all); `link(campaign)` is the list of its rows.

    `tab` is one of coverage.TABS.
    """

    label: str
    find: Callable
    link: Callable


@dataclass(frozen=True)
class Sum:
    """What one source has of a whole campaign: units with something done, and rows done of all."""

    label: str
    units: int
    done: int
    total: int
    link: str


_sources = []


def register(label, find, link):
    if label not in [source.label for source in _sources]:
        _sources.append(Source(label, find, link))


def labels():
    return [source.label for source in _sources]


def of_tab(user, campaign, tab):
    """{unit: (name, [(done, all) or None of each source])}."""
    found = {}
    for number, source in enumerate(_sources):
        for where, key, name, done, total in source.find(user, campaign):
            if where == tab:
                found.setdefault(key, (name, [None] * len(_sources)))[1][number] = (done, total)
    return found


def sums(user, campaign):
    """One Sum per source that has anything."""
    found = []
    for source in _sources:
        rows = list(source.find(user, campaign))
        if rows:
            units = sum(done > 0 for *_, done, _ in rows)
            done, total = sum(row[3] for row in rows), sum(row[4] for row in rows)
            found.append(Sum(source.label, units, done, total, source.link(campaign)))
    return found
