"""The door of the engine: text in, reading out."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from .clean import Line, furniture, lines_of
from .deadlines import Clock, in_text, relative
from .findings import Source, doubts
from .head import Head, read_head
from .kinds import kind_of
from .members import office, prose_members, read_rosters
from .outline import Item, heading, outline, sections_of
from .paragraphs import paragraphs
from .phases import phases
from .reading import Cadence, Deadline, Period, Phase, Reading, Section, Task
from .signature import read_signature
from .spanned import Spanned, joined
from .tables import read_tables
from .tasks import Duties, read_cadences, read_tasks

_CITY = re.compile(r"^([\u4e00-\u9fff]{2,6}?(?:市|县|区|旗|镇|乡))")
_ISSUED_BY = re.compile(
    r"(?:^|[，,。；;])(?P<name>(?:[\u4e00-\u9fff]{0,8}[市县区镇乡])[\u4e00-\u9fff]{2,20}?)(?:日前"
    r"|近日|于近日|今日)?(?:印发|出台|制定|下发|发布)了?(?=《)"
)

_COLOPHON = re.compile(
    r"^(?:附(?:件|表)\d{0,2}|抄送[:：].*|[（(]?此件.*|[（(]联系人[:：].*[）)]|主题词[:：].*|.{4,40}\d日印发)$"
)


def read(text: str) -> Reading:
    """Read a circular. Never raises for strange text; what is doubtful becomes a finding."""
    lines = lines_of(text)
    site = furniture(lines)
    head = read_head(lines)
    read_signature(lines, head)
    clock = Clock(head.issued_on or head.published_on, _year_told(head))
    attachments = _attachment_notes(lines)
    tables = read_tables(lines, clock)
    roster = read_rosters(lines)
    paras = paragraphs([line for line in lines if line.role == "body"])
    root = outline(paras)
    body = joined((para.clean for para in paras), "\n")
    kind = kind_of(head, root, body.text) if not tables else "circular"
    reading = Reading(
        kind=kind,
        text=text,
        members=roster.members or prose_members(body),
        collective_members=roster.collective,
        office=office(body),
    )
    _fill_head(reading, head, body)
    duties = Duties()
    if kind not in ("article", "other"):
        reading.phases, used = phases(root, clock)
        duties = read_tasks(root, used, clock)
        reading.sections = _sections(root)
    else:
        reading.phases = phases(root, clock)[0]
    _fill_duties(reading, duties, tables, root)
    reading.cadences = [c for item in root.walk() for c in _cadences(item)]
    reading.relative_deadlines = _relative(root)
    reading.period = _period(root, reading.phases, clock)
    reading.findings = doubts(Source(text, lines, site, head, root, paras, clock, attachments), reading)
    return reading


def _year_told(head: Head) -> int | None:
    """The year undated words mean where it is not that of issue: told by number or title of an undated paper,
    or by the title of a plan for the year to come (2026年检查计划, issued in December)."""
    if head.issued_on:
        years = {int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", head.title.text + (head.scheme_title or ""))}
        return head.issued_on.year + 1 if years == {head.issued_on.year + 1} else None
    for words in (head.doc_number.text if head.doc_number else "", head.title.text, head.scheme_title or ""):
        match = re.search(r"(?:19|20)\d\d", words)
        if match:
            return int(match.group())
    return None


def _attachment_notes(lines: list[Line]) -> list[Line]:
    """附件：1.… lines before the signature list papers; their numbers begin no items."""
    notes, inside = [], False
    for line in lines:
        if line.role != "body":
            inside = False
            continue
        if re.match(r"^附(?:件|表)\d{0,2}[:：]", line.text):
            inside = True
        elif inside and not re.match(r"^\d{1,2}[.．、]", line.text):
            inside = False
        if inside and len(line.text) <= 120:
            line.role = "attachment"
            notes.append(line)
        elif len(line.text) <= 120 and _COLOPHON.match(line.text):
            line.role = "colophon"
    return notes


def _fill_head(reading: Reading, head: Head, body: Spanned) -> None:
    reading.title = head.title.text or None
    reading.scheme_title = head.scheme_title
    reading.issuer = head.issuer
    reading.doc_number = head.doc_number.text if head.doc_number else None
    reading.issued_on = head.issued_on
    reading.recipients = head.recipients
    if reading.kind == "article":
        _fill_article(reading, head, body)
    spans = {
        "title": head.title.whole,
        "scheme_title": head.scheme_span,
        "issuer": head.issuer_span,
        "doc_number": head.doc_number.whole if head.doc_number else None,
        "issued_on": head.issued_span,
        "recipients": head.recipients_span,
    }
    reading.spans = {key: span for key, span in spans.items() if span}


def _fill_article(reading: Reading, head: Head, body: Spanned) -> None:
    """A report says in its text who issued the paper it tells of."""
    match = _ISSUED_BY.search(body.text)
    if match and not reading.issuer:
        name, place = match.group("name"), _CITY.match(reading.title or "")
        bare = re.match(r"^(省|市|县|区|镇|乡)", name)
        reading.issuer = place.group(1)[:-1] + name if bare and place and place.group(1).endswith(bare.group(1)) else name
        head.issuer_span = body.span(match.start("name"), match.end("name"))
    told = re.search(r"(?:印发|出台|制定|下发|发布)了?《(?P<name>[^《》]{4,80})》(?:[（(]以下)?", body.text)
    if told and not reading.scheme_title:
        reading.scheme_title = told.group("name")
        head.scheme_span = body.span(told.start("name"), told.end("name"))


def _sections(root: Item) -> list[Section]:
    named = [item for item in sections_of(root) if item.marker.kind not in ("article", "quarter") and item.parts]
    headed = [(item, heading(item)) for item in named]
    return [
        Section(item.number, head.title, item.parts[0].span(0, len(head.title))) for item, head in headed if head.own_words
    ]


def _fill_duties(reading: Reading, duties: Duties, tables: list, root: Item) -> None:
    sections = [item for item in root.children if item.number_span]
    starts = [item.number_span[0] for item in sections]
    for task in tables:
        at = bisect_right(starts, task.span[0]) - 1
        if at >= 0:
            task.section, task.path = heading(sections[at]).title, sections[at].path
    reading.tasks = sorted([*duties.tasks, *tables], key=lambda task: task.span or (0, 0))
    reading.untitled = duties.untitled
    _due_with_phases(reading.tasks, reading.phases)


def _due_with_phases(tasks: list[Task], phases: list[Phase]) -> None:
    """A work listed under a phase is due when the phase ends."""
    placed = [phase for phase in phases if phase.span]
    starts = [phase.span[0] for phase in placed]
    for task in tasks:
        at = bisect_right(starts, task.span[0]) - 1 if task.span and task.deadline is None else -1
        phase = placed[at] if at >= 0 else None
        if phase and phase.ends_on and task.span[1] <= phase.span[1]:
            task.deadline = Deadline(phase.raw or phase.name, "date", phase.ends_on, phase.starts_on, span=phase.span)


def _cadences(item: Item) -> list[Cadence]:
    return read_cadences(item.own, item.path)


def _relative(root: Item) -> list[Deadline]:
    out = []
    for item in root.walk():
        for place in relative(item.text):
            place.deadline.span = item.own.span(place.start, place.end)
            out.append(place.deadline)
    return out


def _period(root: Item, found: list[Phase], clock: Clock) -> Period:
    """Told in the opening words (从即日起至…), else from the first phase to the last."""
    told = _told_period(root, clock)
    first = told.starts_on if told else None
    last = told.ends_on if told else None
    if not told and root.children and len(root.text) < 20:
        told = None
    starts = [p.starts_on for p in found if p.starts_on]
    if first is None and found:
        first = found[0].starts_on or (min(starts) if starts else None)
    if last is None and found:
        last = found[-1].ends_on
    return Period(first, last, told.raw if told else "", told.span if told else None)


def _told_period(root: Item, clock: Clock) -> Period | None:
    for item in [root, *_time_sections(root)]:
        for s in clock.stretches(item.text[:3000]):
            if s.ranged and (s.first or s.last) and not s.impossible and _later(s.last, clock.issued):
                return Period(s.first, s.last, s.raw, item.own.span(s.start, s.end))
        for s in clock.stretches(item.text[:3000]):
            if s.open and s.first and s.first == clock.issued:
                return Period(s.first, None, s.raw, item.own.span(s.start, s.end))
    return None


def _later(last: date | None, issued: date | None) -> bool:
    return last is None or issued is None or last >= issued


def _time_sections(root: Item) -> list[Item]:
    return [
        item
        for item in root.walk()
        if item.marker
        and _says_when(item)
        and re.search(r"^[\u4e00-\u9fff]{0,4}时间(?!节点)|期限$|整治时间|行动时间", heading(item).title)
    ]


def _says_when(item: Item) -> bool:
    """时间安排 may say when in one line, or set out phases whose first and last days are read from them."""
    return not re.search("安排|要求", heading(item).title) or not item.children and len(item.text) <= 60


def other_limits(root: Item, clock: Clock) -> list[Deadline]:
    """Dated limits anywhere in the text, for the doubt whether there are any."""
    return [place.deadline for item in root.walk() for place in in_text(item.text, clock)]
