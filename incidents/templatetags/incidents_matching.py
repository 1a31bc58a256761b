"""A line of a list of names, hidden as far as lists show it, and why two lines may be one person."""

from django import template

from incidents.matching.exports import words
from incidents.matching.shown import shown

register = template.Library()
register.simple_tag(words, name="reasons")


@register.simple_tag
def line_of(listed, line):
    told = shown(listed)
    if not told:
        return f"第 {line} 行（已销毁）"
    parts = [told["name"], told["number"], told.get("born"), told.get("village"), told.get("work")]
    return " ".join(part for part in parts if part)
