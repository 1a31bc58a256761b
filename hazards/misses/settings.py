"""How many days after a clean check a hazard found by the upper level speaks against it: one preference a township."""

from core.models import Preference

KEY = "hazards.misses"
DEFAULTS = {"soon": 30}


def miss_settings(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def soon_days(township_code):
    return miss_settings(township_code)["soon"]


def keep_miss_settings(township_code, values):
    chosen = {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
