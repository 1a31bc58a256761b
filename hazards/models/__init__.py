"""Hazards and what belongs to one; further topics have a module each."""

from .batches import Batch, BatchItem, BatchLog
from .criteria import Clause, ClauseUse, Standard
from .ladder import LadderCase, LadderCaseLog, LadderPaper
from .misses import Miss, MissedLook, MissLog
from .offence import Offence
from .penalty import Case, CaseLog, PastPenalty, Penalty, Power
from .quality import Mark, MarkLog, PhotoPrint, Twin, TwinLog
from .register import (
    ACCEPTANCE_TIME,
    OPEN_STATES,
    EarlierPlan,
    Extension,
    ExtensionLog,
    Hazard,
    HazardLog,
    HazardQuerySet,
    Plan,
    Series,
)
from .settling import Acceptance, AsAccident, Control, MajorReport, PastReport
from .sums import CountedTown, MonthSum, Sum, Uncounted
from .supervision import Listing, ListingLog, ListingPart
from .texts import HazardText
from .trace import TraceSheet, TraceSheetLog
from .transfer import OPEN_TRANSFERS, UNDER_WAY, Trade, TradeLog, Transfer, TransferLog

__all__ = [
    "ACCEPTANCE_TIME",
    "Acceptance",
    "AsAccident",
    "Case",
    "CaseLog",
    "Batch",
    "BatchItem",
    "BatchLog",
    "Clause",
    "ClauseUse",
    "Control",
    "CountedTown",
    "Extension",
    "ExtensionLog",
    "Hazard",
    "HazardLog",
    "HazardQuerySet",
    "HazardText",
    "LadderCase",
    "LadderCaseLog",
    "LadderPaper",
    "Listing",
    "ListingLog",
    "ListingPart",
    "MajorReport",
    "Mark",
    "MarkLog",
    "Miss",
    "MissLog",
    "MissedLook",
    "OPEN_STATES",
    "OPEN_TRANSFERS",
    "PastPenalty",
    "PastReport",
    "Penalty",
    "Offence",
    "PhotoPrint",
    "MonthSum",
    "EarlierPlan",
    "Plan",
    "Power",
    "Series",
    "Standard",
    "TraceSheet",
    "TraceSheetLog",
    "Sum",
    "Trade",
    "TradeLog",
    "Transfer",
    "TransferLog",
    "Twin",
    "TwinLog",
    "UNDER_WAY",
    "Uncounted",
]
