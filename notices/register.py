"""发文登记簿: every number given in a year, in order: papers, void ones too, and what was numbered outside the portal."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from .enums import PaperState, ReceiptState
from .models import NumberRaise, Paper, PaperNumber

HEAD = ("文号", "标题", "文种", "主送", "成文日期", "签发人", "页数", "签收", "状态")
ORDER = ("year", "code", "number")


@dataclass(frozen=True)
class Entry:
    """One line: a paper, or a run of numbers given outside the portal (`paper` None)."""

    number: str
    title: str
    kind: str = ""
    to: str = ""
    day: date | None = None
    signer: str = ""
    pages: int | None = None
    signed_for: str = ""
    state: str = ""
    paper: Paper | None = None

    def cells(self):
        """As HEAD names them, texts for the printed register."""
        return [
            self.number, self.title, self.kind, self.to, f"{self.day:%Y-%m-%d}" if self.day else "", self.signer,
            str(self.pages or ""), self.signed_for, self.state,
        ]  # fmt: skip


def of_paper(paper):
    others = f"等{paper.sent}个单位" if paper.sent > 1 else ""
    return Entry(
        number=paper.doc_number, title=paper.title, kind=paper.get_kind_display(), to=(paper.first_unit or "") + others,
        day=paper.issued_on, signer=str(paper.signer or ""), pages=paper.pages,
        signed_for=f"{paper.signed_for}/{paper.sent}" if paper.sent else "",
        state="作废" if paper.state == PaperState.WITHDRAWN else paper.get_state_display(), paper=paper,
    )  # fmt: skip


def of_raise(row):
    first, last = row.was + 1, row.last
    run = f"{first}号" if first == last else f"{first}至{last}号"
    number = f"{row.counter.code}〔{row.counter.year}〕{run}"
    return Entry(number=number, title=f"平台外编号，{row.actor}登记：{row.note}", state="平台外编号")


def numbered(papers):
    """Papers with a number in the order of the register, with what their lines show."""
    return papers.filter(number__isnull=False).with_receipts().select_related("signer").order_by(*ORDER)


class Entries:
    """Lines of filtered papers with the runs of outside numbers between them; sliced page by page as a list is."""

    def __init__(self, papers, raises=()):
        self.papers = papers
        self.raises = sorted(raises, key=_key_of_raise)

    def count(self):
        return self.papers.count()

    def totals(self):
        """The last line: papers, how many of them void, copies signed for and sent."""
        rows = self.papers.model.objects.filter(pk__in=self.papers.order_by().values("pk")).order_by()
        sums = rows.aggregate(
            n=Count("pk", distinct=True), void=Count("pk", distinct=True, filter=Q(state=PaperState.WITHDRAWN)),
            sent=Count("receipts"), signed=Count("receipts", filter=Q(receipts__state=ReceiptState.SIGNED)),
        )  # fmt: skip
        void = f"，其中作废 {sums['void']} 份" if sums["void"] else ""
        return Entry("合计", f"{sums['n']} 份{void}", signed_for=f"{sums['signed']}/{sums['sent']}")

    def __getitem__(self, part):
        """`part` counts papers; the runs come beside them, those after the last paper with the last page."""
        start = part.start or 0
        rows = list(self.papers[max(0, start - 1) : part.stop])
        before = _key(rows.pop(0)) if start and rows else None
        is_end = part.stop is None or len(rows) < part.stop - start or part.stop >= self.count()
        after = _key(rows[-1]) if rows and not is_end else None
        runs = [run for run in self.raises if _between(_key_of_raise(run), before, after)]
        return list(_merged(rows, runs))


def _key(paper):
    return paper.year, paper.code, paper.number


def _key_of_raise(row):
    return row.counter.year, row.counter.code, row.last


def _between(key, before, after):
    return (before is None or key > before) and (after is None or key < after)


def _merged(rows, runs):
    for row in rows:
        while runs and _key_of_raise(runs[0]) < _key(row):
            yield of_raise(runs.pop(0))
        yield of_paper(row)
    yield from map(of_raise, runs)


def raises_of(town, *, year=None, code=""):
    rows = NumberRaise.objects.filter(counter__township=town).select_related("counter", "actor")
    rows = rows.filter(counter__year=year) if year else rows
    return rows.filter(counter__code=code) if code else rows


def checked(town, *, year=None, code=""):
    """[(code, year, papers, outside, last number, missing)] of every counter in use: does each number lead to a paper?"""
    counters = PaperNumber.objects.filter(township=town, last__gt=0)
    if year:
        counters = counters.filter(year=year)
    if code:
        counters = counters.filter(code=code)
    given = Paper.objects.filter(township=town, number__isnull=False).order_by()
    papers = {(row["code"], row["year"]): row["n"] for row in given.values("code", "year").annotate(n=Count("pk"))}
    raised = NumberRaise.objects.filter(counter__township=town).order_by().values("counter")
    raised = raised.annotate(n=Sum(F("last") - F("was")))
    outside = {row["counter"]: row["n"] for row in raised}
    out = []
    for row in counters.order_by("-year", "code"):
        here, there = papers.get((row.code, row.year), 0), outside.get(row.pk, 0)
        under_way = len(row.held) + len(row.free)  # being printed now, or the next to be given
        out.append((row.code, row.year, here, there, row.last, row.last - here - there - under_way))
    return out
