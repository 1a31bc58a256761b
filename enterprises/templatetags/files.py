"""Lines of the files in lists."""

from django import template

from core.templatetags.ui import chip
from enterprises.files import cells as shown

register = template.Library()


@register.simple_tag
def cells(kind, row):
    return shown.cells(kind, row)


@register.simple_tag
def headers(kind):
    return [kind.header(name) for name in kind.columns]


@register.simple_tag
def standing(kind, row):
    """What is said of the row today, as a chip; "" for kinds that do not run out."""
    found = shown.standing(kind, row)
    return chip(*found) if found else ""
