"""Choices of a filter bar that are rows of tables: all of a bar in one query, and only when they are shown or checked."""

import django_filters
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast


class RowFilter(django_filters.ChoiceFilter):
    """A choice among rows. `rows(bar)` gives their queryset for a filter bar (with its request and data), None when there
    is nothing to choose; `rank` is the number they are sorted by. Each is called by its `name`, its value is its key."""

    def __init__(self, *args, rows, rank="pk", **kwargs):
        super().__init__(*args, choices=(), **kwargs)
        self.rows, self.rank = rows, rank

    def options(self, kind, rows):
        """Rows (kind, key, name, rank) of the union."""
        rank = F(self.rank.lstrip("-"))
        return (
            rows.order_by()
            .annotate(
                o_kind=Value(kind, CharField()),
                o_key=Cast("pk", CharField()),
                o_name=Cast("name", CharField()),
                o_rank=Cast(-rank if self.rank.startswith("-") else rank, IntegerField()),
            )
            .values_list("o_kind", "o_key", "o_name", "o_rank")
        )


class RowFilterSet(django_filters.FilterSet):
    """A filter bar whose RowFilters share one query; those without anything to choose are left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._options, self._rows = None, {}
        for name, one in [*self.filters.items()]:
            if isinstance(one, RowFilter):
                self._offer(name, one)

    def _offer(self, name, row_filter):
        rows = row_filter.rows(self) if self.request else None
        if rows is None:
            del self.filters[name]
        else:
            self._rows[name] = rows
            row_filter.extra["choices"] = lambda: self.options_of(name)

    def options_of(self, name):
        """[(key, name)] of a RowFilter; empty when it is left out."""
        if self._options is None:
            self._options = self._read()
        return self._options.get(name, [])

    def _read(self):
        parts = [self.filters[name].options(name, rows) for name, rows in self._rows.items()]
        found = {name: [] for name in self._rows}
        for kind, key, label, _ in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[3]):
            found[kind].append((key, label))
        return found
