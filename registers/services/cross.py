"""Telling who must mend a difference of the two ledgers; the quarter's bulletin."""

from dataclasses import dataclass

from django.db import transaction

from core import clock
from core.errors import Refused
from hazards.models import UNDER_WAY, Transfer
from hazards.services.hands import Hands
from hazards.services.people import People, link
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind
from reminders.enums import MessageKind
from reminders.services import tell

from .. import cross, rules
from ..months import quarter_name, quarter_of

MOST = 500  # hazards urged in one go


@dataclass(frozen=True)
class Urged:
    rows: int
    people: int
    fresh: int


@transaction.atomic
def urge(*, rows, by):
    """One message a day for each difference to those who must mend it."""
    if rules.may_make(by):
        raise Refused("由应急办催办")
    rows = list(rows.select_related("village", "enterprise")[:MOST])
    if not rows:
        raise Refused("没有需要催办的差异")
    people, hands, reached, fresh = People(rows), receivers(rows), set(), 0
    for row in rows:
        for kind in cross.kinds_of(row):
            whom = menders(kind, row, people, hands)
            reached |= {person.pk for person in whom}
            fresh += _tell(row, kind, whom, by)
    return Urged(len(rows), len(reached), fresh)


def receivers(rows):
    """{hazard: the people who have its transfer in hand}."""
    moves = list(Transfer.objects.filter(hazard__in=rows, state__in=UNDER_WAY, to_office__isnull=False).order_by("pk"))
    hands = Hands(moves)
    return {move.hazard_id: hands.receivers(move) for move in moves}


def menders(kind, row, people, hands):
    """Those who have its transfer, or its office's people where it is theirs to mend, else the safety office's."""
    if kind.mender == "receiver" and row.pk in hands:
        return hands[row.pk]
    officers = people.officers[row.village.township_code]
    return (people.of_office[row.office_id] or officers) if kind.mender == "office" else officers


def _tell(row, kind, whom, by):
    return tell(
        people=whom, title=f"条块台账不一致：{row.number} {kind.label}", body=kind.said, link=link(row), about=row, by=by,
        kind=MessageKind.URGING, key=f"cross:{kind.key}:{row.pk}:{clock.today():%Y%m%d}",
    )  # fmt: skip


def draft_bulletin(*, by, year, quarter):
    """The quarter's bulletin on major hazards by village and office, as a paper to be reviewed and signed."""
    span, town = quarter_of(year, quarter), by.membership.place
    if span.first > clock.today():
        raise Refused("这个季度还没有开始")
    rows = cross.seen(by).major().filter(found_on__lte=span.last)
    lines = bulletin_lines(rows, span, year, quarter)
    content = prefill.begin(PaperKind.BULLETIN, by=by).content | {"body": "\n".join(lines)}
    title = f"关于{quarter_name(year, quarter)}重大事故隐患整改情况的通报"
    return papers.draft(
        kind=PaperKind.BULLETIN, title=title, content=content, by=by, key=f"quarter:{town.pk}:{year}:{quarter}"
    )


def bulletin_lines(rows, span, year, quarter):
    """Paragraphs and two tables (cells parted by tabs) over the major hazards found until the quarter's end."""
    mine = rows.filter(found_on__gte=span.first)
    closed = rows.filter(closed_at__date__range=(span.first, span.last))
    late = rows.overdue(on=clock.today())
    head = f"{quarter_name(year, quarter)}，全镇排查重大事故隐患 {mine.count()} 条，验收销号 {closed.count()} 条；"
    return [
        f"{head}截至目前未销号 {rows.open().count()} 条，其中逾期 {late.count()} 条。现将有关情况通报如下。",
        "一、各村情况",
        *_table("村", cross.by_place(rows)),
        "二、各站所情况",
        *_table("站所", cross.by_trade(rows)),
        "三、逾期未整改的重大隐患",
        *(_late_lines(late) or ["没有逾期未整改的重大隐患。"]),
        "四、工作要求",
        "各村、各站所要对照台账逐条核对，落实整改责任、措施、资金、时限和预案，整改完成一条、验收销号一条。",
    ]


def _table(word, lines):
    rows = [[word, "在册", "未销号", "逾期", "已销号"]]
    rows += [[cross.name_of(line), *(str(line[key]) for key in ("total", "open", "late", "closed"))] for line in lines]
    sums = cross.summed(lines)
    rows.append(["合计", *(str(sums[key]) for key in ("total", "open", "late", "closed"))])
    return ["\t".join(row) for row in rows]


def _late_lines(rows):
    rows = rows.select_related("village", "enterprise").order_by("due_on", "pk")
    return [
        f"{number}.{row.village} {row.unit.name}：{row.location}，{row.description}（期限 {row.due_on:%Y-%m-%d}）。"
        for number, row in enumerate(rows, 1)
    ]
