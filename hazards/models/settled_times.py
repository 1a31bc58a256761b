"""When a hazard was reported by its own unit and whether it is being mended in time."""

from enterprises.models import Seat

from ..enums import HazardState, Source

# what waits for the office to confirm or grade is no delay of the unit's
MENDED = (
    HazardState.DRAFT, HazardState.FOUND, HazardState.PLANNING, HazardState.RECTIFYING, HazardState.REPORTED,
    HazardState.CLOSED,
)  # fmt: skip


def seats_of(enterprise, user):
    """The seats, also those given up, that a person has had in an enterprise; both may be expressions of a query."""
    return Seat.objects.filter(enterprise=enterprise, membership__user=user)


def entered_by_unit(hazard):
    return hazard.enterprise_id is not None and seats_of(hazard.enterprise_id, hazard.created_by_id).exists()


def entered_for_unit(hazard):
    """代报: said to be the unit's own find, yet entered by somebody else."""
    return hazard is not None and hazard.source == Source.SELF_CHECK and not entered_by_unit(hazard)


def told_at(hazard, by_unit=None):
    """The moment the unit itself entered what it found, as the portal's clock has it; None for all else.

    `by_unit` is what entered_by_unit says, where it is known already.
    """
    if hazard is None or hazard.source != Source.SELF_CHECK:
        return None
    return hazard.created_at if (entered_by_unit(hazard) if by_unit is None else by_unit) else None


def mended(hazard):
    """Under rectification and not late, or done, or not yet graded."""
    return hazard.state in MENDED and not hazard.is_overdue
