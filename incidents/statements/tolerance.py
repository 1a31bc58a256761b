"""How far two times may lie apart without contradicting each other: kept as one preference, code holds the defaults."""

from django.db import transaction

from core.models import Preference

from .. import access
from ..enums import AccessAction
from .values import slack

KEY = "incidents.statements"
DEFAULTS = {"minute": 15, "about": 60, "half_day": 6}
SAID = {"minute": "准确时间前后 {} 分钟", "about": "大约时间前后 {} 分钟", "half_day": "半天内前后 {} 小时"}


def settings_of(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def slack_of(lead):
    return slack(**settings_of(lead.village.township_code))


def said(chosen):
    return [SAID[name].format(chosen[name]) for name in DEFAULTS]


@transaction.atomic
def keep_settings(township_code, values, by):
    """What changed is a line of the record of looks."""
    known, chosen = settings_of(township_code), {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
    changed = [f"{SAID[name].format(known[name])} → {chosen[name]}" for name in DEFAULTS if known[name] != chosen[name]]
    if changed:
        access.log_without_lead(by=by, action=AccessAction.WORK, detail=f"矛盾比对容差：{'；'.join(changed)}")
