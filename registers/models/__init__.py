"""Monthly forms with the rows they counted, what was sent up, forms of the upper level, deductions of the yearly assessment."""

from .assessment import Deduction, DeductionLog
from .forms import FormSheet
from .monthly import Entry, Report, ReportLog
from .sendings import Sending, SentFile

__all__ = ["Deduction", "DeductionLog", "Entry", "FormSheet", "Report", "ReportLog", "Sending", "SentFile"]
