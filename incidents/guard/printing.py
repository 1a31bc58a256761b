"""Papers of one case and reports of the look-back leave the portal as lists do: asked for with a reason, allowed by a second person, printed once.

What somebody signs on the spot (the notes of a talk, the list of a handover) is printed at once: nobody waits with the
person at the table.
"""

from dataclasses import dataclass

from django.db import transaction

from core import clock
from core.errors import Refused
from core.workflow import advance

from .. import access, papers
from ..custody import papers as exhibits
from ..custody.rules import SIGN_WITHIN
from ..enums import AccessAction, VerificationState
from ..models import Brief, Interview, Lead, Referral, Verification, Visit
from .enums import ExportKind


@dataclass(frozen=True)
class Paper:
    """What a kind prints: its model, the lead a row belongs to ("" for none), what makes the bytes for a reader."""

    model: type
    lead: str
    make: object
    related: tuple = ()

    def row(self, user, keys):
        """The row asked for, while it and its case are in sight."""
        seen = {f"{self.lead}__in": Lead.objects.visible_to(user)} if self.lead else {}
        rows = self.model.objects.visible_to(user) if hasattr(self.model.objects, "visible_to") else self.model.objects.all()
        return rows.filter(pk__in=keys).filter(**seen).select_related(*self.related).first()


class OfDiscipline(Paper):
    """What discipline answered: it prints it without the case in sight."""

    def row(self, user, keys):
        rows = self.model.objects.known_to(user).filter(pk__in=keys).select_related(*self.related)
        return next((row for row in rows if row.is_inquired), None)


PAPERS = {
    ExportKind.ORDER: Paper(Verification, "lead", papers.order, ("lead__village",)),
    ExportKind.TALK: Paper(Interview, "verification__lead", papers.interview, ("verification__lead__village",)),
    ExportKind.VISIT: Paper(Visit, "verification__lead", papers.visit, ("verification__lead__village",)),
    ExportKind.REPORT: Paper(Verification, "lead", papers.report, ("lead__village",)),
    ExportKind.LENIENCY: Paper(Lead, "pk", papers.leniency, ("village", "enterprise")),
    ExportKind.REFERRAL: Paper(Referral, "lead", papers.referral, ("lead__village",)),
    ExportKind.INQUIRY: OfDiscipline(Referral, "lead", papers.inquiry, ("lead__village",)),
    ExportKind.BRIEF: Paper(Brief, "", papers.brief, ("township",)),
    ExportKind.EXHIBITS: Paper(
        Lead, "pk", lambda lead, user: papers.printed(exhibits.listed(lead), user), ("village",)
    ),
}  # fmt: skip


@transaction.atomic
def fetch(*, export, by):
    """(file name, bytes of the PDF), once; named by the number of the case only, a report by its kind."""
    advance(export, "fetch", by=by)
    paper, name = PAPERS[export.kind], export.get_kind_display()
    row = paper.row(by, export.keys)
    if row is None:
        raise Refused("申请的内容您已看不到，不能打印")
    data, said = paper.make(row, by), f"（{export.decider.name}同意）：{export.reason}"
    if not paper.lead:
        access.log_without_lead(by=by, action=AccessAction.PRINT, detail=f"{name}（第 {row.pk} 份）{said}")
        return f"{name}.pdf", data
    lead = export.leads.get()
    access.log(lead=lead, by=by, action=AccessAction.PRINT, detail=f"{name}{said}")
    return f"{name} {lead.number}.pdf", data


def to_sign(verification, user):
    """Keys of the talks just being signed by their persons: printed by the team, while it is at work, within a day."""
    if verification is None or verification.state != VerificationState.RUNNING or user not in verification.team.all():
        return []
    return [talk.pk for talk in verification.interviews.in_force() if clock.now() <= talk.written_at + SIGN_WITHIN]
