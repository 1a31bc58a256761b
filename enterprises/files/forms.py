"""The form of a kind, made of its declaration."""

from functools import cache

from django import forms
from django.db import models

from accounts.forms import clean_phone
from core.forms import VersionedForm
from evidence import photos
from evidence.photos import PhotosField

from ..models import Board
from . import kinds, rules


class FileForm(VersionedForm):
    """The fields a person may fill in of one row; photos prove what it says."""

    files = PhotosField(label="照片或扫描件", required=False)

    def __init__(self, *args, user, kind, **kwargs):
        super().__init__(*args, **kwargs)
        asked = rules.asked_of(user, kind)
        for name in set(kind.fields + kind.office) - set(asked):
            self.fields.pop(name, None)

    def _get_validation_exclusions(self):
        """What must be there once is so per enterprise, which no one types in."""
        return super()._get_validation_exclusions() - {"enterprise", "withdrawn_at"}

    def clean(self):
        cleaned = super().clean()
        for name in ("phone", "official_phone"):
            if cleaned.get(name):
                self._phone(cleaned, name)
        if cleaned.get("year") is not None and (reason := rules.wrong_year(cleaned["year"])):
            self.add_error("year", reason)
        return cleaned

    def _phone(self, cleaned, name):
        try:
            cleaned[name] = clean_phone(cleaned[name])
        except forms.ValidationError as error:
            self.add_error(name, error)

    def photos(self, by):
        return photos.collect(self, by=by)


@cache
def form_of(kind_slug):
    """The form class of a kind."""
    kind = kinds.kind_of(kind_slug)
    names = kind.fields + kind.office
    return forms.modelform_factory(
        kind.model,
        form=FileForm,
        fields=names,
        widgets={name: _widget(kind.field(name)) for name in names if _widget(kind.field(name))},
    )


def _widget(field):
    if isinstance(field, models.DateField):
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.Textarea(attrs={"rows": 3}) if isinstance(field, models.TextField) else None


def blank_row(kind, firm):
    """A row of this enterprise not yet saved, with what the register knows already."""
    row = kind.model(enterprise=firm, village=firm.village)
    if isinstance(row, Board):
        row.official = firm.supervising_office.name if firm.supervising_office else ""
    return row
