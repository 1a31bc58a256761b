"""What the checks look at."""

from __future__ import annotations

from dataclasses import dataclass

from ..clean import Line
from ..deadlines import Clock
from ..head import Head
from ..outline import Item
from ..paragraphs import Paragraph


@dataclass(slots=True)
class Source:
    text: str
    lines: list[Line]
    site: list[Line]
    head: Head
    root: Item
    paras: list[Paragraph]
    clock: Clock
    attachments: list[Line]
