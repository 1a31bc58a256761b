"""Rows of visits and self-checks that are over, some days ago."""

from datetime import timedelta

from checks.models import Answer, Finding, Signature
from core import clock
from tests import factories


def day(ago):
    return clock.today() - timedelta(days=ago)


def at(ago):
    return clock.now() - timedelta(days=ago)


def visited(w, ago, *, firm=None, seen=(), team=("周文",), **fields):
    """A signed inspection; `seen` are problems it found, or hazards that came of it."""
    firm = firm or w.firm
    kept = {
        "state": "signed",
        "sha256": "1" * 64,
        "record": "{}",
        "ended": "10:00",
        "signed_at": at(ago),
        "held_on": day(ago),
    }
    where = {"enterprise": firm} if firm != w.village else {}
    row = factories.inspection(getattr(firm, "village", firm), w.officer, team=team, **(where | kept | fields))
    for what in seen:
        told = {"description": what} if isinstance(what, str) else {"description": what.description, "hazard": what}
        Finding.objects.create(inspection=row, by=w.officer, **told)
    for member in row.team.all():
        Signature.objects.create(
            inspection=row, part="inspector", member=member, name=member.name, content_sha256="1" * 64,
            collected_by=w.officer, at=at(ago),
        )  # fmt: skip
    return row


def checked(w, ago, value="yes", *, confidential=False, where=None):
    """A self-check handed in; a "no" is a problem seen."""
    rows = factories.checklist("消防通道是否畅通")
    rows.confidential = confidential
    rows.save()
    done = {"state": "submitted", "submitted_at": at(ago), "signed_name": "季长河", "zero_report": value == "yes"}
    own = {"enterprise": w.firm} if where is None else {}
    row = factories.check(rows, where or w.village, due_on=day(ago), sent_at=at(ago + 3), **(own | done))
    Answer.objects.create(check_row=row, item=row.version.items.get(), value=value)
    return row


def handed_down(w, ago=0, **fields):
    """A hazard the upper level found."""
    given = {"enterprise": w.firm, "source": "handed-down", "found_on": day(ago), "found_by": "县督查组", "grade": "major"}
    return factories.hazard(w.village, **(given | fields))
