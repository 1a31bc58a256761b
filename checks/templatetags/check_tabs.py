"""The tabs above the pages of checks: self-checks, inspections, plans, the principal's checks, lists."""

from django import template
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role

from .. import alert_rules, inspection_rules, return_rules, rules, watch_rules
from ..missed import missed, month_missed

register = template.Library()
TABS = (
    ("自查", "checks:list", lambda user: True),
    ("未报情况", "checks:unheard", lambda user: not rules.may_see_unheard(user)),
    ("现场检查", "checks:inspections", lambda user: True),
    ("专家意见", "checks:opinions", lambda user: True),
    ("带队检查", "checks:principal", lambda user: not user.has_role(Role.CADRE)),
    ("本期缺查", "checks:missed", lambda user: True),
    ("抽查通报", "checks:bulletins", lambda user: not inspection_rules.may_read_bulletins(user)),
    ("抽查反馈", "checks:returns", lambda user: not return_rules.may_read(user)),
    ("检查计划", "checks:plans", lambda user: not inspection_rules.may_read_plans(user)),
    ("检查覆盖", "checks:coverage", lambda user: not inspection_rules.may_read_plans(user)),
    ("领导下基层", "checks:leaders", lambda user: not inspection_rules.may_read_bulletins(user)),
    ("举一反三", "checks:alerts", lambda user: not alert_rules.may_read_alerts(user)),
    ("盯守", "checks:watches", lambda user: not watch_rules.may_read(user)),
    ("检查表", "checks:lists", lambda user: not rules.may_read_lists(user)),
)


register.filter("missed", missed)
register.filter("month_missed", month_missed)


@register.inclusion_tag("checks/_tabs.html", takes_context=True)
def check_tabs(context):
    request = context["request"]
    here = request.resolver_match.view_name
    found = []
    for label, name, may in TABS:
        if may(request.user):
            try:
                found.append((label, reverse(name), name == here))
            except NoReverseMatch:
                continue
    return {"tabs": found}
