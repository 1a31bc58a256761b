"""Words of a trace, the same on the page and on paper."""

from django import template

from ..trace.sheet import received, seen

register = template.Library()
register.filter("seen", seen)
register.filter("received", received)
