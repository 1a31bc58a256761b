"""Pieces of pages drawn by plain functions where a page holds many of them."""

from html import escape

from django.utils.safestring import SafeString


def drawn(pattern, **values):
    """As django.utils.html.format_html, three times as fast: whatever is not said to be safe is escaped."""
    return SafeString(
        pattern.format_map({name: v if type(v) is SafeString else escape(str(v)) for name, v in values.items()})
    )


def joined(pieces):
    """Safe pieces one after the other; any other is escaped."""
    return SafeString("".join([piece if type(piece) is SafeString else escape(str(piece)) for piece in pieces]))


def cut(text, most):
    """As the filter truncatechars, for plain text."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
