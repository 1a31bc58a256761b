from datetime import timedelta

from django import forms

from accounts.models import User
from core import clock
from core.forms import PortalForm
from places.models import Office

from . import seals
from .forms import DAY, not_past

TERM = timedelta(days=364)  # authorisations are renewed every year unless said otherwise


class SealForm(PortalForm):
    """Which issuer's seal, and its picture."""

    office = forms.ModelChoiceField(label="发文机关", queryset=Office.objects.none(), required=False)
    picture = forms.FileField(
        label="印章图片", widget=forms.ClearableFileInput(attrs={"accept": "image/png"}),
        help_text="透明底、红色、四边贴近印章的PNG图片，边长不少于496像素（42毫米、300点每英寸），不超过4 MB",
        error_messages={"empty": "图片是空的，请重新选择"},
    )  # fmt: skip

    def __init__(self, *args, town, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = seals.offices(town)
        self.fields["office"].empty_label = f"{town.name}人民政府"


class KeeperForm(PortalForm):
    person = forms.ModelChoiceField(label="用印人", queryset=User.objects.none(), empty_label="请选择")
    from_on = forms.DateField(label="起始日期", widget=DAY)
    until_on = forms.DateField(label="截止日期", widget=DAY, required=False, help_text="可不填，不填为长期")

    def __init__(self, *args, town, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = seals.officers(town)
        self.fields["from_on"].initial, self.fields["until_on"].initial = clock.today, lambda: clock.today() + TERM

    def clean_until_on(self):
        return not_past(self.cleaned_data["until_on"], "截止日期")
