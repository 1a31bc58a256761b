"""What is printed: the sheet to sign in on, the frequency table, the eight points, the guide."""

from django.utils import timezone

from circulars import layout
from core import clock
from enterprises.papers import pdf
from notices import typeset

from .enums import PointState

SIGN_HEAD = ["序号", "姓名", "单位职务", "到会", "签到时间", "手写签名"]
BLANK_ROWS = 20


def sign_sheet(row):
    """PDF bytes of the 签到表; with blank lines where nobody is on the list yet."""
    people = list(row.attendees.all())
    there = sum(person.presence == "signed" for person in people)
    when = f"{layout.cn_date(row.held_on)}" + (f"{row.begins:%H:%M}" if row.begins else "")
    facts = [
        ["名称", row.title],
        ["时间", when],
        ["地点", row.where],
        ["主持人（授课人）", row.chair],
        ["到会", f"应到 {len(people)} 人，已到 {there} 人" if people else ""],
    ]
    lines = [_person(n, person) for n, person in enumerate(people, 1)]
    lines = lines or [[str(n), "", "", "", "", ""] for n in range(1, BLANK_ROWS + 1)]
    blocks = [layout.Table(facts, head=0), layout.Block("　"), layout.Table([SIGN_HEAD, *lines])]
    return _printed(f"{row.get_form_display()}签到表", blocks)


def _person(number, person):
    at = timezone.localtime(person.marked_at).strftime("%m-%d %H:%M") if person.presence == "signed" else ""
    said = person.get_presence_display() if person.marked_at else ""
    return [str(number), person.name, person.unit, f"{said}{f'（{person.note}）' if person.note else ''}", at, ""]


def points_sheet(review, least):
    """PDF bytes of the 八有自查表, landscape."""
    points = list(review.points.all())
    had = sum(point.verdict in (PointState.MET, PointState.MENDED) for point in points)
    return pdf.pdf("routines/papers/points.html", {"review": review, "points": points, "had": had, "least": least})


def guide_sheet(guide):
    """PDF bytes of a version of the guide."""
    day = f"{layout.cn_date(timezone.localdate(guide.published_at))}公布" if guide.published_at else "草稿，未公布"
    return _printed(
        guide.title, [layout.Block(f"{guide.township}　第{guide.number}版　{day}"), *layout.blocks_of(guide.body)]
    )


def frequency_sheet(township, year, lines):
    """PDF bytes of the 频次表, landscape."""
    context = {"township": township, "year": year, "lines": lines, "today": clock.today(), "months": range(1, 13)}
    return pdf.pdf("routines/papers/frequency.html", context)


def _printed(title, blocks):
    document = layout.Document(title=title, form="plain", even_pages=False, blocks=blocks)
    return typeset.printed(document)[0]
