"""What chains of records are made of: the hash of a line, the sealed end, where one is broken."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from core.encrypted import Closed


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


def go_on_from(head, lines):
    """(number, hash) to go on from: the sealed ones, for the last line may have been changed; without a key, the line's."""
    if isinstance(head, Closed):
        last = lines.order_by("number").last()
        return last.number, last.sha256
    length, _, code = head.partition(":")
    return int(length or 0), code


def joint(line, number, code, unit):
    """Breaks between a line and the one before, of which number and hash are given (0 and "" before the first).

    `unit` is what a line is called: 条 or 环.
    """
    if line.number != number + 1:
        return [Break(number + 1, f"缺第 {number + 1} 至 {line.number - 1} {unit}")]
    return [] if line.previous == code else [Break(line.number, f"第 {line.number} {unit}与上一{unit}接不上")]


def at_end(head, number, code, unit):
    """Breaks between the sealed end and the last line, of which number and hash are given."""
    if isinstance(head, Closed):
        return [Break(number, f"末尾的封存值打不开：{head}")]
    length, _, sealed = head.partition(":")
    if (length or "0") != str(number):
        return [Break(number + 1, f"应有 {length or 0} {unit}，现有 {number} {unit}")]
    return [] if sealed == code else [Break(number, f"第 {number} {unit}与末尾的封存值不符")]
