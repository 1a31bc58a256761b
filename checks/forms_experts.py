"""What is asked for an expert's opinion: post, opinion, a measure for each hazard of the visit."""

from django import forms

from core.forms import PortalForm

from .services.inspected import hazards_of


class OpinionForm(PortalForm):
    post = forms.CharField(label="职务、职称", max_length=60, help_text="例如：注册安全工程师、高级工程师")
    opinion = forms.CharField(label="总体意见", max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, visit, row=None, initial=None, **kwargs):
        self.hazards = {f"measure_{hazard.pk}": hazard for hazard in hazards_of(visit)}
        if row:
            initial = {"post": row.post, "opinion": row.opinion, "row_version": row.version}
            initial |= {f"measure_{one.hazard_id}": one.measure for one in row.advice.all()}
        super().__init__(*args, initial=initial, **kwargs)
        for name, hazard in self.hazards.items():
            self.fields[name] = forms.CharField(
                label=f"{hazard.number} {hazard.description}", max_length=1000, required=False, help_text="建议措施",
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        if self.hazards and not any((data.get(name) or "").strip() for name in self.hazards):
            self.add_error(None, "请至少对一条隐患写建议措施")
        return data

    def values(self):
        data = self.cleaned_data
        measures = {hazard: data[name] for name, hazard in self.hazards.items()}
        return {"post": data["post"], "opinion": data["opinion"], "measures": measures}
