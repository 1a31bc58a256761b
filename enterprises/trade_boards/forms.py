"""What is asked of the board of a trade, one form a step."""

from django import forms

from core import clock
from core.forms import PortalForm, ReasonForm, VersionedForm
from evidence import photos
from evidence.photos import PhotosField
from places.models import Office

from ..models import TradeBoard


class BoardForm(VersionedForm):
    class Meta:
        model = TradeBoard
        fields = ["office", "sector", "leader", "head", "official", "phone", "duties", "where"]
        widgets = {"duties": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        town = user.membership.place.township_code
        self.fields["office"].queryset = Office.objects.filter(township=town, is_active=True)


def _day(label):
    return forms.DateField(
        label=label, initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PhotosForm(PortalForm):
    def values(self, by):
        """Sends the pictures of `files` along as `photos`."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return said | {"photos": photos.collect(self, by=by)}


class HangForm(PhotosForm):
    hung_on = _day("挂牌日期")
    where = forms.CharField(label="悬挂位置", max_length=80)
    files = PhotosField(label="挂牌现场照片", required=False, help_text="至少一张")


class CheckForm(PhotosForm):
    checked_on = _day("查看日期")
    note = forms.CharField(
        label="查看情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="牌是否完好，人员是否在岗，信息是否更新",
    )
    files = PhotosField(label="照片", required=False)


class WithdrawForm(ReasonForm):
    def values(self, by):
        return self.cleaned_data


FORMS = {"hang": HangForm, "check": CheckForm, "withdraw": WithdrawForm}
