"""Words and marks every page uses: state chips, due days, Chinese dates, masked phones."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from core.drawing import drawn, joined

register = template.Library()

# state → (tone, icon); the tone is a colour, the icon and the word say the same without it
TONES = {
    "waiting": (
        "hourglass",
        "draft open lacking unsure sent filling found planning received queued asked received reviewed uploaded unread notice reminder",
    ),
    "busy": ("arrow-repeat", "running reading rectifying submitted reported verifying signed checked read urging revised"),
    "done": (
        "check-circle",
        "accepted same kept closed concluded issued done granted confirmed committed operating published answered",
    ),
    "late": ("exclamation-circle", "late returned failed refused overdue escalation concealed faulty"),
    "quiet": ("dash-circle", "cancelled different destroyed withdrawn dismissed dropped suspended"),
}
CHIP = '<span class="chip chip-{tone}"><i class="bi bi-{icon}" aria-hidden="true"></i>{label}</span>'
DUE = '<span class="due due-{tone} num" title="{day}">{words}</span>'
FIELD = '<div class="filter-field{kind}"><label for="{at}">{label}</label>{field}{faults}</div>'
FAULT = '<small class="text-danger">{fault}</small>'
DONE = '<span class="due num">{day}</span>'
TONE_OF = {state: (tone, icon) for tone, (icon, states) in TONES.items() for state in states.split()}


@register.simple_tag
def chip(state, label, tone=""):
    """A state as colour + icon + word."""
    found, icon = TONE_OF.get(str(state), ("waiting", "circle"))
    return drawn(CHIP, tone=tone or found, icon=icon, label=label)


@register.simple_tag
def due(day, done=False):
    """A due day in words of today: 还剩 3 天, 今天到期, 逾期 2 天."""
    if not day:
        return format_html('<span class="due due-none">{}</span>', "未定期限")
    left = (day - timezone.localdate()).days
    if done:
        return drawn(DONE, day=day.isoformat())
    words = f"逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还剩 {left} 天")
    tone = "late" if left < 0 else ("near" if left <= 3 else "far")
    return drawn(DUE, tone=tone, day=day.isoformat(), words=words)


@register.simple_tag
def filter_field(field):
    """A field of a filter bar with its label and errors."""
    faults = joined(drawn(FAULT, fault=fault) for fault in field.errors)
    kind = " has-error" if faults else ""
    return drawn(FIELD, kind=kind, at=field.id_for_label, label=field.label, field=field.as_widget(), faults=faults)


@register.filter
def cn_date(day):
    """2026年11月24日; "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def masked(phone):
    """A phone number fit for the screen: 138****1234."""
    text = str(phone or "")
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 7 else "*" * len(text)


@register.filter
def percent(part, whole):
    """A whole-number percentage, — when there is nothing to count."""
    return f"{round(part * 100 / whole)}%" if whole else "—"


@register.filter
def money(amount):
    """Yuan in groups of three as bookkeepers write them: 1,234,567.00; — for none."""
    return "—" if amount in (None, "") else f"{amount:,.2f}"


@register.filter
def get_item(mapping, key):
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def form_token(context):
    """A hidden token: the same form sent twice does its work once."""
    import secrets

    return format_html('<input type="hidden" name="form_token" value="{}">', secrets.token_hex(12))
