"""Forms of offices, names of units and holidays."""

from django import forms

from core.forms import PortalModelForm
from core.models import Holiday

from .models import Office, UnitAlias
from .sight import villages_of


class OfficeForm(PortalModelForm):
    class Meta:
        model = Office
        fields = ["name", "sectors", "has_safety_duty", "is_active"]
        widgets = {"sectors": forms.CheckboxSelectMultiple}

    def _get_validation_exclusions(self):
        """The township is not asked, yet its names must differ."""
        return super()._get_validation_exclusions() - {"township"}


class AliasForm(PortalModelForm):
    """What a name in circulars means here: one village, one office or one group."""

    class Meta:
        model = UnitAlias
        fields = ["name", "group", "place", "office"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset, self.fields["place"].label = villages_of(user), "村"
        self.fields["office"].queryset = Office.objects.filter(township=self.instance.township, is_active=True)
        self.fields["office"].label = "站所"


class HolidayForm(PortalModelForm):
    """A day off or a make-up workday; entering a known day changes it."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    is_workday = forms.TypedChoiceField(
        label="安排", choices=(("", "放假"), ("1", "上班（调休）")), coerce=bool, required=False, empty_value=False
    )

    class Meta:
        model = Holiday
        fields = ["day", "is_workday", "name"]

    def validate_unique(self):
        """A known day is changed, not refused."""
