"""A step on a row, from the version it was opened at."""

from django import forms

from core.forms import PortalForm

from .fields import text_field


class StepForm(PortalForm):
    """A step on a lead or a verification; carries the version of the row it was opened at."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = row.version

    def values(self):
        """Keyword arguments of the service."""
        values = dict(self.cleaned_data)
        return values | {"version": values.pop("row_version")}

    def renew(self, row):
        """After a stale try: what was typed stays, and may be sent again once the person has looked."""
        self.data = self.data.copy()
        self.data["row_version"] = str(row.version)


class ReasonStep(StepForm):
    note = text_field("原因", max_length=500)
