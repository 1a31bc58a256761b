"""When an enterprise was inspected after a death, or signed that there was none: set against its own report."""

from incidents.moments import By, Moment

from .enums import InspectionState
from .models import Check, Inspection


def inspections(lead):
    """Signed visits by others since the day it happened; without that day none can be set against it.

    What counts is when the visit was entered, by the portal's clock: the hour on the record is written by hand.
    """
    if lead.enterprise_id is None or lead.happened_on is None:
        return
    rows = Inspection.objects.filter(
        enterprise=lead.enterprise_id, held_on__gte=lead.happened_on, state=InspectionState.SIGNED
    )
    for row in rows.exclude(agency="").order_by("held_on", "begun"):
        if not row.is_own:
            yield Moment(row.created_at, By.INSPECTION, f"{row.get_kind_display()}（{row.agency}，{row.held_on} 检查）")


def denials(lead):
    """Zero reports about deaths that the enterprise signed after the day it happened."""
    if lead.enterprise_id is None or lead.happened_on is None:
        return
    rows = Check.objects.filter(
        enterprise=lead.enterprise_id, version__checklist__confidential=True, zero_report=True,
        submitted_at__date__gte=lead.happened_on,
    )  # fmt: skip
    for row in rows.order_by("submitted_at"):
        yield Moment(row.submitted_at, By.DENIED, "企业签字报“没有”（零报告）")
