"""How long a township gives the receiver of a transfer: kept as one preference, code holds the defaults (workdays)."""

from core.models import Preference

KEY = "hazards.transfers"
DEFAULTS = {"receive_within": 3, "answer_within": 15, "claim_within": 10}


def limits_of(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_limits(township_code, values):
    chosen = {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
