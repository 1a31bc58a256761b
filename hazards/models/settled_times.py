"""When a hazard was reported by its own unit and whether it is being mended in time."""

from ..enums import HazardState, Source

MENDED = (HazardState.PLANNING, HazardState.RECTIFYING, HazardState.REPORTED, HazardState.CLOSED)


def told_at(hazard):
    """The moment the unit's self-check was entered, as the portal's clock has it; None for what others found."""
    return hazard.created_at if hazard is not None and hazard.source == Source.SELF_CHECK else None


def mended(hazard):
    """Under rectification and not late, or done."""
    return hazard.state in MENDED and not hazard.is_overdue
