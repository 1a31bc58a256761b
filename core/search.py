"""The one search by words. Words stand between blanks, two characters are enough, every word must occur.

Short texts are searched where they are (`every_word`). Long ones, and those of very many rows, have a `SearchText` row
beside them and a `WordIndex` of every pair of neighbouring characters: FTS5 on SQLite, where a word is a phrase of pairs;
GIN over arrays of numbers on PostgreSQL, where words of three and more characters are looked up in the text as well. Both
answer with exactly the rows that hold the words, however common or rare these are: what few rows hold is fetched by the
index; what very many hold is met soon by walking a list in its order (`narrow`).
"""

import re
import unicodedata
from contextlib import contextmanager, nullcontext
from functools import lru_cache, reduce
from itertools import islice
from operator import or_

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q

WORDS = 8  # more are not looked for
BATCH = 500
WAITING = 1024  # kB of new entries that wait before they go into an index on PostgreSQL; a search takes about 1 ms for them
FILLED = 131_072  # the same while very many rows are written
COMMON = 10_000  # a word in more rows than this is not fetched by the index but met on the way
SAMPLE = 200  # rows of the list looked into when a word is common
MET_SOON = 0.5  # a word in this share of the sample is met so soon that the index is not asked for all that hold it
MARKS = 0xE000, 6400  # private use: signs that nobody types
BRACKETS = str.maketrans("[]【】()（）〖〗", "〔〕" * 5)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # FTS5's plainest tokenizer splits at ASCII marks only


def words_of(text):
    """The words somebody typed, each once, in order."""
    return list(dict.fromkeys(text.replace("\0", "").split()))[:WORDS]


def holding(path, word):
    """A field with these characters in it. Chinese knows no capitals: folding them is half the cost of a long text."""
    return Q(**{f"{path}__contains" if word.upper() == word.lower() else f"{path}__icontains": word})


def every_word(rows, text, *paths, also=None):
    """Of a queryset, the rows where each word of `text` stands in at least one of the fields that `paths` name.

    `also(word)` gives a further condition that may hold in their stead.
    """
    for word in words_of(text):
        wanted = reduce(or_, (holding(path, word) for path in paths), Q())
        rows = rows.filter(wanted | also(word) if also else wanted)
    return rows


def fold(text):
    """A text as it is searched: widths, capitals and brackets made alike, no blanks inside a line, no empty lines."""
    lines = unicodedata.normalize("NFKC", text).casefold().translate(BRACKETS).splitlines()
    lines = ("".join(UNSEEN.sub("", line).split()) for line in lines)
    return "\n".join(line for line in lines if line)


def folded(text):
    """The words somebody typed as they are searched."""
    return list(filter(None, map(fold, words_of(text))))


class SearchText(models.Model):
    """The text by which one row is found.

    A subclass has `owner` (OneToOneField), after it `text` (TextField), and as an index a `WordIndex` on the text. Where the
    owner's key is a number, `owner` is the primary key; else a second index on id and owner named <table>_key tells the
    rows found without a look into their long texts.
    Its services call `refresh` wherever what `texts` says changes, or core.beside does after every write; the command
    `index_words` does it for all rows.
    """

    class Meta:
        abstract = True

    @classmethod
    def texts(cls, owners):
        """(primary key, text) of each row of a queryset of owners."""
        raise NotImplementedError

    @classmethod
    def narrow(cls, rows, text, *, among=None, marked=""):
        """Of a queryset of owners, those that hold every word of `text`; all of them when nothing is asked for.

        `among`: a queryset of the rows in sight, quickly listed, when `rows` are filtered already. `marked`: a `mark` that
        all of these bear; the index then tells only theirs.
        """
        words = folded(text)
        if not words:
            return rows.none() if words_of(text) else rows
        found = _ENGINES[connection.vendor].found(cls._meta, [*words, *filter(None, [marked])])
        try:
            hits, met = cls._probe(found, words, rows if among is None else among)
        except EmptyResultSet:
            return rows.none()
        if hits <= COMMON:
            return rows.filter(_Found(F("pk"), found=found))
        looks = met >= SAMPLE * MET_SOON
        return rows.filter(_Met(F("pk"), table=cls._meta.db_table, words=words, found=None if looks else found))

    @classmethod
    def _probe(cls, found, words, rows):
        """How many rows hold the words, to just over COMMON; when it is more, how many of the first SAMPLE in sight do."""
        sample, asked = rows.values("pk")[:SAMPLE].query.sql_with_params()
        table, (sql, params) = cls._meta.db_table, found
        held = _holds(words)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT hits, CASE WHEN hits > {COMMON} THEN (SELECT count(*) FROM {table} t"  # noqa: S608
                f" WHERE t.owner_id IN (SELECT * FROM ({sample}) AS sample) AND {held}) END"
                f" FROM (SELECT count(*) AS hits FROM ({sql} LIMIT {COMMON + 1}) AS found) AS probe",
                [*asked, *words, *params],
            )
            return cursor.fetchone()

    @classmethod
    def refresh(cls, owners):
        """Write the texts of a queryset of owners anew where they changed; the number written."""
        return keep(cls, cls.texts(owners))

    @classmethod
    def fill(cls, owners):
        """As refresh, for very many rows."""
        with _ENGINES[connection.vendor].filling(cls._meta.db_table):
            return cls.refresh(owners)


