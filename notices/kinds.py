"""The kinds of papers, a row each: how the number begins, who issues, which form asks, which builder prints."""

from dataclasses import dataclass

from circulars.layout import builders

from . import written
from .enums import PaperKind


@dataclass(frozen=True)
class Kind:
    """`code` follows the township's short name in the number; `form` is None for what is drawn from the registers.

    `by_office`: issued in the name of the office the drafter sits in. `alone`: may go out without a unit on the
    portal receiving it, because it stays in the files or goes to an office outside. `follows`: kinds it grows from.
    """

    kind: PaperKind
    code: str
    form: type | None = None
    build: object = None
    title: str = ""
    by_office: bool = False
    alone: bool = False
    follows: tuple = ()

    @property
    def label(self):
        return self.kind.label


_ORDER = (PaperKind.ORDER,)
_ASKING = (PaperKind.CIRCULAR, PaperKind.BULLETIN, PaperKind.TIP, PaperKind.URGING)
_ROWS = (
    Kind(PaperKind.CIRCULAR, "政发", written.CircularForm, builders.circular),
    Kind(PaperKind.BULLETIN, "政通报", written.BulletinForm, builders.bulletin, follows=(*_ORDER, PaperKind.URGING)),
    Kind(PaperKind.LETTER, "政函", written.LetterForm, builders.letter, alone=True),
    Kind(PaperKind.TIP, "应急提示", written.TipForm, builders.tip, "安全生产提示单", by_office=True),
    Kind(
        PaperKind.TALK, "应急约谈", written.TalkForm, builders.talk, "安全生产约谈通知书", by_office=True, follows=_ORDER
    ),
    Kind(
        PaperKind.RECHECK, "应急复查", written.RecheckForm, builders.recheck, "整改复查意见书", by_office=True,
        follows=_ORDER,
    ),
    Kind(
        PaperKind.TRANSFER, "应急移", written.TransferForm, builders.transfer, "安全生产问题移送函", by_office=True,
        alone=True, follows=_ORDER,
    ),
    Kind(PaperKind.REPORT, "应急核", written.ReportForm, builders.report, "核查报告", by_office=True, alone=True),
    Kind(PaperKind.MINUTES, "政纪要", written.MinutesForm, builders.minutes, "安全生产工作会议纪要", alone=True),
    Kind(PaperKind.SLIP, "应急回执", written.SlipForm, builders.slip, "回执", by_office=True, follows=_ASKING),
    Kind(PaperKind.ORDER, "应急责改", by_office=True),
    Kind(PaperKind.URGING, "政督"),
)  # fmt: skip
KINDS = {row.kind: row for row in _ROWS}
WRITTEN = [row for row in _ROWS if row.form]


def grown_from(kind):
    """The kinds that are drawn up because of a paper of this kind."""
    return [row for row in WRITTEN if kind in row.follows]


def goes_alone(paper):
    """Whether a paper may be issued without a unit on the list."""
    return KINDS[paper.kind].alone
