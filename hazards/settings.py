"""How a township handles hazards where the law leaves it open: kept as one preference, code holds the defaults.

Times are workdays. The defaults of a major hazard follow what local rules ask of listed supervision.
"""

from core.models import Preference

KEY = "hazards.extensions"
DEFAULTS = {"ask_before_major": 20, "ask_before_ordinary": 0, "decide_within": 10, "decides_major": "officer"}


def settings_of(township_code):
    """The settings of one township: {name: value}."""
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_settings(township_code, values):
    chosen = {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
