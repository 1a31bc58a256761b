"""What chains of records are made of: the hash of a line, the sealed end, where one is broken."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC


def hash_of(parts):
    """SHA-256 in hex over a list of texts and numbers."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def moment(at):
    """A time as it goes into a hash, whatever the zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def end_of(length, code):
    """What stands sealed at the end of a chain."""
    return f"{length}:{code}"


@dataclass(frozen=True)
class Break:
    """Where a chain is broken: the number of the line and in words what is wrong."""

    number: int
    words: str
