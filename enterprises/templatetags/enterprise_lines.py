from django import template

from ..lines import cards, rows_of_table

register = template.Library()
register.simple_tag(rows_of_table, name="enterprise_rows")
register.simple_tag(cards, name="enterprise_cards")
