"""One page of a list: found by the key of a row instead of counting off, and counted only so far.

A page past the first is named by its number and, where the order allows, by the key of the row beside it, so that the ten
thousandth page costs what the first one does. Keys stand in addresses: only days, times, numbers and codes of places do.
"""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, ForeignKey, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.fields import DateField, IntegerField

CAP = 10_000  # rows counted; of more it is only said that there are more
MARK = "~"


class Page:
    """Rows with `number`, `total` (at most CAP) and the queries of the pages beside it ("" without one)."""

    def __init__(self, rows, *, number, total, is_capped=False, per_page, before="", after=""):
        self.object_list, self.number, self.total, self.is_capped = rows, number, total, is_capped
        self.num_pages = max(1, -(-total // per_page))
        self.previous, self.next = before, after
        self.start_index = (number - 1) * per_page + 1

    def __iter__(self):
        return iter(self.object_list)

    def __len__(self):
        return len(self.object_list)

    @property
    def counted(self):
        """The number of rows in words: 812 or 10000+."""
        return f"{self.total}+" if self.is_capped else str(self.total)


def page_of(rows, asked, *, per_page, only=()):
    """The Page that the parameters of an address ask for: page, and after or before with the key of a row.

    `rows` is a queryset or a list. What cannot be read shows the first page, a number past the end the last one.
    With `only`, names of fields as village__name, the rows of a queryset are read as named tuples of pk and these: to make
    objects of fifty rows and the rows beside them costs more than to ask for them.
    """
    if not isinstance(rows, QuerySet) or rows.query.combinator or rows.query.is_sliced:
        return _counted_off(rows, asked, per_page)
    keys = keys_of(rows)
    for name in ("after", "before"):
        values = _values(rows.model, keys, asked.get(name, ""))
        if values and (page := _beside(rows, keys, values, name, asked, per_page, only)):
            return page
    return _numbered(rows, keys, asked, per_page, only)


def _read(rows, keys, only):
    """The rows of a sliced queryset: objects, or named tuples.

    Which rows they are is asked in a query within: what is joined to show them would tempt the planner to begin with a small
    table, as that of places, and to sort all that belongs to it.
    """
    if not only:
        return list(rows)
    if not rows.query.annotations and not rows.query.distinct:
        order, standing = rows.query.order_by or rows.model._meta.ordering, rows.query.standard_ordering
        shown = rows.model._base_manager.filter(pk__in=rows.values("pk")).order_by(*order)
        rows = shown if standing else shown.reverse()
    return list(rows.values_list(*dict.fromkeys(("pk", *(name for name, _ in keys), *only)), named=True))


def capped_count(rows):
    """(number, whether there are more): nothing is counted past CAP."""
    number = rows.order_by().values("pk")[: CAP + 1].count()
    return min(number, CAP), number > CAP


def keys_of(rows):
    """[(field name, is descending)] of an order that ends with the key and has no gaps; () when pages must be counted off."""
    query = rows.query
    if query.values_select or query.extra_order_by:
        return ()
    order = query.order_by or (rows.model._meta.ordering if query.default_ordering else ())
    keys = [_key(rows.model._meta, term, query.annotations) for term in order]
    return tuple(keys) if keys and None not in keys and keys[-1][0] == "pk" else ()


def _key(meta, term, annotations):
    """(name, is descending) of a term of an order that may stand in an address; None for any other."""
    if isinstance(term, OrderBy) and isinstance(term.expression, F):
        term = f"-{term.expression.name}" if term.descending else term.expression.name
    name = term.lstrip("-") if isinstance(term, str) else ""
    if name in ("pk", "id", meta.pk.name):
        return "pk", term.startswith("-")
    field = next((field for field in meta.concrete_fields if name and name in (field.name, field.attname)), None)
    if field is None or field.null or name in annotations:
        return None
    told = isinstance(field, DateField | IntegerField) or (isinstance(field, ForeignKey) and name == field.attname)
    return (name, term.startswith("-")) if told else None


def _values(model, keys, text):
    """The key in an address as values of the fields; None when it is not one."""
    parts = text.split(MARK)
    if not text or not keys or len(parts) != len(keys):
        return None
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name.removesuffix("_id")) for name, _ in keys]
    try:
        values = [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except (ValidationError, OverflowError):
        return None
    return None if None in values or "\x00" in text else values


def past(keys, values, *, forward=True):
    """Predicate of the rows behind a key (in front of it when not forward); begins with a range that an index serves."""
    (name, falls), value = keys[0], values[0]
    sign = "lt" if falls is forward else "gt"
    beyond = Q(**{f"{name}__{sign}": value})
    if len(keys) == 1:
        return beyond
    return Q(**{f"{name}__{sign}e": value}) & (beyond | past(keys[1:], values[1:], forward=forward))


def _beside(rows, keys, values, name, asked, per_page, only):
    """The page behind or in front of a key; None when nothing is there, or in front less than a page: then it is the first."""
    forward, more = name == "after", per_page + 1
    beside = (rows if forward else rows.reverse()).filter(past(keys, values, forward=forward))
    found = _read(beside[:more], keys, only)
    if not found or (not forward and len(found) < more):
        return None
    shown = found[:per_page] if forward else found[:per_page][::-1]
    total, is_capped = capped_count(rows)
    number = max(_number(asked), 2)
    if not is_capped:
        number = min(number, max(2, -(-total // per_page)))
    has_next = len(found) == more if forward else True
    return _page(shown, keys, number, total, is_capped, per_page, has_next=has_next)


def _numbered(rows, keys, asked, per_page, only):
    number = _number(asked)
    if number == 1:
        found = _read(rows[: per_page + 1], keys, only)
        total, is_capped = capped_count(rows) if len(found) > per_page else (len(found), False)
        return _page(found[:per_page], keys, 1, total, is_capped, per_page, has_next=len(found) > per_page)
    total, is_capped = capped_count(rows)
    last = max(1, -(-total // per_page))
    number = last if number < 1 or (number > last and (keys or not is_capped)) else number
    found = _read(rows[(number - 1) * per_page : number * per_page + 1], keys, only)
    if not found and number > last:
        number, found = last, _read(rows[(last - 1) * per_page : last * per_page + 1], keys, only)
    return _page(found[:per_page], keys, number, total, is_capped, per_page, has_next=len(found) > per_page)


def _number(asked):
    """The number asked for; 0 stands for the last."""
    try:
        number = int(asked.get("page") or 1)
    except ValueError:
        return 1
    return number if 0 < number < 10**9 else 0


def _page(shown, keys, number, total, is_capped, per_page, *, has_next):
    before = f"page={number - 1}" + _key_in_address("before", keys, shown[:1]) if number > 1 else ""
    after = f"page={number + 1}" + _key_in_address("after", keys, shown[-1:]) if has_next else ""
    return Page(shown, number=number, total=total, is_capped=is_capped, per_page=per_page, before=before, after=after)


def _key_in_address(name, keys, rows):
    if not keys or not rows:
        return ""
    values = (getattr(rows[0], field) for field, _ in keys)
    text = MARK.join(value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values)
    return f"&{name}=" + text.replace("+", "%2B")


def _counted_off(rows, asked, per_page):
    found = Paginator(rows, per_page).get_page(asked.get("page"))
    before = f"page={found.number - 1}" if found.has_previous() else ""
    after = f"page={found.number + 1}" if found.has_next() else ""
    return Page(found.object_list, number=found.number, total=found.paginator.count, per_page=per_page,
                before=before, after=after)  # fmt: skip
