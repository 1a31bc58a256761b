"""One list out of several: whole lists and single items, each question once."""

import re
import unicodedata

from django.db import transaction

from core.errors import refuse_if

from ..enums import Audience
from ..models import Item
from .lists import COPIED, new_list


def plain(text):
    """A question without marks and width, so that the same one in two lists is known."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def once(items):
    """The items in their order, of equal questions the first."""
    found = {}
    for item in items:
        found.setdefault(plain(item.text), item)
    return list(found.values())


@transaction.atomic
def compose(*, name, lists, by, without=(), campaign=None):
    """A draft of the township's own from the newest versions of these lists, less some items; each names its origin."""
    chosen = [row.current for row in lists if row.current and not row.confidential]
    refuse_if("" if chosen else "请选择至少一张已发布的检查表")
    items = [item for version in chosen for item in version.items.all() if item.pk not in set(without)]
    kept = once(items)
    refuse_if("" if kept else "至少留下一项检查内容")
    row = new_list(name=name, audience=Audience.BOTH, confidential=False, by=by, campaign=campaign)
    draft = row.draft
    rows = []
    for order, item in enumerate(kept, 1):
        values = {field: getattr(item, field) for field in COPIED} | {"order": order}
        values["group"] = item.group or str(item.version.checklist)[:30]
        rows.append(Item(version=draft, origin=item, **values))
    Item.objects.bulk_create(rows)
    return row, len(items) - len(kept)
