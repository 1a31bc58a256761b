"""Leads about deaths at work, their verification, and who looked at them. Confidential: handlers and leaders only."""

from .access import AccessLog
from .handler import Handler
from .lead import Lead, LeadLog
from .verification import Interview, Verification, VerificationLog

__all__ = ["AccessLog", "Handler", "Interview", "Lead", "LeadLog", "Verification", "VerificationLog"]
