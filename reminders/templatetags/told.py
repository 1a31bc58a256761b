"""Who was told what, when: a section for the page of any row."""

from django import template

from reminders.models import Message

register = template.Library()
SHOWN = 20


@register.inclusion_tag("reminders/_told_card.html", takes_context=True)
def told(context, *rows):
    """The messages about one or several rows of a page in sight; nothing on a phone, where it only takes room.

    A list or queryset of rows may be given as well: the copies of a paper, the permits of an enterprise.
    """
    user = context["request"].user
    if user.membership is None or user.membership.on_phone:
        return {"shown": False}
    flat = [row for given in rows for row in ([given] if hasattr(given, "_meta") else list(given))]
    found = list(Message.objects.about(*flat).select_related("recipient")[: SHOWN + 1])
    return {"shown": True, "messages_told": found[:SHOWN], "more": len(found) > SHOWN}
