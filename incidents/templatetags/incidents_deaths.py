"""The grade of an accident and how it was reported, as chips; texts with their names covered."""

from django import template
from django.template.defaultfilters import linebreaksbr

from core.templatetags.ui import chip
from incidents.deaths.enums import Finding, Grade
from incidents.guard import veil

register = template.Library()


@register.simple_tag
def grade(accident):
    return chip(accident.grade, accident.get_grade_display(), "waiting" if accident.grade == Grade.ORDINARY else "late")


@register.simple_tag
def finding(accident):
    return chip(accident.finding, accident.get_finding_display(), "done" if accident.finding == Finding.IN_TIME else "late")


@register.simple_tag(takes_context=True)
def telling(context, text):
    """A text about an accident, its names covered until the page is opened with a reason."""
    shown = text if context.get("opened") else veil.covered(text, veil.names_of(context["lead"]))
    return linebreaksbr(shown) if shown else "—"
