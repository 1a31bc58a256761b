"""`{% url %}` as Django's, but the address of a view is made once: fifty rows with two links each ask a hundred times."""

from functools import lru_cache
from uuid import UUID

from django import template
from django.conf import settings
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape

register = template.Library()
STAND_INS = {int: 1029384756, UUID: UUID("10293847-5610-4938-8475-610293847561")}


@lru_cache(maxsize=4096)
def around(view, kind, *asked_in):
    """What stands before and after the one argument of a view's address; None where that is not so plain.

    `asked_in` are the settings an address depends on.
    """
    stand_in = STAND_INS.get(kind)
    try:
        parts = escape(reverse(view, args=[stand_in] if stand_in else [])).split(str(stand_in))
    except NoReverseMatch:
        return None
    return tuple(parts) if len(parts) == (2 if stand_in else 1) else None


class Link(URLNode):
    def render(self, context):
        if self.kwargs or self.asvar or len(self.args) > 1:
            return super().render(context)
        values = [arg.resolve(context) for arg in self.args]
        kind = type(values[0]) if values else None
        if kind is not None and (kind not in STAND_INS or (kind is int and values[0] < 0)):
            return super().render(context)
        view = self.view_name.resolve(context)
        parts = around(view, kind, get_urlconf(), get_script_prefix(), settings.ROOT_URLCONF)
        if parts is None:
            return super().render(context)
        return str(values[0]).join(parts) if values else parts[0]


@register.tag
def url(parser, token):
    node = parse_url(parser, token)
    return Link(node.view_name, node.args, node.kwargs, node.asvar)
