"""Titles stand in lists and headings, where nothing is covered: they name nobody."""

from ..models import Lead
from . import veil
from .called import without_called
from .numbers import has_number


def wrong_title(text, user):
    """Why this may not be a title; "" when it may. Names are those of the cases in sight of `user`, or what looks like one."""
    named = has_number(text) or without_called(text) != text
    if named or any(name in text for name in veil.names_among(list(Lead.objects.visible_to(user)))):
        return "标题会出现在列表里，请不要写姓名、证件号和电话"
    return ""
