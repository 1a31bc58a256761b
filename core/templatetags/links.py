"""`{% url %}` as Django's, with the addresses of core.links."""

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.utils.html import conditional_escape

from core.links import link

register = template.Library()


class Link(URLNode):
    def render(self, context):
        if self.kwargs or self.asvar:
            return super().render(context)
        address = link(self.view_name.resolve(context), *(arg.resolve(context) for arg in self.args))
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser, token):
    node = parse_url(parser, token)
    return Link(node.view_name, node.args, node.kwargs, node.asvar)
