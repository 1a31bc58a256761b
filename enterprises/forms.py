"""Forms of an enterprise and its permits."""

import unicodedata

from django import forms

from accounts.forms import clean_phone
from core.forms import VersionedForm
from places.fields import VillageField
from places.models import Office
from places.sight import townships_of, villages_of

from .codes import validate_credit_code
from .models import Enterprise, Permit
from .services import alike

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EnterpriseForm(VersionedForm):
    """Warns once when the village has an enterprise of a similar name."""

    village = VillageField()
    credit_code = forms.CharField(label="统一社会信用代码", max_length=24)
    sure = forms.BooleanField(label="确认不是同一家企业，仍然登记", required=False, widget=forms.HiddenInput)

    class Meta:
        model = Enterprise
        fields = [
            "name", "credit_code", "village", "sector", "scale", "special", "high_risk", "crowded", "risk_colour", "supervising_office",
            "status", "address", "principal", "principal_phone", "safety_officer", "employees", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].villages = villages_of(user)
        self.fields["supervising_office"].queryset = Office.objects.filter(townships_of(user, "township"), is_active=True)

    def clean_credit_code(self):
        code = unicodedata.normalize("NFKC", self.cleaned_data["credit_code"]).strip().upper().replace(" ", "")
        validate_credit_code(code)
        return code

    def clean_principal_phone(self):
        return clean_phone(self.cleaned_data["principal_phone"])

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None and cleaned.get("name") and cleaned.get("village") and not cleaned.get("sure"):
            self._warn(alike(name=cleaned["name"], village=cleaned["village"]))
        return cleaned

    def _warn(self, rows):
        if rows:
            self.fields["sure"].widget = forms.CheckboxInput()
            names = "、".join(row.name for row in rows[:3])
            self.add_error("name", f"这个村已有名称相近的企业：{names}。确实是另一家时，请在下面勾选确认。")


class PermitForm(VersionedForm):
    class Meta:
        model = Permit
        fields = ["kind", "name", "number", "holder", "issued_on", "expires_on"]
        widgets = {"issued_on": DAY, "expires_on": DAY}
