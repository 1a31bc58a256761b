"""Marks and pairs where the rows themselves are shown."""

from django import template

from accounts.enums import PHONE_ROLES

from .. import rules_quality as rules
from ..models import Mark, Twin

register = template.Library()


@register.inclusion_tag("hazards/_marks_on.html", takes_context=True)
def marks_on(context, *owners):
    """The standing marks of a row, or of several of one model, for those who judge."""
    user = context["request"].user
    seen = user.role not in PHONE_ROLES and owners
    rows = list(Mark.objects.visible_to(user).standing().on(*owners)) if seen else []
    return {"rows": rows, "may_judge": not rules.may_judge(user), "request": context["request"]}


@register.inclusion_tag("hazards/_twins_of.html", takes_context=True)
def twins_of(context, hazard):
    """The hazards that may be this one, or are."""
    user = context["request"].user
    if user.role in PHONE_ROLES:
        return {"rows": []}
    rows = Twin.objects.visible_to(user).of(hazard).exclude(state="different").select_related("one", "other")
    return {"rows": [(row, row.beside(hazard)) for row in rows]}
