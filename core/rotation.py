"""Sealing anew, with the newest key, all that an older key sealed.

Each row is written only as it was read, so whoever changes it meanwhile wins. Killed and run again, it goes on with what is
left.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import BinaryField, ExpressionWrapper, F, Q, TextField
from django.db.models.functions import Substr

from . import cipher
from .encrypted import Digest, EncryptedText, Sealed, SealedBytes

BATCH = 200  # rows read at once


@dataclass(frozen=True)
class Files:
    """A table whose files are sealed: `model`, the column that names the key, and `renew(row)`, which seals them anew."""

    model: type
    column: str
    renew: Callable

    def waiting(self):
        """The rows with files that the newest key did not seal, plain ones among them."""
        return self.model._base_manager.exclude(**{self.column: cipher.newest()})

    def lost(self):
        """The rows with files that no key at hand opens."""
        return self.model._base_manager.exclude(**{f"{self.column}__in": ["", *cipher.ring()]})

    def rotate(self, said=lambda done: None):
        """Seal all files anew; returns (rows renewed, rows that do not open). Killed, it goes on with what is left."""
        return _one_by_one(self.waiting, self._renewed, said)

    def _renewed(self, row):
        """(whether the files of a row were renewed, why not); what hinders the machine itself ends the run."""
        try:
            self.renew(row)
        except cipher.Locked as error:
            return False, str(error)
        except FileNotFoundError:
            return False, "文件不在"
        self.model._base_manager.filter(pk=row.pk).update(**{self.column: cipher.newest()})
        return True, ""


def _one_by_one(waiting, renew, said):
    """(rows renewed, rows that do not open) of all that wait; `renew(row)` → (whether it was written, why it does not open)."""
    last, renewed, closed = None, 0, []
    while rows := list((waiting() if last is None else waiting().filter(pk__gt=last)).order_by("pk")[:BATCH]):
        for row in rows:
            written, why = renew(row)
            renewed += bool(written)
            closed += [f"{row.pk}：{why}"] if why else []
        last = rows[-1].pk
        said(renewed)
    return renewed, closed


_files = []


def register_files(model, column, renew):
    """Apps register tables with sealed files in AppConfig.ready."""
    _files.append(Files(model, column, renew))


def register_file(model, name):
    """The same for a table with one sealed file a row, in the column `name`; some rows may have none yet."""

    def renew(row):
        if stored := getattr(row, name):
            stored.storage.renew(stored.name)

    register_files(model, "sealed_with", renew)


def files():
    return list(_files)


def sealed_fields(model):
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedText | SealedBytes)]


def models_with_secrets():
    """Every table with a sealed column, the copies that histories keep among them."""
    return [model for model in apps.get_models() if sealed_fields(model) and model._meta.managed]


def waiting(model):
    """The rows with something that the newest key did not seal; what the columns really hold stands in `raw_<name>`."""
    return _sealed_by_none_of(model, [cipher.mark()])


def lost(model):
    """The rows with something that no key at hand sealed: whatever is done, it does not open."""
    return _sealed_by_none_of(model, [cipher.mark(name) for name in cipher.ring()])


def _sealed_by_none_of(model, marks):
    rows, found = model._base_manager.all(), Q(pk__in=[])
    for field in sealed_fields(model):
        kind, begins = (BinaryField, marks) if _is_bytes(field) else (TextField, [mark.decode() for mark in marks])
        raw, head = f"raw_{field.name}", f"head_{field.name}"
        rows = rows.alias(**{head: Substr(ExpressionWrapper(F(field.name), kind()), 1, len(begins[0]), output_field=kind())})
        rows = rows.annotate(**{raw: ExpressionWrapper(F(field.name), kind())})
        other = Q(**{f"{raw}__isnull": False}) & ~Q(**{raw: b"" if _is_bytes(field) else ""})
        for begin in begins:
            other &= ~Q(**{head: begin})
        found |= other
    return rows.filter(found)


def why_lost(row):
    """(column, why it does not open) of a row of `lost`."""
    for field in sealed_fields(type(row)):
        kept = getattr(row, f"raw_{field.name}")
        try:
            cipher.unseal(kept, field.purpose) if _is_bytes(field) else cipher.unseal_text(kept or "", field.purpose)
        except cipher.Locked as error:
            if kept:
                yield str(field.verbose_name), str(error)


def rotate(model, said=lambda done: None):
    """Seal a table's rows anew; returns (renewed, rows that do not open)."""
    return _one_by_one(lambda: waiting(model), _written_anew, said)


def _written_anew(row):
    values, why = _renewed(row)
    return bool(values and _write(row, values)), why


def _is_bytes(field):
    return isinstance(field, SealedBytes)


def _renewed(row):
    """(column → what it shall hold, why a column does not open) of a row."""
    values, why = {}, ""
    for field in sealed_fields(type(row)):
        kept = getattr(row, f"raw_{field.name}")
        if kept:
            try:
                values |= _of_bytes(field, kept) if _is_bytes(field) else _of_text(row, field, kept)
            except cipher.Locked as error:
                why = f"{field.verbose_name}{error}"
    return values, why


def _of_bytes(field, kept):
    return {field.name: cipher.seal(cipher.unseal(kept, field.purpose), field.purpose)}


def _of_text(row, field, kept):
    """The column, and the hashes of it."""
    text = cipher.unseal_text(kept, field.purpose)
    hashes = [one for one in row._meta.local_concrete_fields if isinstance(one, Digest) and one.of == field.name]
    found = {one.name: cipher.digest(text, one.purpose) for one in hashes}
    return found | {field.name: Sealed(cipher.seal_text(text, field.purpose))}


def _write(row, values):
    """Whether the row still was as it was read."""
    same = {f"raw_{field.name}": getattr(row, f"raw_{field.name}") for field in sealed_fields(type(row))}
    return waiting(type(row)).filter(pk=row.pk, **same).update(**values)
