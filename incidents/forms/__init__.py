"""What people enter about a lead, one small form per step."""

from .access import ExportForm, PrintForm
from .lead import ConcludeForm, LeadForm
from .people import ChangeTeamForm, HandlerForm, TeamForm
from .referring import AnswerForm, CompetenceForm, DoubleAnswerForm, ReceiveForm, ReferForm, SendForm
from .steps import ReasonStep, StepForm
from .verifying import InterviewForm, ReportForm

__all__ = [
    "AnswerForm",
    "ChangeTeamForm",
    "CompetenceForm",
    "ConcludeForm",
    "DoubleAnswerForm",
    "ExportForm",
    "HandlerForm",
    "InterviewForm",
    "PrintForm",
    "LeadForm",
    "ReasonStep",
    "ReceiveForm",
    "ReferForm",
    "ReportForm",
    "SendForm",
    "StepForm",
    "TeamForm",
]
