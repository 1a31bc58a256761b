"""The door of the engine: text in, reading out."""
from .reading import Reading


def read(text: str) -> Reading:
    """Read a circular. Never raises for strange text; what is doubtful becomes a finding."""
    return Reading(text=text)
