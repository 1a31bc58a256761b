"""A village typed by name with suggestions: never a list of thousands to scroll through."""

from django import forms

from .models import Place


class VillageField(forms.CharField):
    """Cleans to a Place of `villages` given by name or 12-digit code."""

    def __init__(self, *, villages=None, **kwargs):
        kwargs.setdefault("label", "所在村")
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "villages", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.villages = villages

    def prepare_value(self, value):
        found = Place.objects.filter(code=value).first() if value and str(value).isdigit() else None
        return found.name if found else (value.name if isinstance(value, Place) else value)

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(self.villages.filter(code=text) if text.isdigit() else self.villages.filter(name=text))
        if len(found) != 1:
            several = f"有几个“{text}”，请填区划代码"
            raise forms.ValidationError(several if found else f"本辖区没有“{text}”，请从提示中选择")
        return found[0]