class _Found(Func):
    """Whether a row is among the few that the index finds; these are looked up first, whatever the order of the list."""

    output_field = BooleanField()

    def __init__(self, key, *, found):
        super().__init__(key)
        self.found = found

    def as_sql(self, compiler, connection, **extra):
        key, params = compiler.compile(self.source_expressions[0])
        sql, words = self.found
        return _ENGINES[connection.vendor].among.format(key, sql), [*params, *words]


class _Met(Func):
    """Whether a row holds words that very many hold: looked up in its text where rows are asked for in an order, which
    soon has enough of them; by the set `found` of all that the index finds, if given, where they are only counted."""

    output_field = BooleanField()

    def __init__(self, key, *, table, words, found):
        super().__init__(key)
        self.table, self.words, self.found = table, words, found

    def as_sql(self, compiler, connection, **extra):
        key, params = compiler.compile(self.source_expressions[0])
        engine, query = _ENGINES[connection.vendor], compiler.query
        if self.found is None or query.order_by or (query.default_ordering and query.get_meta().ordering):
            return f"(SELECT {_holds(self.words)} FROM {self.table} t WHERE t.owner_id = {key})", [*params, *self.words]  # noqa: S608
        sql, words = self.found
        return f"{engine.unled}{key} IN ({sql})", [*params, *words]


def _holds(words):
    """Condition that a text t holds the words, which are its parameters."""
    return " AND ".join([f"{_ENGINES[connection.vendor].place_of}(t.text, %s) > 0"] * len(words))


def mark(number):
    """A word of two signs that nobody types, by which rows that have a number in common are found with what was typed.

    It narrows what the index tells and may be that of another number as well.
    """
    first, signs = MARKS
    return chr(first + number // signs % signs) + chr(first + number % signs)


def keep(model, texts):
    """Write (owner key, text) pairs into a SearchText table and its index, unchanged ones left alone; the number written."""
    texts, written = iter(texts), 0
    while part := {key: fold(text) for key, text in islice(texts, BATCH)}:
        stored = {key: model._meta.get_field("owner").get_db_prep_save(key, connection) for key in part}
        with connection.cursor() as cursor:
            cursor.execute(KNOWN.format(model._meta.db_table, ", ".join(["%s"] * len(part))), [*stored.values()])
            known = dict(cursor.fetchall())
            changed = {key: text for key, text in part.items() if known.get(stored[key]) != text}
            cursor.executemany(WRITTEN.format(model._meta.db_table), [(stored[key], text) for key, text in changed.items()])
        _ENGINES[connection.vendor].write(model, changed)
        written += len(changed)
    return written


def texts():
    """The models of texts."""
    return [model for model in apps.get_models() if issubclass(model, SearchText)]


def reindex(model):
    """Write the index of all texts that stand there already."""
    _ENGINES[connection.vendor].write(model, dict(model.objects.values_list("owner", "text")))


KNOWN = "SELECT owner_id, text FROM {} WHERE owner_id IN ({})"
WRITTEN = "INSERT INTO {} (owner_id, text) VALUES (%s, %s) ON CONFLICT (owner_id) DO UPDATE SET text = excluded.text"  # both speak it


class _Phrases:
    """SQLite: an FTS5 table of pairs in order, under the row numbers of the texts."""

    among = "{} IN ({})"
    place_of, unled = "instr", "+"  # the sign keeps SQLite from looking up one by one what it finds faster on the way

    @staticmethod
    def create(table, _key_type):
        """Made once; when the table of texts is made anew its rows keep their numbers."""
        return f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_pairs USING fts5(pairs, tokenize='ascii', columnsize=0)"

    @staticmethod
    def drop(table):
        return f"DROP TABLE {table}_pairs"

    @staticmethod
    def filling(_table):
        return nullcontext()

    @staticmethod
    def _pairs(line):
        line = line.translate(WIDE)
        return [line[at : at + 2] for at in range(len(line))]

    @classmethod
    def _phrase(cls, word):
        return f'"{word.translate(WIDE)}" *' if len(word) == 1 else f'"{" ".join(cls._pairs(word)[:-1])}"'

    @classmethod
    def found(cls, meta, words):
        table = meta.db_table
        sql = f"SELECT rowid FROM {table}_pairs WHERE pairs MATCH %s"  # noqa: S608
        if meta.pk.name != "owner":
            sql = f"SELECT owner_id FROM {table} INDEXED BY {table}_key WHERE id IN ({sql})"  # noqa: S608
        return sql, [" AND ".join(map(cls._phrase, words))]

    @classmethod
    def write(cls, model, texts):
        table = f"{model._meta.db_table}_pairs"
        if model._meta.pk.name == "owner":
            rows = zip(texts, texts, strict=True)
        else:
            rows = model.objects.filter(owner__in=list(texts)).values_list("pk", "owner")
        rows = [(pk, " ".join(pair for line in texts[key].split("\n") for pair in cls._pairs(line))) for pk, key in rows]
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [row[:1] for row in rows])  # noqa: S608
            cursor.executemany(f"INSERT INTO {table} (rowid, pairs) VALUES (%s, %s)", rows)  # noqa: S608


