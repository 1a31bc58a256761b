"""Fields that several forms share."""

from django import forms


def day_field(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def text_field(label, rows=4, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


CLEAR = "无"  # typed into a covered field that may be empty, to empty it


class Covered:
    """A form that does not show what it changes: `kept` holds the values of fields that come empty and, left so, stay."""

    def __init__(self, *args, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = {name: value for name, value in (kept or {}).items() if value and name in self.fields}
        self.clearable = {name for name in self.kept if not self.fields[name].required}
        for name in self.kept:
            clear = f"；要清空的填“{CLEAR}”" if name in self.clearable else ""
            self.fields[name].required, self.fields[name].help_text = False, f"已登记，不改不填{clear}"

    def clean(self):
        data = super().clean()
        for name, value in self.kept.items():
            if data.get(name) == "":
                data[name] = value
            elif data.get(name) == CLEAR and name in self.clearable:
                data[name] = ""
        return data
