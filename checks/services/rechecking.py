"""A recheck: each hazard of the visit before that is still open is seen again, and stays one row of the register."""

from hazards.services import rechecking

from ..enums import Seen
from ..models import RecheckLine
from .composing import asked
from .findings import photos_of


def begin(row):
    """Ask again about what the visit before, or the rechecks it was itself, left open."""
    if row.first is None or (row.first.enterprise_id, row.first.place_id) != (row.enterprise_id, row.place_id):
        return
    keys = [
        *row.first.answers.exclude(hazard=None).values_list("hazard", flat=True),
        *row.first.findings.exclude(hazard=None).values_list("hazard", flat=True),
        *row.first.lines.values_list("hazard", flat=True),
    ]
    RecheckLine.objects.bulk_create([RecheckLine(inspection=row, hazard=hazard) for hazard in rechecking.still_open(keys)])


def unready(row):
    """What the lines lack before people sign; "" when nothing."""
    lines = list(row.lines.select_related("hazard"))
    if silent := [line for line in lines if not line.seen]:
        return f"还有 {len(silent)} 条上次的隐患没有写明已改还是未改：{silent[0].hazard.number}{'等' * (len(silent) > 1)}"
    mended = {line.hazard_id: line.hazard for line in lines if line.seen == Seen.MENDED}
    for answer in row.answers.bad().select_related("item"):
        if hazard := mended.get(known(row, answer)):
            return f"“{answer.item.text}”答为有问题，{hazard.number} 却写了已改，请核对"
    return ""


def known(row, answer):
    """Key of the hazard that the same question led to on the visit before, while it is asked about again; or None."""
    if row.first is None:
        return None
    lines = set(row.lines.values_list("hazard", flat=True))
    before = row.first.answers.filter(hazard__in=lines).select_related("item")
    return next((old.hazard_id for old in before if asked(old.item) == asked(answer.item)), None)


def follow(row, *, by):
    """What the register learns when the record is locked."""
    for line in row.lines.exclude(seen="").select_related("hazard"):
        said, photos = f"{row.held_on:%Y-%m-%d} 复查（{row.agency}）：{line.get_seen_display()}", list(photos_of(line))
        note = f"{said}。{line.note}" if line.note else said
        if line.seen == Seen.MENDED:
            rechecking.seen_mended(hazard=line.hazard, by=by, on=row.held_on, note=note, photos=photos)
        else:
            rechecking.seen_unmended(hazard=line.hazard, by=by, note=note, photos=photos)
