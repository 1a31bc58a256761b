"""Which levels of self-inspection an enterprise holds."""

from django import forms

from accounts.enums import Role
from core.forms import PortalForm

from .levels import ALWAYS, LEVELS


class LevelsForm(PortalForm):
    kinds = forms.MultipleChoiceField(
        label="这家企业的自查级别", widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, f"{name}{often}检查") for kind, name, often in LEVELS],
        help_text="主要负责人检查必选；没有集团、车间或班组的不选；不设定时按企业规模",
    )  # fmt: skip

    def __init__(self, *args, user, held, **kwargs):
        super().__init__(*args, initial={"kinds": held}, **kwargs)
        self.kept = {ALWAYS.value, *held} if user.has_role(Role.ENTERPRISE) else {ALWAYS.value}
        if user.has_role(Role.ENTERPRISE):
            self.fields["kinds"].help_text = "可以增加级别；要减少，请应急办或监管站所设定"

    def clean_kinds(self):
        chosen = self.cleaned_data["kinds"]
        names = [f"{name}{often}检查" for kind, name, often in LEVELS if kind in self.kept and kind not in chosen]
        if names:
            raise forms.ValidationError(f"不能取消：{'、'.join(names)}")
        return chosen
