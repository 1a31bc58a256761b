"""What people enter about a lead, one small form per step."""

from .access import ExportForm, PrintForm
from .lead import ConcludeForm, FactsForm, LeadForm, ReviseForm, RulingForm
from .people import ChangeTeamForm, HandlerForm, TeamForm
from .referring import AnswerForm, ChangeForm, CompetenceForm, DoubleAnswerForm, ReceiveForm, ReferForm, SendForm
from .steps import ReasonStep, StepForm
from .talks import AppointmentForm, MissedForm, OriginalForm, SignForm
from .verifying import InterviewForm, PlanForm, ReportForm, VisitForm

__all__ = [
    "AnswerForm",
    "AppointmentForm",
    "ChangeForm",
    "ChangeTeamForm",
    "CompetenceForm",
    "ConcludeForm",
    "DoubleAnswerForm",
    "ExportForm",
    "FactsForm",
    "HandlerForm",
    "InterviewForm",
    "LeadForm",
    "MissedForm",
    "OriginalForm",
    "PlanForm",
    "PrintForm",
    "ReasonStep",
    "ReceiveForm",
    "ReferForm",
    "ReportForm",
    "ReviseForm",
    "RulingForm",
    "SendForm",
    "SignForm",
    "StepForm",
    "TeamForm",
    "VisitForm",
]
