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
    keep: int = 0  # rows from here on that stay on one page

    @property
    def heading(self):
        """The part set in the heading's face."""
        return self.text[: self.head] if self.level else ""

    @property
    def rest(self):
        return self.text[len(self.heading) :]


@dataclass
class Table:
    """A table in the text: rows of cells as text, the first `head` rows repeated on every page it goes on to."""

    rows: list
    head: int = 1
    text = ""


@dataclass
class Attachment:
    """A paper behind the covering text, on a page of its own; without a label it is what the circular issues (印发)."""

    label: str
    title: str
    blocks: list = field(default_factory=list)


@dataclass
class Document:
    """What a paper says. `mark` is the red head: the issuers' names, or the words of the mark of minutes.

    `form` is "circular" (red head), "letter" (信函), "minutes" (纪要) or "plain" (title first). `signer` holds the
    signers of an upward paper, several by 、. `sealed` papers have the date four characters from the right; `seals` are
    PNG pictures of the issuers' seals, in their order. `attendance` are (出席/请假/列席, names) of minutes.
    """

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
    qr_said: str = "扫码验真"
    listed: list = field(default_factory=list)  # attachments named but not printed with the paper
    copy_number: str = ""  # 份号
    classified: str = ""  # 密级和保密期限, as 机密★1年
    urgency: str = ""  # 特急 or 加急
    attendance: list = field(default_factory=list)
    sealed: bool = True
    seals: list = field(default_factory=list)
    page_foot: list = field(default_factory=list)  # rows at the foot of every page, to sign on
    counted: bool = False  # 第 1 页　共 3 页 in place of the page's number
    watermark: str = ""  # a light word across every page of what is not issued


def cn_date(day):
    """Arabic digits without leading zeros, as the standard asks: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
