"""What is done with hazards; each opens its own transaction and acts for `by`."""

from .assign import bulk_assign, bulk_confirm
from .extensions import ask_extension, decide_extension
from .loop import accept, cancel, confirm, grade, report_done, send_back, submit_plan
from .registering import draft_from_check, register

__all__ = [
    "accept",
    "ask_extension",
    "bulk_assign",
    "bulk_confirm",
    "cancel",
    "confirm",
    "decide_extension",
    "draft_from_check",
    "grade",
    "register",
    "report_done",
    "send_back",
    "submit_plan",
]
