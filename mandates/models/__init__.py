"""What offices and leaders answer for: lists of powers and duties, three lists, chains of supervision, reviews."""

from .chains import Chain, ChainLink
from .faults import Fault, FaultLog
from .lists import Mandate, MandateItem, MandateLog
from .problems import Problem, ProblemLog, ProblemSheet, SheetLog
from .reviews import Review, ReviewLine, ReviewLog

__all__ = [
    "Chain",
    "ChainLink",
    "Fault",
    "FaultLog",
    "Mandate",
    "MandateItem",
    "MandateLog",
    "Problem",
    "ProblemLog",
    "ProblemSheet",
    "Review",
    "ReviewLine",
    "ReviewLog",
    "SheetLog",
]
