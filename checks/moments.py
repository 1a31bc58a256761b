"""When an enterprise was inspected after a death: the moments that are set against its own report."""

from datetime import datetime

from django.utils import timezone

from incidents.moments import By, Moment

from .enums import InspectionState
from .models import Inspection


def inspections(lead):
    """Signed visits by others since the day it happened; without that day none can be set against it."""
    if lead.enterprise_id is None or lead.happened_on is None:
        return
    rows = Inspection.objects.filter(
        enterprise=lead.enterprise_id, held_on__gte=lead.happened_on, state=InspectionState.SIGNED
    )
    for row in rows.exclude(agency="").order_by("held_on", "begun"):
        if not row.is_own:
            at = timezone.make_aware(datetime.combine(row.held_on, row.begun))
            yield Moment(at, By.INSPECTION, f"{row.get_kind_display()}（{row.agency}）")
