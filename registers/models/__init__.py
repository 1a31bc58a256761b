"""Monthly forms with the rows they counted, forms of the upper level, deductions of the yearly assessment."""

from .assessment import Deduction, DeductionLog
from .forms import FormSheet
from .monthly import Entry, Report, ReportLog

__all__ = ["Deduction", "DeductionLog", "Entry", "FormSheet", "Report", "ReportLog"]