WAITS = f"fastupdate = on, gin_pending_list_limit = {WAITING}"


class _Numbers:
    """PostgreSQL: a narrow table of arrays, one number for each character and each pair.

    Its arrays lie out of line and have no statistics: whatever the word, the planner then goes by the index and never
    opens an array. Texts up to 8 kB lie in line, so that looking into many of them costs no second read. New arrays wait
    in a short list that goes into the index by many at once, at a sixth of the cost; what waits is found as well.
    """

    among = "{} = ANY(ARRAY({}))"  # as a set without a known size it would be sought along the whole list
    place_of, unled = "strpos", ""

    @staticmethod
    def create(table, key_type):
        return f"""
            ALTER TABLE {table} ALTER text SET STORAGE EXTERNAL, ALTER text SET STATISTICS 0;
            ALTER TABLE {table} SET (toast_tuple_target = 8160);
            CREATE TABLE {table}_pairs (owner_id {key_type} PRIMARY KEY, pairs integer[] NOT NULL);
            ALTER TABLE {table}_pairs ALTER pairs SET STORAGE EXTERNAL, ALTER pairs SET STATISTICS 0;
            ALTER TABLE {table}_pairs SET (toast_tuple_target = 128);
            CREATE INDEX {table}_pairs_in ON {table}_pairs USING gin (pairs) WITH ({WAITS});
            CREATE FUNCTION {table}_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'TRUNCATE' THEN
                    TRUNCATE {table}_pairs;
                ELSE
                    DELETE FROM {table}_pairs WHERE owner_id = old.owner_id;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER {table}_delete AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_gone();
            CREATE TRIGGER {table}_truncate AFTER TRUNCATE ON {table} EXECUTE FUNCTION {table}_gone();
        """

    @staticmethod
    def drop(table):
        return f"DROP FUNCTION {table}_gone() CASCADE; DROP TABLE {table}_pairs"

    @staticmethod
    @contextmanager
    def filling(table):
        """Let far more new arrays wait before they go into the index."""
        index = f"{table}_pairs_in"
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER INDEX {index} SET (gin_pending_list_limit = {FILLED})")
            yield
            cursor.execute(f"ALTER INDEX {index} SET ({WAITS})")
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])

    @staticmethod
    @lru_cache(maxsize=65536)
    def _number(gram):
        """One or two characters in 32 bits; beyond the first 65,536 characters two may share a number."""
        value = reduce(lambda value, c: value << 16 | ord(c) & 0xFFFF, gram, 0)
        return value - (value >> 31 << 32)

    @classmethod
    def _numbers(cls, text):
        grams = {gram for line in text.split("\n") for at in range(len(line)) for gram in (line[at], line[at : at + 2])}
        return sorted(map(cls._number, grams))

    @classmethod
    def found(cls, meta, words):
        table, asked = meta.db_table, set()
        for word in words:
            asked |= {cls._number(word[at : at + 2]) for at in range(max(1, len(word) - 1))}
        unsure = [word for word in words if len(word) > 2 or max(word) > "\uffff"]
        sql = f"SELECT p.owner_id FROM {table}_pairs p"  # noqa: S608
        sql += f" JOIN {table} t ON t.owner_id = p.owner_id" if unsure else ""
        sql += " WHERE p.pairs @> %s::integer[]" + " AND strpos(t.text, %s) > 0" * len(unsure)
        return sql, [sorted(asked), *unsure]

    @classmethod
    def write(cls, model, texts):
        table = f"{model._meta.db_table}_pairs"
        sql = f"INSERT INTO {table} VALUES (%s, %s::integer[]) ON CONFLICT (owner_id) DO UPDATE SET pairs = excluded.pairs"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(key, cls._numbers(text)) for key, text in texts.items()])


_ENGINES = {"sqlite": _Phrases, "postgresql": _Numbers}


def let_wait(editor, table):
    """For migrations: let new pairs wait also where the index was made before they did."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER INDEX {table}_pairs_in SET ({WAITS})")


class WordIndex(models.Index):
    """Makes the index of a SearchText model, in the way of the database it is made on."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        key_type = model._meta.get_field("owner").db_type(schema_editor.connection)
        return _ENGINES[schema_editor.connection.vendor].create(model._meta.db_table, key_type)

    def remove_sql(self, model, schema_editor, **kwargs):
        return _ENGINES[schema_editor.connection.vendor].drop(model._meta.db_table)
