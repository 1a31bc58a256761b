"""What checks and hazards add to the paper of one enterprise: hazards not yet mended, the last inspections."""

from hazards.models import Hazard

from .models import Inspection

SHOWN = 50
LAST = 10


def open_hazards(user, firm):
    rows = Hazard.objects.visible_to(user).open().filter(enterprise=firm).order_by("due_on", "pk")
    lines = [
        (row.number, row.description, row.location, row.get_grade_display(), str(row.due_on or ""), row.get_state_display())
        for row in rows[:SHOWN]
    ]
    return "未销号隐患", ("编号", "隐患", "地点", "等级", "整改期限", "状态"), lines, rows.count()


def inspections(user, firm):
    rows = Inspection.objects.visible_to(user).signed().filter(enterprise=firm).order_by("-held_on", "-pk")
    lines = [(str(row.held_on), row.get_kind_display(), row.agency, row.opinions) for row in rows[:LAST]]
    return "现场检查", ("日期", "方式", "检查单位", "处理意见"), lines, rows.count()
