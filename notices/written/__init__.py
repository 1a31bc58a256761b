"""The forms of papers written at the desk, one a kind. What is asked beyond the title is the paper's content."""

from .base import PaperForm
from .orders import ListingForm, OrderForm, RecheckForm, TalkForm, TipForm, TransferForm
from .public import BulletinForm, CircularForm, IssuingForm, LetterForm, MinutesForm, SlipForm, UpwardForm
from .records import InspectionForm, InterviewForm, ReportForm

__all__ = [
    "BulletinForm",
    "CircularForm",
    "InspectionForm",
    "InterviewForm",
    "IssuingForm",
    "LetterForm",
    "ListingForm",
    "MinutesForm",
    "OrderForm",
    "PaperForm",
    "RecheckForm",
    "ReportForm",
    "SlipForm",
    "TalkForm",
    "TipForm",
    "TransferForm",
    "UpwardForm",
]
