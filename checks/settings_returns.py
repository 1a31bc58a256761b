"""How many workdays a township gives each step of an answer to a sampler: kept as one preference, code holds the defaults."""

from core.models import Preference

KEY = "checks.returns"
DEFAULTS = {"charge_within": 1, "order_within": 3, "again_within": 3, "judge_within": 5}


def limits_of(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_limits(township_code, **chosen):
    Preference.objects.update_or_create(
        place_code=township_code, key=KEY, defaults={"value": {name: chosen[name] for name in DEFAULTS}}
    )
