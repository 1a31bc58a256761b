"""A number of the leader's screen, with the list of its rows."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def figure(one):
    """A link when there are rows to show, else the bare number."""
    if one.url and one.value:
        return format_html('<a class="num{}" href="{}">{}</a>', " figure-bad" if one.is_bad else "", one.url, one)
    return format_html('<span class="num figure-none">{}</span>', one)
