"""All rows of a county, a township or a city in the order of a list, where very many rows lie in one table.

A range of codes finds few rows fast but says nothing of their order. Equality with the first digits does: an index on them
goes on with the order of the list (see Hazard.Meta.indexes).
"""

from django.db.models import CharField, Func, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

INDEXED = (6, 9)  # digits of a county and of a township


class Prefix(Func):
    """The first digits of a code; written out without a parameter, so that both databases know the index on it."""

    template = "SUBSTR(%(expressions)s, 1, %(width)d)"
    output_field = CharField()

    def __init__(self, path, width):
        super().__init__(path, width=width)


class Unindexed(Func):
    """A column that SQLite shall not look up by its index: nearly all rows lie in the range."""

    template = "%(expressions)s"
    output_field = CharField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def in_order(path, prefix):
    """Predicate of the rows below the place of a prefix, for models with the indexes on `path`."""
    if len(prefix) in INDEXED:
        return Q(Exact(Prefix(path, len(prefix)), prefix))
    if len(prefix) == 12:
        return Q(**{path: prefix})
    column = Unindexed(path)
    return Q(GreaterThanOrEqual(column, prefix.ljust(12, "0")), LessThanOrEqual(column, prefix.ljust(12, "9")))
