"""Numbers of the leader's screen, each with the list of its rows."""

from django import template

from dashboard import panels

register = template.Library()
register.simple_tag(panels.figure)
register.simple_tag(panels.rows, name="figure_rows")
register.simple_tag(panels.campaign, name="figure_campaign")
