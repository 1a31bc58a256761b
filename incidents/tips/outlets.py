"""What an accepted tip becomes. Packages that this one may not know register theirs in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outlet:
    """`open(tip=, by=, village=, enterprise=, text=, where=, photos=)` makes the row, once; returns (number, address).

    `text` is written anew by whoever accepts the tip: what the tipster wrote, or who it was, never goes along.
    """

    name: str
    label: str
    open: Callable


DIRECT, LEAD = "direct", "lead"
_outlets = {}


def register(name, label, open):
    _outlets[name] = Outlet(name, label, open)


def choices():
    return [(DIRECT, "直接核实")] + [(one.name, one.label) for one in _outlets.values()]


def get(name):
    """None for a tip that is looked into directly."""
    return _outlets.get(name)
