"""What is done with hazards; each opens its own transaction and acts for `by`."""

from .assign import bulk_assign, bulk_confirm
from .entrusting import entrust, take_over
from .extensions import ask_extension, decide_extension, last_day_to_ask
from .judging import redate
from .library import keep_clause, withdraw_clause
from .loop import accept, cancel, confirm, grade, report_done, send_back, submit_plan
from .plans import amend_plan, return_plan
from .recurrence import recur, similar
from .registering import draft_from_check, register, slots_of
from .regrading import ask_leader, lower_grade, raise_grade
from .settling import (
    add_photos,
    correct_report,
    impose,
    lift,
    no_power_to_stop,
    report_major,
    treat_as_accident,
    untreat_accident,
)

__all__ = [
    "accept",
    "add_photos",
    "amend_plan",
    "ask_extension",
    "ask_leader",
    "bulk_assign",
    "bulk_confirm",
    "cancel",
    "confirm",
    "correct_report",
    "decide_extension",
    "draft_from_check",
    "entrust",
    "grade",
    "impose",
    "keep_clause",
    "last_day_to_ask",
    "lift",
    "lower_grade",
    "no_power_to_stop",
    "raise_grade",
    "recur",
    "redate",
    "register",
    "report_done",
    "report_major",
    "return_plan",
    "send_back",
    "similar",
    "slots_of",
    "submit_plan",
    "take_over",
    "treat_as_accident",
    "untreat_accident",
    "withdraw_clause",
]
