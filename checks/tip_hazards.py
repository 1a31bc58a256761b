"""A tip that is accepted becomes a hazard: `incidents` and `hazards` do not know each other, this package knows both."""

from django.urls import reverse

from hazards.enums import Source
from hazards.services import registering
from incidents.tips import outlets


def register():
    outlets.register("hazard", "转为隐患", open_tip_as_hazard)


def open_tip_as_hazard(*, tip, by, village, enterprise, text, where, photos):
    hazard = registering.register(
        by=by, key=f"tip:{tip.pk}", village=village, enterprise=enterprise, description=text, location=where,
        source=Source.TIP, found_by="群众举报", photos=photos,
    )  # fmt: skip
    return hazard.number, reverse("hazards:detail", args=[hazard.pk])
