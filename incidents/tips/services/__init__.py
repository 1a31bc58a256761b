"""What is done with tips and their rewards; each opens its own transaction and acts for `by`."""

from .handling import accept, close, dismiss, extend, hand_over, note, pass_on, reopen, sort
from .identity import end_handler, name_handler, open_identity, open_photo
from .receiving import add, of_code, send_in
from .rewards import approve, lapse, pay, propose, refuse

__all__ = [
    "accept",
    "add",
    "approve",
    "close",
    "dismiss",
    "end_handler",
    "extend",
    "hand_over",
    "lapse",
    "name_handler",
    "note",
    "of_code",
    "open_identity",
    "open_photo",
    "pass_on",
    "pay",
    "propose",
    "refuse",
    "reopen",
    "send_in",
    "sort",
]
