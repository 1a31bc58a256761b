"""What a kind of file says about itself, and the registry all pages read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from core import clock

from ..enums import Standing
from ..models import ExpiringRow

# the state of a chip that looks like it
LOOKS = {
    Standing.GOOD: "done", Standing.NEAR: "open", Standing.OVER: "overdue", Standing.BARE: "faulty", Standing.OPEN: "dismissed",
    Standing.GONE: "withdrawn",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A tab of the enterprise's page with the kinds under it."""

    slug: str
    label: str


@dataclass(frozen=True)
class Kind:
    """One kind of file. Field names are those of the model.

    `fields` are asked in the form, `office` only of the office and only read by others; `columns` stand in lists;
    `masked` holds numbers of persons; `words` rename standings (无证上岗 for 不合规); `known` are the fields by which an
    import knows a row again ("" = no import); `lacking(firms, day)` are the enterprises that should have a row and do
    not, `lacking_by(day)` the day by which they must. On paper a row is called `paper` (the field whose word is the name, or
    the name itself), the field `signer` names who signs, and rows alike in the field `together` make up one paper. `gaps` are (key, label,
    function as `lacking`) of the parts that `lacking` is made of.
    """

    slug: str
    label: str
    group: Group
    model: type
    fields: tuple
    columns: tuple
    office: tuple = ()
    masked: tuple = ()
    search: tuple = ()
    known: tuple = ()
    words: dict = field(default_factory=dict)
    due: str = ""
    by_office: bool = False
    demand: str = ""
    lacking: Callable | None = None
    lacking_by: Callable[[date], date] | None = None
    gaps: tuple = ()
    paper: str = ""
    signer: str = ""
    together: str = ""

    def paper_title(self, row):
        if self.paper in (*self.fields, *self.office):
            return getattr(row, f"get_{self.paper}_display")()
        return self.paper or self.label

    @property
    def runs_out(self):
        return issubclass(self.model, ExpiringRow)

    @property
    def choices(self):
        """Columns by which the register is filtered."""
        return [name for name in (*self.fields, *self.office) if self.field(name).choices]

    @property
    def demands(self):
        """Whether enterprises can be short of it."""
        return self.lacking is not None

    @property
    def reminds(self):
        """Whether who is short is reminded by a day."""
        return self.lacking_by is not None

    @property
    def import_name(self):
        return f"file-{self.slug}"

    def field(self, name):
        return self.model._meta.get_field(name)

    def header(self, name):
        return str(self.field(name).verbose_name)

    def said(self, standing):
        """A standing in the words of this kind."""
        return self.words.get(standing, Standing(standing).label) if standing else ""

    @property
    def standings(self):
        """(value, word) this kind's rows may have."""
        named = {Standing.BARE, Standing.GONE} - set(self.words)
        return [(s.value, self.said(s)) for s in Standing if s not in named] if self.runs_out else []

    def short_of(self, firms, gap=""):
        """The enterprises that lack what this kind demands today, or one part of it; none where it demands nothing."""
        lacking = {key: test for key, _, test in self.gaps}.get(gap, self.lacking)
        return lacking(firms, clock.today()) if lacking else firms.none()


_kinds = {}


def register(kind):
    _kinds[kind.slug] = kind


def kinds():
    return list(_kinds.values())


def kind_of(slug):
    """The kind with this slug; None when there is none."""
    return _kinds.get(slug)


def of_group(slug):
    return [kind for kind in kinds() if kind.group.slug == slug]


def groups():
    """The groups in the order of their first kind."""
    return list(dict.fromkeys(kind.group for kind in kinds()))
