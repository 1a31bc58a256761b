"""Enterprises punished so often that art. 113 of the Work Safety Law leads to a proposal to close them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q

from core import clock
from core.errors import Refused, refuse_if
from core.templatetags.ui import money
from enterprises.models import Enterprise
from notices import services as papers
from notices.enums import PaperKind
from notices.models import Paper
from places.models import Place

from .enums_transfer import Target
from .models import Hazard, Penalty
from .rules_penalty import WINDOWS

_COUNTED = ("in_half_year", "in_year")


@dataclass(frozen=True)
class Count113:
    """Penalties of an enterprise in the windows that end on a day."""

    half_year: int
    year: int
    rows: list
    major: int  # major hazards not closed

    @property
    def reached(self):
        return reached(self.half_year, self.year)

    @property
    def words(self):
        return f"180 日内受到行政处罚 {self.half_year} 次、一年内 {self.year} 次"


def reached(half_year, year):
    return half_year >= WINDOWS[0][1] or year >= WINDOWS[1][1]


def first_days(day):
    """The first day counted of each window; the day itself is the last."""
    return [day - timedelta(days=days - 1) for days, _ in WINDOWS]


def count(firm, day=None):
    """Decisions against the enterprise itself; those against its principal are the other half of the same case."""
    half, year = first_days(day or clock.today())
    rows = Penalty.objects.filter(case__enterprise=firm, target=Target.ENTERPRISE, decided_on__gte=year)
    rows = list(rows.filter(decided_on__lte=day or clock.today()).select_related("case").order_by("decided_on", "pk"))
    major = Hazard.objects.filter(enterprise=firm).open().major().count()
    return Count113(sum(row.decided_on >= half for row in rows), len(rows), rows, major)


def warned(enterprises, day=None):
    """Those of a queryset that have reached a limit, with both counts."""
    day = day or clock.today()
    own = Q(cases__penalties__target=Target.ENTERPRISE, cases__penalties__decided_on__lte=day)
    counts = {
        name: Count("cases__penalties", filter=own & Q(cases__penalties__decided_on__gte=first), distinct=True)
        for name, first in zip(_COUNTED, first_days(day), strict=True)
    }
    limits = {f"{name}__gte": times for name, (_, times) in zip(_COUNTED, WINDOWS, strict=True)}
    return enterprises.annotate(**counts).filter(Q(*limits.items(), _connector=Q.OR))


def proposals_on(firm):
    rows = Paper.objects.filter(content_type__model="enterprise", object_id=str(firm.pk), kind=PaperKind.LETTER)
    return rows.filter(title__startswith="关于提请关闭").exclude(state="withdrawn").order_by("-created_at")


@transaction.atomic
def propose(*, firm, by):
    """The draft of 提请关闭函 to the county government; one under way is given again."""
    firm = Enterprise.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    found = count(firm)
    if not found.reached:
        raise Refused(f"{found.words}，未达到提请关闭的次数")
    if old := proposals_on(firm).filter(created_at__date__gte=found.rows[-1].decided_on).first():
        return old
    return _draft(firm, _body(firm, found), by)


def _draft(firm, body, by, key=None):
    content = {
        "to": _county(firm), "body": body, "reply_by": None, "contact": by.name, "phone": by.phone, "copied_to": "",
    }  # fmt: skip
    title = f"关于提请关闭{firm.name}的函"
    return papers.draft(kind=PaperKind.LETTER, title=title, content=content, by=by, subject=firm, key=key)


def propose_for_hazards(*, firm, hazards, reason, by, key=None):
    """The draft of 提请关闭函 over what an inspection found, however often the unit was punished."""
    refuse_if(
        "" if hazards else "请至少选一条隐患",
        "" if reason.strip() else "请写明提请关闭的理由",
        "有不属于这家企业的隐患" if any(hazard.enterprise_id != firm.pk for hazard in hazards) else "",
    )
    return _draft(firm, _body_of_hazards(firm, hazards, reason.strip()), by, key)


def _body_of_hazards(firm, hazards, reason):
    lines = [
        f"{n}.{row.found_on:%Y年%-m月%-d日}，{row.location}：{row.description.rstrip('。')}"
        f"（{row.get_grade_display() or '未定级'}，{row.get_state_display()}）。"
        for n, row in enumerate(hazards, 1)
    ]
    return "\n".join([
        f"{firm.name}（统一社会信用代码{firm.credit_code}），主要负责人{firm.principal}。现场检查发现：",
        *lines,
        f"{reason.rstrip('。')}。依据《中华人民共和国安全生产法》第一百一十三条，提请审查并依法对该单位予以关闭。",
    ])  # fmt: skip


def _county(firm):
    """Closing an enterprise is decided by the county's government."""
    county = Place.objects.filter(pk=firm.village.county_code).first()
    return f"{county.name}人民政府" if county else ""


def _body(firm, found):
    lines = [
        f"{number}.{row.decided_on:%Y年%-m月%-d日}，{row.get_kind_display()}{f' {money(row.amount)} 元' if row.amount else ''}（{row.document}）。"
        for number, row in enumerate(found.rows, 1)
    ]
    major = f"目前仍有未销号重大事故隐患{found.major}条。" if found.major else ""
    return "\n".join([
        f"{firm.name}（统一社会信用代码{firm.credit_code}），主要负责人{firm.principal}。截至{clock.today():%Y年%-m月%-d日}，"
        f"该单位180日内受到行政处罚{found.half_year}次，一年内{found.year}次，情况如下：",
        *lines,
        f"{major}依据《中华人民共和国安全生产法》第一百一十三条，提请对该单位予以关闭，并依法吊销有关证照、实施行业禁入。",
    ])  # fmt: skip
