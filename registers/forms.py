"""Forms of the monthly report, the upper level's sheet, deductions."""

from datetime import date

from django import forms

from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm
from evidence import photos
from evidence.photos import PhotosField
from hazards.models import Hazard
from places.models import Office, Place

from .months import last_months

OFFERED = 12


def month_choices(count=OFFERED):
    return [(f"{day:%Y-%m}", f"{day.year}年{day.month}月") for day in last_months(count)]


def first_of(text):
    """The first day of a chosen month (2026-11)."""
    year, month = text.split("-")
    return date(int(year), int(month), 1)


class ReportForm(PortalForm):
    month = forms.TypedChoiceField(label="月份", choices=month_choices, coerce=first_of)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="全部工作", help_text="只统计某个专项行动时选"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)


class ReasonForm(PortalForm):
    reason = forms.CharField(label="更正原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class SendForm(PortalForm):
    sent_to = forms.CharField(label="报送机关", max_length=80)


class SendingForm(PortalForm):
    sent_to = forms.CharField(label="报送机关", max_length=80)
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如来文名称、期次，可不填")


class CheckForm(PortalForm):
    """Says which rows the person looked at, so that others are not kept unseen."""

    digest_seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SheetForm(PortalForm):
    name = forms.CharField(label="表名", max_length=80, help_text="如上级来文的附表名称")
    file = forms.FileField(label="上级的空表", help_text="xlsx 文件，表头照原样，不用改")


class DeductionForm(PortalForm):
    village = forms.ModelChoiceField(Place.objects.none(), label="被考核的村", required=False)
    office = forms.ModelChoiceField(Office.objects.none(), label="被考核的站所", required=False)
    on = forms.DateField(
        label="事由发生日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    points = forms.DecimalField(label="扣分", min_value=0, max_value=100, max_digits=4, decimal_places=1, initial=1)
    veto = forms.BooleanField(label="一票否决", required=False, help_text="当年不得评优评先")
    reason = forms.CharField(label="扣分事由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.CharField(label="依据", max_length=200, help_text="文号、通报、检查记录或隐患编号")
    number = forms.CharField(label="相关隐患编号", max_length=24, required=False)
    files = PhotosField(label="佐证照片", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, town = user, user.membership.place
        self.fields["village"].queryset = Place.objects.villages().within(town).filter(is_active=True)
        self.fields["office"].queryset = Office.objects.filter(township=town, is_active=True)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("事由发生日期不能晚于今天")
        return day

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        found = Hazard.objects.visible_to(self.user).filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError("没有找到这个编号的隐患")
        return found

    def clean(self):
        data = super().clean()
        if bool(data.get("village")) == bool(data.get("office")):
            self.add_error("village", "请选一个村或一个站所")
        if not data.get("veto") and data.get("points") == 0:
            self.add_error("points", "请填写扣分，或标明一票否决")
        return data

    def values(self):
        """For the service: the fields, and the photos as kept."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("files", "number")}
        return data | {"hazard": self.cleaned_data["number"], "photos": photos.collect(self, by=self.user)}
