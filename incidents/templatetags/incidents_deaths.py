"""The grade of an accident and how it was reported, as chips."""

from django import template

from core.templatetags.ui import chip
from incidents.deaths.enums import Finding, Grade

register = template.Library()


@register.simple_tag
def grade(accident):
    return chip(accident.grade, accident.get_grade_display(), "waiting" if accident.grade == Grade.ORDINARY else "late")


@register.simple_tag
def finding(accident):
    return chip(accident.finding, accident.get_finding_display(), "done" if accident.finding == Finding.IN_TIME else "late")
