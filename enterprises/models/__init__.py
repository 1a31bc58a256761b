"""Enterprises, who acts for them, their permits and files, and rows that name a unit; each topic has a module."""

from .files import ExpiringRow, FileQuerySet, FileRow
from .files_duties import Drill, DutyExam, DutyList, Expense, Filing, Guardian, Insurance, Pledge, Supply
from .files_people import Contract, NoContract, Operator, Training, Violation
from .hotwork import FireLog, FireQuerySet, FireTicket
from .risks import Board, RiskPoint
from .roster import (
    Enterprise,
    EnterpriseQuerySet,
    Permit,
    Seat,
    UnitQuerySet,
    UnitRow,
)
from .texts import EnterpriseText
from .trade_boards import TradeBoard, TradeBoardLog, TradeBoardQuerySet

__all__ = [
    "Board",
    "Contract",
    "Drill",
    "DutyExam",
    "DutyList",
    "Enterprise",
    "EnterpriseQuerySet",
    "EnterpriseText",
    "Expense",
    "ExpiringRow",
    "FileQuerySet",
    "FileRow",
    "Filing",
    "FireLog",
    "FireQuerySet",
    "FireTicket",
    "Guardian",
    "Insurance",
    "NoContract",
    "Operator",
    "Permit",
    "Pledge",
    "RiskPoint",
    "Seat",
    "Supply",
    "TradeBoard",
    "TradeBoardLog",
    "TradeBoardQuerySet",
    "Training",
    "UnitQuerySet",
    "UnitRow",
    "Violation",
]
