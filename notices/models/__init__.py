"""Papers with their numbers and receipts; the seals that are put on them; the sentences offices say."""

from .papers import (
    Countersign,
    NumberRaise,
    Paper,
    PaperLog,
    PaperNumber,
    Receipt,
    ReceiptLog,
    VerifyCount,
)
from .seals import Seal, SealKeeper, SealKeeperLog, SealLog, SealPicture, SealUse
from .texts import PaperText
from .wording import WordingVersion

__all__ = [
    "Countersign",
    "NumberRaise",
    "Paper",
    "PaperLog",
    "PaperNumber",
    "PaperText",
    "Receipt",
    "ReceiptLog",
    "Seal",
    "SealKeeper",
    "SealKeeperLog",
    "SealLog",
    "SealPicture",
    "SealUse",
    "VerifyCount",
    "WordingVersion",
]
