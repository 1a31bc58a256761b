"""The papers each tab offers."""

from ..enums import ListKind
from ..models import Board, DutyList, RiskPoint
from . import everyone
from .registers import register


def has_points(firm):
    return RiskPoint.objects.kept().filter(enterprise=firm).exists()


register("risks", "打印四色图（A4）", "enterprises:risk_sheet", has_points)
register("risks", "四色图（A3）", "enterprises:risk_sheet_a3", has_points)
register("risks", "打印风险告知卡", "enterprises:risk_cards", has_points)
register("public", "打印责任牌", "enterprises:plate", lambda firm: Board.objects.kept().filter(enterprise=firm).exists())
register(
    "public",
    "打印分管负责人清单和专项工作清单",
    "enterprises:duty_lists",
    lambda firm: DutyList.objects.kept().filter(enterprise=firm).exclude(list_kind=ListKind.ALL).exists(),
)
register(
    "public",
    "打印全员责任制公示表",
    "enterprises:duties_sheet",
    lambda firm: everyone.posts().filter(enterprise=firm).exists(),
)
