"""What follows from the disposals of a locked inspection: the page on which each is carried out."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.enums import Role
from hazards.rules import may_order
from notices.enums import PaperKind

from .enums import Disposal, InspectionState
from .services.inspected import hazards_of


def papers_for(row, user):
    """[(label, address)] for who makes papers; a village's visit and one that is not locked yet lead to none."""
    if row.state != InspectionState.SIGNED or not row.enterprise_id or not user.has_role(Role.OFFICER, Role.DEPARTMENT):
        return []
    return [pair for kind in row.disposed for pair in _pages(kind, row, user)]


def _pages(kind, row, user):
    officer = user.has_role(Role.OFFICER)
    found = {
        Disposal.LIMIT: [("起草责令限期整改指令书", _order(row, user))] if officer else [],
        Disposal.STOP: [("登记处罚案件（停产停业）", _case(row))],
        Disposal.CLOSE: [("起草提请关闭函", _closure(row))] if officer else [],
        Disposal.TRANSFER: [
            (f"移送 {hazard.number}", f"{reverse('hazards:transfer_new')}?hazard={hazard.pk}") for hazard in hazards_of(row)
        ],
    }
    return found.get(kind, [])


def _case(row):
    """Of the visit, over the hazards it led to."""
    ids = [hazard.pk for hazard in hazards_of(row)]
    over = {"hazard": ids[0], "also": ids[1:]} if ids else {"enterprise": row.enterprise_id}
    return f"{reverse('hazards:case_new')}?{urlencode(over | {'visit': row.pk}, doseq=True)}"


def _closure(row):
    ids = [hazard.pk for hazard in hazards_of(row)]
    return f"{reverse('hazards:closure_letter', args=[row.enterprise_id])}?{urlencode({'hazard': ids}, doseq=True)}"


def _order(row, user):
    """Of the hazards the visit led to; a blank order when none of them can be ordered to be mended."""
    ids = [hazard.pk for hazard in hazards_of(row) if not may_order(user, hazard)]
    if not ids:
        return f"{reverse('notices:new')}?{urlencode({'kind': PaperKind.ORDER, 'enterprise': row.enterprise_id})}"
    return f"{reverse('hazards:order', args=[ids[0]])}?{urlencode({'also': ids}, doseq=True)}"
