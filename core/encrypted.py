"""Columns whose content is sealed by core.cipher: text, bytes, and the hash an equal value is found by."""

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact

from . import cipher

DIGEST = 52  # characters: name of the key, a colon, 32 bytes in base64


class Closed(str):
    """Shown instead of a text that does not open; saved again it leaves what is kept as it was."""

    def __new__(cls, kept, why):
        text = super().__new__(cls, f"【{why}】")
        text.kept = kept
        return text


class Sealed(str):
    """Text already sealed, on its way into a column."""


class EncryptedText(models.TextField):
    """Plain text in Python, sealed text in the database. It can be found empty or not, and by nothing else.

    `max_length` counts characters of the plain text. What is kept as plain text by mistake does not open either.
    """

    description = "sealed text"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.validators.append(MaxLengthValidator(self.max_length))

    @property
    def purpose(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if isinstance(value, Closed):
            return value.kept
        return value if not value or isinstance(value, Sealed) else cipher.seal_text(value, self.purpose)

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        try:
            return cipher.unseal_text(value, self.purpose)
        except cipher.Locked as error:
            return Closed(value, error)

    def get_lookup(self, name):
        found = {"exact": OnlyEmpty, "isnull": super().get_lookup("isnull")}.get(name)
        if found is None:
            raise FieldError(f"{self.purpose} is sealed and cannot be looked up by {name}")
        return found


class OnlyEmpty(Exact):
    """`column=""` only: no other value could ever be equal to what is sealed."""

    def get_prep_lookup(self):
        if self.rhs != "":
            raise FieldError("sealed text can only be asked whether it is empty")
        return ""


class SealedBytes(models.BinaryField):
    """Bytes that `seal` and `unseal` of this field's purpose sealed; kept and read as they are, so that none open by chance."""

    description = "sealed bytes"

    def __init__(self, *args, purpose="", **kwargs):
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"purpose": self.purpose}


class Digest(models.CharField):
    """The keyed hash of the sealed text `of`, written with the row; look for it with `cipher.digests(value, purpose)`."""

    def __init__(self, *args, of="", purpose="", **kwargs):
        kwargs = {"max_length": DIGEST, "blank": True, "default": "", "editable": False, "db_index": True} | kwargs
        super().__init__(*args, **kwargs)
        self.of, self.purpose = of, purpose

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "purpose": self.purpose}

    def pre_save(self, row, add):
        value = getattr(row, self.of)
        if not isinstance(value, Closed):  # else the hash stays, until the key is found again
            setattr(row, self.attname, cipher.digest(value or "", self.purpose))
        return getattr(row, self.attname)
