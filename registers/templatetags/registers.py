"""What the lists of registers say about a row."""

from django import template

from registers import cross

register = template.Library()


@register.filter
def difference_kinds(row):
    """The kinds of difference that speak of a hazard."""
    return cross.kinds_of(row)
