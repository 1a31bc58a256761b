"""The sheet an enterprise signed on paper, item by item."""

from django import forms

from core import clock
from core.forms import PortalForm
from evidence.files import PapersField
from evidence.photos import waiting_ids

from .enums import ItemKind, Reply
from .services.copying import wrong_day
from .services.filling import wrong_value


class CopyForm(PortalForm):
    name = forms.CharField(label="签名人", max_length=40, help_text="照纸质表上的签名填写")
    signed_on = forms.DateField(
        label="签名日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    files = PapersField(label="签名的纸质表照片或扫描件", required=False, help_text="每一页都要拍到，签名要看得清")

    def __init__(self, *args, check, **kwargs):
        super().__init__(*args, **kwargs)
        self.check, self.items = check, list(check.version.items.all())
        for number, item in enumerate(self.items, 1):
            self.fields[f"v-{item.pk}"] = _field(f"{number}. {item.text}", item)
            self.fields[f"n-{item.pk}"] = forms.CharField(
                label=f"第 {number} 项说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
        names = [name for item in self.items for name in (f"v-{item.pk}", f"n-{item.pk}")]
        self.order_fields([*names, "name", "signed_on", "files"])

    def clean(self):
        data = super().clean()
        for item in self.items:
            if reason := wrong_value(item, data.get(f"v-{item.pk}")):
                self.add_error(f"v-{item.pk}", reason)
        if "signed_on" not in self.errors and (reason := wrong_day(data.get("signed_on"), self.check)):
            self.add_error("signed_on", reason)
        if "files" not in self.errors and not data.get("files") and not waiting_ids(self.data):
            self.add_error("files", "请上传签名的纸质表照片或扫描件")
        return data

    def values(self):
        data = self.cleaned_data
        answers = {item.pk: (data[f"v-{item.pk}"], data[f"n-{item.pk}"]) for item in self.items}
        return {"answers": answers, "name": data["name"], "signed_on": data["signed_on"]}


def _field(label, item):
    if item.kind == ItemKind.YES_NO:
        return forms.ChoiceField(label=label, choices=Reply.choices, widget=forms.RadioSelect)
    return forms.CharField(label=label, max_length=500)
