"""The hazards' own words and photos, as the rules look at them."""

from django.urls import reverse

from places.sight import subtree

from ..models import Hazard
from . import found
from .found import Ref, Said

NAMES = {"description": "隐患描述", "result": "整改情况", "measures": "治理措施"}


def ref_of(hazard, what=""):
    title = f"{hazard.number} {what}".strip()
    link = reverse("hazards:detail", args=[hazard.pk])
    return Ref(Hazard, hazard.pk, hazard.village_id, hazard.enterprise_id, hazard.found_on, title, link)


def texts(town):
    """Descriptions against their criterion, results and measures against the description."""
    rows = Hazard.objects.filter(subtree(town, "village")).exclude(state="cancelled")
    rows = rows.select_related("plan", "judged_by").order_by("pk")
    for hazard in rows.iterator(chunk_size=2000):
        use = getattr(hazard, "judged_by", None)
        standard = (use.text,) if use else ()
        yield _said(hazard, "description", hazard.description, standard)
        if hazard.result:
            yield _said(hazard, "result", hazard.result, (hazard.description, *standard))
        if plan := getattr(hazard, "plan", None):
            yield _said(hazard, "measures", plan.measures, (hazard.description, *standard))


def _said(hazard, name, text, asked):
    return Said(ref_of(hazard, NAMES[name]), name, text, asked)


def photo_refs(ids, town):
    """Each hazard is a thing of its own; its photos before and after must differ (see photos.py)."""
    rows = Hazard.objects.filter(subtree(town, "village"), pk__in=ids).exclude(state="cancelled")
    return {row.pk: (ref_of(row, "照片"), ("hazard", row.pk)) for row in rows}


def register():
    found.register_texts(texts)
    found.register_photos(Hazard, photo_refs)
