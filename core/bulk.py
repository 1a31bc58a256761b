"""Very many rows at once, past the ORM: COPY on PostgreSQL, one prepared INSERT on SQLite. No history, no signals."""

from itertools import islice

from django.db import connection

from . import clock

SLICE = 20_000
HELD = 500  # keys named in one statement


def load(model, names, rows):
    """Insert tuples of `names` (columns); every other column gets the model's default. Returns the number.

    Values are written as the database takes them: days and times as text (times in UTC), keys as keys.
    """
    others = {f.column: f for f in model._meta.concrete_fields if f.column not in names and not f.primary_key}
    blank = model()
    rest = tuple(_plain(field.get_db_prep_save(field.pre_save(blank, True), connection)) for field in others.values())
    columns = [*names, *others]
    written, rows = 0, iter(rows)
    while part := [row + rest for row in islice(rows, SLICE)]:
        _insert(model._meta.db_table, columns, part)
        written += len(part)
    return written


def _plain(value):
    return str(value) if hasattr(value, "isoformat") else value


def _insert(table, columns, rows):
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608


def remember(model, keys, *, kind, by):
    """A line of history for each of these rows as they are now, copied within the database; `kind` is + made or ~ changed."""
    history, quote = model.history.model._meta, connection.ops.quote_name
    kept = {field.name for field in history.concrete_fields}
    names = ", ".join(quote(field.column) for field in model._meta.concrete_fields if field.name in kept)
    told = ", ".join(map(quote, ("history_date", "history_type", "history_user_id")))
    now = connection.ops.adapt_datetimefield_value(clock.now())
    keys = iter(keys)
    with connection.cursor() as cursor:
        while part := list(islice(keys, HELD)):
            sql = f"INSERT INTO {quote(history.db_table)} ({names}, {told}) SELECT {names}, %s, %s, %s"  # noqa: S608
            sql += f" FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)}"
            cursor.execute(f"{sql} IN ({', '.join(['%s'] * len(part))})", [now, kind, by.pk, *part])


def settle(models):
    """After keys were written by hand: let new rows get later ones, and let the planner know the tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in models:
                _raise_keys(cursor, model._meta)
    measure()


def measure():
    """Let the planner know the tables after very many rows came at once: it may still take them for empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _raise_keys(cursor, meta):
    """The next key lies after all keys in the table; it is never set back, whoever counts on it already."""
    if meta.auto_field is None:
        return
    key, table = connection.ops.quote_name(meta.auto_field.column), connection.ops.quote_name(meta.db_table)
    highest = f"(SELECT max({key}) FROM {table})"
    cursor.execute(
        f"SELECT setval(s, greatest(nextval(s), {highest})) FROM pg_get_serial_sequence(%s, %s) AS s",
        [table, meta.auto_field.column],
    )
