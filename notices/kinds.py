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
    `confidential`: seen by nobody but its writer, leaders and whoever it is addressed to.
    """

    kind: PaperKind
    code: str
    form: type | None = None
    build: object = None
    title: str = ""
    by_office: bool = False
    alone: bool = False
    follows: tuple = ()
    confidential: bool = False

    @property
    def label(self):
        return self.kind.label


_ORDER, _SEEN = (PaperKind.ORDER,), (PaperKind.ORDER, PaperKind.INSPECTION)
_ASKING = (PaperKind.CIRCULAR, PaperKind.ISSUING, PaperKind.BULLETIN, PaperKind.TIP, PaperKind.URGING)
_OFFICE = {"by_office": True}
_OUTWARD = {"by_office": True, "alone": True}
_ROWS = (
    Kind(PaperKind.CIRCULAR, "政发", written.CircularForm, builders.circular),
    Kind(PaperKind.ISSUING, "政发", written.IssuingForm, builders.issuing),
    Kind(PaperKind.BULLETIN, "政通报", written.BulletinForm, builders.bulletin, follows=(*_ORDER, PaperKind.URGING)),
    Kind(PaperKind.REQUEST, "政请", written.UpwardForm, builders.upward, alone=True),
    Kind(PaperKind.ACCOUNT, "政报", written.UpwardForm, builders.upward, alone=True),
    Kind(PaperKind.LETTER, "政函", written.LetterForm, builders.letter, alone=True),
    Kind(PaperKind.MINUTES, "政纪要", written.MinutesForm, builders.minutes, alone=True),
    Kind(PaperKind.LISTING, "政挂督", written.ListingForm, builders.listing, "重大事故隐患挂牌督办通知书", follows=_SEEN),
    Kind(PaperKind.TIP, "应急提示", written.TipForm, builders.tip, "安全生产提示单", **_OFFICE),
    Kind(
        PaperKind.TALK, "应急约谈", written.TalkForm, builders.talk, "安全生产约谈通知书", **_OFFICE,
        follows=(*_ORDER, PaperKind.LISTING),
    ),
    Kind(PaperKind.INSPECTION, "应急检记", written.InspectionForm, builders.inspection, "现场检查记录", **_OUTWARD),
    Kind(
        PaperKind.ORDER, "应急责改", written.OrderForm, builders.order, "责令限期整改指令书", **_OFFICE,
        follows=(PaperKind.INSPECTION,),
    ),
    Kind(PaperKind.RECHECK, "应急复查", written.RecheckForm, builders.recheck, "整改复查意见书", **_OFFICE, follows=_ORDER),
    Kind(
        PaperKind.TRANSFER, "应急移", written.TransferForm, builders.transfer, "关于移送安全生产问题的函", **_OUTWARD,
        follows=_SEEN,
    ),
    Kind(PaperKind.REPORT, "应急核", written.ReportForm, builders.report, "核查报告", **_OUTWARD),
    Kind(
        PaperKind.INTERVIEW, "应急谈记", written.InterviewForm, builders.interview, "谈话笔录", **_OUTWARD,
        confidential=True,
    ),
    Kind(PaperKind.SLIP, "应急回执", written.SlipForm, builders.slip, "回执", **_OFFICE, follows=_ASKING),
    Kind(PaperKind.URGING, "政督"),
)  # fmt: skip
KINDS = {row.kind: row for row in _ROWS}
WRITTEN = [row for row in _ROWS if row.form]


def lacking(paper):
    """Labels of the fields that a draft still needs before it can be set."""
    form = KINDS[paper.kind].form
    fields = (
        [form.base_fields[name] for name in form.own_fields() if paper.content.get(name) in (None, "", [])] if form else []
    )
    return [str(field.label) for field in fields if field.required]


def grown_from(kind):
    """The kinds that are drawn up because of a paper of this kind."""
    return [row for row in WRITTEN if kind in row.follows]


def goes_alone(paper):
    """Whether a paper may be issued without a unit on the list."""
    return KINDS[paper.kind].alone


def drawn(paper):
    """Whether its text was drawn from the registers of hazards and tasks and is not written at the desk."""
    return not KINDS[paper.kind].form or isinstance(paper.content.get("hazards"), list)
