"""The limits of listed supervision in a township, as local rules differ: kept as one preference, code holds the defaults."""

from core.models import Preference

KEY = "hazards.listing"
# file and publish: workdays after listing; accept: days after the limit or the request, whichever is earlier
DEFAULTS = {"file_within": 3, "publish_within": 5, "rectify_within": 30, "accept_within": 10}


def listing_settings(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_listing_settings(township_code, values):
    chosen = {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
