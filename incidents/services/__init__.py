"""What is done with leads about deaths; each opens its own transaction and acts for `by`."""

from ..access import log_access
from .again import take_up_all, verified_before, verify_again
from .facts import amend
from .leads import add_ruling, conclude, dismiss, open_lead, open_old_case, revise, spare
from .people import end_handler, handlers_of, leaders_of, name_handler
from .referrals import decide_competence, refer
from .talks import add_original, arrange, miss, sign, withdraw
from .verifying import add_interview, add_visit, change_plan, change_team, confirm, report, send_back, start_verification

__all__ = [
    "add_ruling",
    "add_interview",
    "add_original",
    "add_visit",
    "amend",
    "arrange",
    "change_plan",
    "change_team",
    "conclude",
    "confirm",
    "decide_competence",
    "dismiss",
    "end_handler",
    "handlers_of",
    "leaders_of",
    "log_access",
    "miss",
    "name_handler",
    "open_lead",
    "open_old_case",
    "refer",
    "report",
    "revise",
    "send_back",
    "sign",
    "spare",
    "start_verification",
    "take_up_all",
    "verified_before",
    "verify_again",
    "withdraw",
]
