"""The register of duties: every assignment in sight, what counts elsewhere link to."""

from core import xlsx
from core.lists import list_page

from ..filters import RegisterFilter
from ..models import Assignment

RELATED = ("task", "campaign", "place", "office", "enterprise")
COLUMNS = [
    xlsx.Column("专项行动", "campaign__name", 30),
    xlsx.Column("任务", "task__title", 40),
    xlsx.Column("核查方式", "task__get_way_display", 12),
    xlsx.Column("期次", "period_label", 14),
    xlsx.Column("责任单位", "unit_name", 24),
    xlsx.Column("完成期限", "due_on"),
    xlsx.Column("状态", "get_state_display"),
    xlsx.Column("上报时间", "submitted_at"),
    xlsx.Column("审核通过时间", "accepted_at"),
]
TABS = (("已逾期", "running=1&late=1"), ("待审", "running=1&state=submitted"), ("已退回", "running=1&state=returned"))


def register(request):
    return list_page(
        request,
        Assignment.objects.visible_to(request.user).select_related(*RELATED).order_by("due_on", "pk"),
        template="campaigns/register.html",
        partial="campaigns/_register.html",
        filterset=RegisterFilter,
        export=("任务台账", COLUMNS),
        tabs=TABS,
    )
