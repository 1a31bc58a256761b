"""The limits of a township for tips: kept as one preference, code holds the defaults.

Sixty days and thirty more follow the national rules on rewards for tips, of which the office is to confirm the version in
force (certainty C); the days to decide are the office's own. Local rules differ.
"""

from django.db import transaction

from core.models import Preference

from .. import access
from ..enums import AccessAction

KEY = "incidents.tips"
# decide: workdays; answer, extend, claim: days
DEFAULTS = {
    "decide_within": 7, "answer_within": 60, "extend_by": 30, "claim_within": 60,
    "phone": "12350", "email": "", "office": "本乡镇应急管理办公室",
}  # fmt: skip
WORDS = {
    "decide_within": "受理期限", "answer_within": "答复期限", "extend_by": "延长", "claim_within": "领取期限",
    "phone": "电话", "email": "邮箱", "office": "地点",
}  # fmt: skip


def settings_of(township_code):
    kept = Preference.objects.filter(place_code=township_code, key=KEY).values_list("value", flat=True).first()
    return DEFAULTS | (kept or {})


def keep_settings(township_code, values, by=None):
    """What changed is a line of the record of looks."""
    known, chosen = settings_of(township_code), {name: values[name] for name in DEFAULTS}
    changed = [
        f"{WORDS[name]} {known[name] or '无'}→{chosen[name] or '无'}" for name in DEFAULTS if known[name] != chosen[name]
    ]
    with transaction.atomic():
        Preference.objects.update_or_create(place_code=township_code, key=KEY, defaults={"value": chosen})
        if by is not None and changed:
            access.log_without_lead(by=by, action=AccessAction.WORK, detail=f"举报办理设置：{'；'.join(changed)}")
