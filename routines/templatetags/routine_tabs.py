"""The tabs above the pages of routines, and the mark of a cell of the frequency table."""

from django import template
from django.urls import reverse

from .. import rules

register = template.Library()
TABS = (
    ("会议和培训", "routines:gatherings", lambda user: True),
    ("频次表", "routines:frequency", lambda user: not rules.may_read_office(user)),
    ("频次要求", "routines:demands", lambda user: not rules.may_read_office(user)),
    ("网格工作指南", "routines:guides", lambda user: not rules.may_read_guide(user)),
    ("“八有”自评", "routines:reviews", lambda user: not rules.may_read_reviews(user)),
)
LAMPS = {
    "done": ("check-circle-fill", "完成"), "missing": ("x-circle-fill", "缺"), "behind": ("exclamation-triangle-fill", "落后"),
    "open": ("hourglass", "未到期"), "ahead": ("dash", "未开始"), "none": ("dash", "不统计"),
}  # fmt: skip


@register.inclusion_tag("routines/_tabs.html", takes_context=True)
def routine_tabs(context):
    request = context["request"]
    here = request.resolver_match.view_name
    return {"tabs": [(label, reverse(name), name == here) for label, name, may in TABS if may(request.user)]}


@register.filter
def lamp(tone):
    """(icon, word) of a tone."""
    return LAMPS[tone]
