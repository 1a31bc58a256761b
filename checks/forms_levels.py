"""Which levels of self-inspection an enterprise holds."""

from django import forms

from core.forms import PortalForm

from .levels import LEVELS


class LevelsForm(PortalForm):
    kinds = forms.MultipleChoiceField(
        label="这家企业的自查级别", widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, f"{name}{often}检查") for kind, name, often in LEVELS],
        help_text="没有集团、车间或班组的不选；不设定时按企业规模",
    )  # fmt: skip
