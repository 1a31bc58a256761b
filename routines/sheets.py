"""What is printed: the sheet to sign in on, the frequency table, the eight points, the guide."""

from django.utils import timezone

from circulars import layout
from core import clock
from enterprises.papers import pdf
from notices import typeset

from .enums import PointState, Presence

BLANK_ROWS = 20


def sign_sheet(row):
    """PDF bytes of the 签到表; with blank lines where nobody is on the list yet."""
    people = list(row.attendees.all())
    there = sum(person.presence == Presence.SIGNED for person in people)
    context = {"row": row, "people": people, "there": there, "blank": range(1, BLANK_ROWS + 1) if not people else ()}
    return pdf.pdf("routines/papers/sign.html", context)


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
