"""全员责任制 over all enterprises of a year, and the sheet of one enterprise that hangs on its wall."""

from collections import defaultdict

import django_filters
from django.db.models import Q
from django.http import Http404

from core import clock
from core.lists import list_page
from core.xlsx import Column

from ..enums import ListKind
from ..models import DutyList, Enterprise
from ..papers import pdf
from . import everyone
from .firm_filter import FirmFilter
from .views import firm_or_404

SHORT = (("1", "有缺项"), ("posted", "没有公示照片"), ("taught", "没有培训"), ("examined", "没有考核"))
LACKING = {"1": everyone.short(), "posted": Q(posted_on=None), "taught": Q(taught=0), "examined": Q(examined=0)}


class DutiesFilter(FirmFilter):
    """Works on rows made by with_duties."""

    short = django_filters.ChoiceFilter(label="缺项", choices=SHORT, method="lacking", empty_label="不限")

    def lacking(self, rows, name, value):
        return rows.filter(LACKING[value])


def year_of(request):
    """The year in the address, not one to come; else this one."""
    asked, now = request.GET.get("year", ""), clock.today().year
    return int(asked) if asked.isdecimal() and 2000 <= int(asked[:4]) <= now and len(asked) == 4 else now


def overview(request):
    year = year_of(request)
    firms = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector")
    rows = everyone.with_duties(firms, year).order_by("village_id", "pk")
    return list_page(
        request, rows, template="enterprises/files/everyone.html", partial="enterprises/files/_everyone.html",
        filterset=DutiesFilter, export=(f"{year}年全员责任制落实情况", _columns()), year=year,
        tabs=(("有缺项", "short=1"), ("没有公示照片", "short=posted"), ("没有培训", "short=taught"), ("没有考核", "short=examined")),
    )  # fmt: skip


def _columns():
    return [
        Column("企业", "name", 30), Column("所在村", "village__name"), Column("责任岗位", "posts", 10),
        Column("公示日期", "posted_on", 12), Column("培训人数", "taught", 10), Column("考核岗位", "examined", 10),
        Column("主要负责人", "principal", 12),
    ]  # fmt: skip


def sheet(request, firm_id):
    """Posts with their duties, where they hang, who was trained and examined this year; 404 without a post."""
    firm, year = firm_or_404(request, firm_id), year_of(request)
    posts = list(everyone.posts().filter(enterprise=firm).order_by("pk"))
    if not posts:
        raise Http404
    trainings, exams = defaultdict(list), {}
    for row in everyone.trained(year).filter(enterprise=firm).order_by("trained_on"):
        trainings[row.person].append(row)
    for row in everyone.examined(year).filter(enterprise=firm):
        exams[row.person, row.post] = row
    lines = [(row, trainings.get(row.holder, []), exams.get((row.holder, row.post))) for row in posts]
    context = {"firm": firm, "year": year, "lines": lines, "today": clock.today()}
    return pdf.response("enterprises/papers/duties.html", context, name=f"{firm.name} {year}年全员责任制公示")


def lists(request, firm_id):
    """The lists of the deputies' duties and of special work on one paper; `?list=` one of them; 404 without a row."""
    firm, wanted = firm_or_404(request, firm_id), request.GET.get("list", "")
    rows = DutyList.objects.kept().filter(enterprise=firm).order_by("pk")
    kinds = [kind for kind in (ListKind.DEPUTY, ListKind.SPECIAL) if wanted in ("", kind.value)]
    parts = [(kind.label, found) for kind in kinds if (found := [row for row in rows if row.list_kind == kind])]
    if not parts:
        raise Http404
    title = "和".join(label for label, _ in parts)
    context = {"firm": firm, "parts": parts, "title": title, "today": clock.today()}
    return pdf.response("enterprises/papers/duty_lists.html", context, name=f"{firm.name} {title}")
