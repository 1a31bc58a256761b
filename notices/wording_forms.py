"""The form of a kind's standing sentences."""

from django import forms

from circulars.layout.phrases import PHRASES
from core.forms import PortalForm

from . import wording

LONGEST = 400


class WordingForm(PortalForm):
    """A field for each sentence, with what may be filled into it; a reason; the version it was opened with."""

    def __init__(self, data=None, *, kind, texts, base):
        super().__init__(data)
        self.kind = kind
        for phrase in PHRASES[kind]:
            self.fields[phrase.key] = _field(phrase, texts[phrase.key])
        self.fields["note"] = forms.CharField(
            label="修改原因", max_length=200, required=False, help_text="例如：按县司法局意见修改权利告知"
        )
        self.fields["base"] = forms.IntegerField(widget=forms.HiddenInput, initial=base, min_value=0)

    @property
    def texts(self):
        return {phrase.key: self.cleaned_data.get(phrase.key, "") for phrase in PHRASES[self.kind]}

    def clean(self):
        cleaned = super().clean()
        if "base" in self.errors:  # a hidden field cannot say it beside itself
            self.add_error(None, "页面上的版次不对，请重新打开再改")
        for key, said in wording.wrong(self.kind, self.texts).items():
            if key not in self.errors:
                self.add_error(key, said)
        return cleaned


def _field(phrase, text):
    said = []
    if phrase.must:
        said.append("必须写上 " + "、".join(f"{{{name}}}" for name in phrase.must))
    if phrase.may:
        said.append("可以用 " + "、".join(f"{{{name}}}" for name in phrase.may))
    if phrase.optional:
        said.append("可以空着，空着就不印")
    area = forms.Textarea(attrs={"rows": min(4, 1 + len(text) // 40 or 1), "class": "paper-text"})
    return forms.CharField(
        label=phrase.label, max_length=LONGEST, required=False, initial=text, widget=area, help_text="；".join(said)
    )
