"""The ledger of major hazards: the page, its workbook, its print. An enterprise finds its own there and nothing else."""

from csp.decorators import csp_exempt
from django.views.decorators.http import require_GET

from core import clock
from core.errors import Refused
from core.lists import list_page
from enterprises.models import Enterprise
from notices.views import inline

from . import major
from .filters import HazardFilter
from .models import Hazard

TITLE = "重大事故隐患台账"
TABS = (("未销号", "open=1"), ("已逾期", "overdue=1"), ("待验收", "state=reported"), ("已销号", "state=closed"))


class MajorFilter(HazardFilter):
    """The register's bar without what a ledger of major hazards does not ask."""

    grade = problem = again = mending = unrouted = registered = None


def ledger(request):
    rows = Hazard.objects.visible_to(request.user).registered().major()
    return rows.select_related(*major.RELATED).prefetch_related(*major.BESIDE)


def register(request):
    return list_page(
        request, ledger(request), template="hazards/major.html", partial="hazards/_major.html", filterset=MajorFilter,
        export=(TITLE, major.columns()), tabs=TABS,
    )  # fmt: skip


# the browser's PDF viewer is a page of its own, see views_settling.slip
@csp_exempt()
@require_GET
def printed(request):
    rows = list(MajorFilter(request.GET, queryset=ledger(request), request=request).qs[: major.MOST + 1])
    if len(rows) > major.MOST:
        raise Refused(f"超过 {major.MOST} 条，请先筛选（如按站所或发现日期）再打印")
    return inline(major.sheet(f"{owner(request.user)}{TITLE}", rows), f"{TITLE} {clock.today()}.pdf")


def owner(user):
    """Whose ledger it is: the enterprise, else the place of the seat."""
    firm = Enterprise.objects.visible_to(user).first() if user.role == "enterprise" else None
    return str(firm.name if firm else user.membership.place)
