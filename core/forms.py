"""Form bases: crispy without a <form> tag, versions against stale edits, reasons."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH

DASHES = BLANK_CHOICE_DASH[0][1]
UNNAMED = forms.Field.default_error_messages["required"]


class PlainHelper(FormHelper):
    """The page writes the <form> tag and the buttons."""

    def __init__(self, form=None):
        super().__init__(form)
        self.form_tag = False
        self.disable_csrf = True


class Spoken:
    """Says in words what the framework draws as dashes, nothing chosen, and which field was left empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            word = "请选择" if field.required else "不选"
            if hasattr(field, "empty_label"):  # its rows are not fetched here
                field.empty_label = word if field.empty_label == DASHES else field.empty_label
            elif ("", DASHES) in getattr(field, "choices", ()):
                field.choices = [(key, word if label == DASHES else label) for key, label in field.choices]

    def _clean_fields(self):
        for name, field in self.fields.items():
            if field.error_messages["required"] == UNNAMED:
                field.error_messages["required"] = f"请{verb_of(field)}{self[name].label}"
        super()._clean_fields()


def verb_of(field):
    """What a person does with a field."""
    if isinstance(field, forms.FileField):
        return "上传"
    if isinstance(field, forms.BooleanField):
        return "勾选"
    return "选择" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "填写"


class PortalForm(Spoken, forms.Form):
    @property
    def helper(self):
        return PlainHelper(self)


class PortalModelForm(Spoken, forms.ModelForm):
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
        """What the stored row holds now where this form says otherwise, in the words of the form."""
        own = {field.name: field for field in current._meta.concrete_fields}
        asked = [name for name in self.changed_data if name in own and not self.fields[name].widget.is_hidden]
        words = {name: word_of(own[name], current) for name in asked}
        parts = [
            f"{self.fields[name].label} 现在是“{word}”"
            for name, word in words.items()
            if str(self.cleaned_data.get(name)) != word  # typed as a name, kept as a key
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix("row_version")] = str(current.version)
        return "；".join(parts) or "其他内容"

    def save(self, commit=True):
        if self.instance.pk:
            self.instance.version += 1
        return super().save(commit)


def word_of(field, row):
    """A stored value as a person reads it: the choice's label, 是 or 否, 空."""
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value if value not in (None, "") else "空")


class ReasonForm(PortalForm):
    """A step that must be explained."""

    note = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
