"""Choices of a filter bar that are rows of tables: all of a bar in one query, and only when they are shown or checked."""

from copy import copy
from functools import partial

import django_filters
from django import forms
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast

from .widgets import Select


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


class BarForm(forms.Form):
    """The form of one filter bar, around the fields that the bar has just made: no class for it, no second copy of them."""

    def __init__(self, *args, bar, **kwargs):
        self.base_fields = Fresh((name, one.field) for name, one in bar.filters.items())
        super().__init__(*args, **kwargs)


class Fresh(dict):
    def __deepcopy__(self, memo):
        return self


class Filters(dict):
    """The filters of a class, copied for each bar as deep as a bar changes them: copies of all they hold cost a tenth of a page."""

    def __deepcopy__(self, memo):
        return {name: self._own(one) for name, one in self.items()}

    @staticmethod
    def _own(one):
        own = copy(one)
        own.extra = {"widget": Select, **one.extra} if isinstance(one, django_filters.ChoiceFilter) else {**one.extra}
        own.method = one.method  # a filter's way to the method of its bar is its own
        return own


class RowFilterSet(django_filters.FilterSet):
    """A filter bar whose RowFilters share one query; those without anything to choose are left out."""

    @classmethod
    def get_filters(cls):
        return Filters(super().get_filters())

    def get_form_class(self):
        return partial(BarForm, bar=self)

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

    def filter_queryset(self, rows):
        """Words last: SQLite tests a row in the order of its conditions, and looking for words costs the most."""
        asked = sorted(self.form.cleaned_data.items(), key=lambda item: item[0] == "q")
        for name, value in asked:
            rows = self.filters[name].filter(rows, value)
        return rows

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
