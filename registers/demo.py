"""The last three months of the demonstration's first township (sent, sent, draft) and some deductions."""

from datetime import datetime, time
from decimal import Decimal

from django.utils import timezone

from accounts.enums import Role
from core import clock
from places.models import Office

from .models import Report
from .months import last_months, next_month
from .services import assessment, monthly

DEDUCTIONS = (
    # days ago, points, veto, reason, proof, confirmed
    (70, "2", False, "三季度消防通道隐患两次通报后仍未整改", "三季度安全生产通报", True),
    (40, "1", False, "自查表照抄标准原文，未到现场检查", "抽查记录第 6 号", True),
    (12, "1.5", False, "隐患整改逾期且未申请延期", "督办通知", False),
)


def load(demo):
    town = demo.towns[0]
    officers = demo.people.get((town.code, Role.OFFICER)) or []
    leaders = demo.people.get((town.code, Role.LEADER)) or []
    if not (officers and leaders):
        return
    for first in last_months(3)[:0:-1]:
        _sent(first, officers[0], leaders[0])
    monthly.make(by=officers[0], month=clock.today())
    _deductions(demo, town, officers[0], leaders[0])


def _on(day, hour):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour))))


def _sent(first, officer, leader):
    """Made and sent on the first days of the next month."""
    day = next_month(first)
    with _on(day, 9):
        report = monthly.make(by=officer, month=first)
    with _on(day, 11):
        monthly.check(report=report, by=leader)
    with _on(day, 15):
        monthly.send(report=Report.objects.get(pk=report.pk), by=officer, sent_to="县安委会办公室")


def _deductions(demo, town, officer, leader):
    villages, office = demo.villages[town.code], Office.objects.filter(township=town, is_safety_office=False).first()
    units = ({"village": villages[0]}, {"village": villages[-1]}, {"office": office})
    for unit, (ago, points, veto, reason, proof, confirmed) in zip(units, DEDUCTIONS, strict=True):
        with _on(demo.day(-ago), 10):
            row = assessment.note(
                by=officer,
                on=demo.day(-ago),
                reason=reason,
                proof=proof,
                points=Decimal(points),
                veto=veto,
                **unit,
            )
            if confirmed:
                assessment.move(deduction=row, action="confirm", by=leader)
