"""Form bases: crispy without a <form> tag, versions against stale edits, reasons."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError


class PlainHelper(FormHelper):
    """The page writes the <form> tag and the buttons."""

    def __init__(self, form=None):
        super().__init__(form)
        self.form_tag = False
        self.disable_csrf = True


class PortalForm(forms.Form):
    @property
    def helper(self):
        return PlainHelper(self)


class PortalModelForm(forms.ModelForm):
    @property
    def helper(self):
        return PlainHelper(self)


class VersionedForm(PortalModelForm):
    """An edit form that refuses to overwrite what someone else changed since it was opened."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding:  # a UUID key is there before the row is
            return cleaned
        current = type(self.instance)._base_manager.get(pk=self.instance.pk)
        if cleaned.get("row_version") != current.version:
            raise ValidationError(f"这条记录刚被别人改过：{self._changes(current)}。请核对后重新提交，你填写的内容已保留。")
        return cleaned

    def _changes(self, current):
        """What the stored row holds now where this form says otherwise."""
        parts = []
        for name in self.changed_data:
            if name in self.fields and hasattr(current, name):
                parts.append(f"{self.fields[name].label} 现在是“{getattr(current, name)}”")
        self.data = self.data.copy()
        self.data[self.add_prefix("row_version")] = str(current.version)
        return "；".join(parts) or "其他字段"

    def save(self, commit=True):
        if self.instance.pk:
            self.instance.version += 1
        return super().save(commit)


class ReasonForm(PortalForm):
    """A step that must be explained."""

    note = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
