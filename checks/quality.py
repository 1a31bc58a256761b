"""What is answered in checks, as the rules of quality look at it. Confidential lists are never looked at."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from evidence.models import Attachment
from hazards.enums_quality import Reason
from hazards.quality import found
from hazards.quality.found import Found, Ref, Said
from places.sight import subtree

from .enums import BadAnswer, ItemKind
from .models import Answer, Check, Finding, InspectionAnswer
from .models.filling import SEEN_RESULTS

# answers given one by one: so many in a row and so little time between them cannot have been looked at
FEWEST, SECONDS, TOGETHER = 8, 2.0, 0.2
OPEN = {"version__checklist__confidential": False}


def _title(what, name):
    return f"{name}：{what.item.text}"


def ref_of_answer(row):
    check = row.check_row
    day = timezone.localdate(row.answered_at)
    link = reverse("checks:detail", args=[check.pk])
    return Ref(Answer, row.pk, check.place_id, check.enterprise_id, day, _title(row, check.version.checklist.name), link)


def ref_of_inspected(model, row, title):
    visit = row.inspection
    link = reverse("checks:inspection", args=[visit.pk])
    return Ref(
        model, row.pk, visit.place_id, visit.enterprise_id, visit.held_on, f"{visit.get_kind_display()}：{title}", link
    )


def answers(*where, **scope):
    rows = Answer.objects.filter(*where, **{f"check_row__{name}": value for name, value in (OPEN | scope).items()})
    return rows.filter(check_row__office=None).select_related("item", "check_row__version__checklist")


def inspected(*where, **scope):
    rows = InspectionAnswer.objects.filter(*where, **{f"inspection__{name}": value for name, value in scope.items()})
    return rows.exclude(inspection__state="cancelled").select_related("item", "inspection")


def told(row):
    """(field, words) that an answer tells in words: a text, or the note on a bad answer."""
    if row.item.kind == ItemKind.TEXT:
        yield "value", row.given
    elif row.is_bad and row.item.bad_answer != BadAnswer.NEVER:
        yield "note", row.note


def texts(town):
    """Handed-in self-checks and visits; a bad answer without a note counts, unless a photo shows what it is."""
    shown = _with_photos(Answer), _with_photos(InspectionAnswer)
    spoken = Q(item__kind=ItemKind.TEXT) | Q(item__kind=ItemKind.YES_NO, value__in=("yes", "no"))
    rows = answers(subtree(town, "check_row__place"), state__in=SEEN_RESULTS).filter(spoken).order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        yield from _said(row, ref_of_answer(row), shown[0])
    rows = inspected(subtree(town, "inspection__place")).filter(spoken).order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        yield from _said(row, ref_of_inspected(InspectionAnswer, row, row.item.text), shown[1])


def _with_photos(model):
    """Keys of the rows that a photo hangs on."""
    rows = Attachment.objects.filter(content_type=ContentType.objects.get_for_model(model), withdrawn_at=None)
    return set(rows.values_list("object_id", flat=True))


def _said(row, ref, shown):
    for name, words in told(row):
        if words.strip() or name == "note" and str(row.pk) not in shown:
            yield Said(ref, name, words, (row.item.text, row.item.help, row.item.basis))


def too_fast(town):
    """Checks whose answers came one after the other faster than anybody reads them."""
    rows = Check.objects.filter(subtree(town, "place"), **OPEN, office=None, state__in=SEEN_RESULTS)
    rows = rows.select_related("version__checklist").prefetch_related("answers").order_by("pk")
    for check in rows.iterator(chunk_size=500):
        if (pace := _pace(check)) is not None and pace < SECONDS:
            yield Found(_ref_of_check(check), "pace", Reason.FAST, detail=f"每项平均 {pace:.1f} 秒")


def _pace(check):
    """Median seconds between answers given one by one; None where a page was sent as a whole or too little was timed."""
    times = sorted(row.answered_at for row in check.answers.all())
    gaps = [(after - before).total_seconds() for before, after in zip(times, times[1:], strict=False)]
    alone = sorted(gap for gap in gaps if gap >= TOGETHER)
    return alone[len(alone) // 2] if len(alone) >= max(FEWEST, len(gaps) // 2 + 1) else None


def _ref_of_check(check):
    link, day = reverse("checks:detail", args=[check.pk]), timezone.localdate(check.submitted_at or check.sent_at)
    return Ref(Check, check.pk, check.place_id, check.enterprise_id, day, str(check)[:160], link)


def _thing(row, own):
    """An answer and the hazard that came of it are one thing: the photo was handed on."""
    return ("hazard", row.hazard_id) if row.hazard_id else own


def photos_of_answers(ids, town):
    rows = answers(subtree(town, "check_row__place")).filter(pk__in=ids)
    return {row.pk: (ref_of_answer(row), _thing(row, ("answer", row.pk))) for row in rows}


def photos_of_inspected(ids, town):
    rows = inspected(subtree(town, "inspection__place")).filter(pk__in=ids)
    refs = ((row, ref_of_inspected(InspectionAnswer, row, row.item.text)) for row in rows)
    return {row.pk: (ref, _thing(row, ("inspected", row.pk))) for row, ref in refs}


def photos_of_findings(ids, town):
    rows = Finding.objects.filter(subtree(town, "inspection__place"), pk__in=ids).exclude(inspection__state="cancelled")
    refs = ((row, ref_of_inspected(Finding, row, row.description[:60])) for row in rows.select_related("inspection"))
    return {row.pk: (ref, _thing(row, ("finding", row.pk))) for row, ref in refs}


def register():
    found.register_texts(texts)
    found.register_findings(too_fast)
    found.register_photos(Answer, photos_of_answers)
    found.register_photos(InspectionAnswer, photos_of_inspected)
    found.register_photos(Finding, photos_of_findings)
