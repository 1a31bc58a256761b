"""The papers the portal issues, from plain values.

A builder's keywords are the fields of its form beside `common`: issuer, title, addressees, issued_on, doc_number, qr,
code, and `say`, the standing sentences of its kind (circulars.layout.phrases).
"""

from .orders import listing, order, recheck, rectification_order, slip, talk, tip, transfer, urging_notice
from .public import bulletin, circular, issuing, letter, minutes, upward
from .records import inspection, interview, report

__all__ = [
    "bulletin",
    "circular",
    "inspection",
    "interview",
    "issuing",
    "letter",
    "listing",
    "minutes",
    "order",
    "recheck",
    "rectification_order",
    "report",
    "slip",
    "talk",
    "tip",
    "transfer",
    "upward",
    "urging_notice",
]
