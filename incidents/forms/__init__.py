"""What people enter about a lead, one small form per step."""

from .access import ExportForm
from .lead import ConcludeForm, LeadForm
from .people import ChangeTeamForm, HandlerForm, TeamForm
from .steps import ReasonStep, StepForm
from .verifying import InterviewForm, ReportForm

__all__ = [
    "ChangeTeamForm",
    "ConcludeForm",
    "ExportForm",
    "HandlerForm",
    "InterviewForm",
    "LeadForm",
    "ReasonStep",
    "ReportForm",
    "StepForm",
    "TeamForm",
]
