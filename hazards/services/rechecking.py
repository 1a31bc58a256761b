"""What a visit to look again has seen of a hazard: mended, so that it comes to acceptance, or not, so that it stays the same row."""

from django.db import transaction

from core.workflow import advance

from .. import rules
from ..enums import HazardState
from ..models import Hazard
from .loop import held, send_back
from .notes import write_line
from .people import tell_judges, tell_rectifiers
from .registering import attach


@transaction.atomic
def seen_mended(*, hazard, by, on, note, photos=()):
    """Bring it to acceptance; where it is not being mended, or the visitor does not judge, it is written down for who does."""
    row = held(hazard)
    if row.state not in rules.IN_WORK:
        return row
    attach(row, photos, by=by, slot="after")
    if row.workflow.refusal(row, "see_mended", by):
        write_line(row, "recheck", "复查看到已改", by=by, note=note)
    else:
        row = advance(row, "see_mended", by=by, note=note, result=note, rectified_on=max(on, row.found_on))
    tell_judges(row, "hazard-recheck", f"{row.number} 复查已改，请验收", by=by, body=note)
    return row


@transaction.atomic
def seen_unmended(*, hazard, by, note, photos=()):
    """The same hazard goes on, late where it is late; one that was reported done goes back to be mended."""
    row = held(hazard)
    if row.state not in rules.IN_WORK:
        return row
    attach(row, photos, by=by, slot="before")
    if row.state == HazardState.REPORTED and not row.workflow.refusal(row, "send_back", by):
        return send_back(hazard=row, by=by, note=note)
    write_line(row, "recheck", "复查仍未改", by=by, note=note)
    if row.state != HazardState.FOUND:
        tell_rectifiers(row, "hazard-recheck", f"{row.number} 复查未改，请抓紧整改", by=by, body=note)
    return row


def still_open(keys):
    """Those among them that are in work, in the order they were found."""
    return Hazard.objects.filter(pk__in=keys, state__in=rules.IN_WORK).order_by("pk")
