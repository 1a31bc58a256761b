"""Leads about deaths at work, their verification, and who looked at them. Confidential: handlers and leaders only."""

from .access import AccessChain, AccessLog
from .accident import Accident, AccidentVersion, ReportTime, Victim
from .brief import Brief, BriefLog
from .direct import DeathReport
from .exhibit import Exhibit, ExhibitLog
from .export import Export, ExportLog
from .handler import Handler
from .lead import Lead, LeadLog
from .link import CaseLink
from .matching import Candidate, CandidateLog, Listed, NameList, NameListLog, NameMatch
from .pledge import Pledge, PledgeText
from .poster import Poster
from .referral import Referral, ReferralLog
from .review import AccessReview
from .rewards import Reward, RewardBudget, RewardLog, RewardRule
from .statement import Settlement, Statement
from .tips import Tip, TipCount, TipHandler, TipLog, TipNote, TipOpening, TipPhoto, TipSource
from .verification import Appointment, Interview, Verification, VerificationLog, Visit

__all__ = [
    "AccessChain",
    "AccessLog",
    "AccessReview",
    "Accident",
    "AccidentVersion",
    "Appointment",
    "Brief",
    "BriefLog",
    "Candidate",
    "CandidateLog",
    "CaseLink",
    "DeathReport",
    "Exhibit",
    "ExhibitLog",
    "Export",
    "ExportLog",
    "Handler",
    "Interview",
    "Lead",
    "LeadLog",
    "Listed",
    "NameList",
    "NameListLog",
    "NameMatch",
    "Pledge",
    "PledgeText",
    "Poster",
    "Referral",
    "ReferralLog",
    "ReportTime",
    "Reward",
    "RewardBudget",
    "RewardLog",
    "RewardRule",
    "Settlement",
    "Statement",
    "Tip",
    "TipCount",
    "TipHandler",
    "TipLog",
    "TipNote",
    "TipOpening",
    "TipPhoto",
    "TipSource",
    "Verification",
    "VerificationLog",
    "Victim",
    "Visit",
]
