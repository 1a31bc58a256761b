"""The limits of a township for tips: kept as one preference, code holds the defaults.

Sixty days and thirty more follow the national rules on rewards for tips, of which the office is to confirm the version in
force (certainty C); the days to decide are the office's own. Local rules differ.
"""

from core.models import Preference

KEY = "incidents.tips"
# decide: workdays; answer, extend, claim: days
DEFAULTS = {
    "decide_within": 7, "answer_within": 60, "extend_by": 30, "claim_within": 60,
    "phone": "12350", "email": "", "office": "本乡镇应急管理办公室",
}  # fmt: skip


def settings_of(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_settings(township_code, values):
    chosen = {name: values[name] for name in DEFAULTS}
    Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
