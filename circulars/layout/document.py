"""A typed official paper, before any page exists."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Block:
    """A paragraph or heading. `level` 0 is body text, 1–4 the levels 一、（一）1.（1）.

    The first `head` characters are set in the heading's face.
    """

    text: str
    level: int = 0
    head: int = 0
    indent: float = 2.0
    align: str = "left"
    space_before: int = 0

    @property
    def heading(self):
        """The part set in the heading's face."""
        return self.text[: self.head] if self.level else ""

    @property
    def rest(self):
        return self.text[len(self.heading) :]


@dataclass
class Attachment:
    """A paper behind the covering text, on a page of its own; without a label it is what the circular issues (印发)."""

    label: str
    title: str
    blocks: list = field(default_factory=list)


@dataclass
class Document:
    """What a paper says. `mark` is the red head (issuers); form is "circular" (red head) or "plain" (title first)."""

    title: str
    mark: list = field(default_factory=list)
    doc_number: str = ""
    signer: str = ""
    addressees: str = ""
    blocks: list = field(default_factory=list)
    attachments: list = field(default_factory=list)
    issuers: list = field(default_factory=list)
    issued_on: date | None = None
    closing: list = field(default_factory=list)
    note: str = ""
    copied_to: str = ""
    printer: str = ""
    printed_on: date | None = None
    form: str = "circular"
    even_pages: bool = True
    qr: str = ""
    code: str = ""
    listed: list = field(default_factory=list)  # attachments named but not printed with the paper
    watermark: str = ""  # a light word across every page of what is not issued


def cn_date(day):
    """Arabic digits without leading zeros, as the standard asks: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
