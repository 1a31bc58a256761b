"""The conclusion of a lead as a chip."""

from django import template

from core.templatetags.ui import chip
from incidents.steps import TONES

register = template.Library()


@register.simple_tag
def conclusion(lead):
    """Colour, icon and word of a conclusion; a dash while there is none."""
    return chip(lead.conclusion, lead.get_conclusion_display(), TONES[lead.conclusion]) if lead.conclusion else "—"
