"""What people enter about listings, steps of the ladder and batches."""

from django import forms

from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from places.models import Office, Place

from .enums import BatchKind, ListingLevel, Rung
from .forms import day_field, text_field, villages_for


class Confirm(PortalForm):
    """Nothing to fill in."""


class Why(PortalForm):
    note = text_field("原因", max_length=500)


class Seen(PortalForm):
    """One button; carries the version of the row the person looked at: `seen`, which the page of the row said."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, seen="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = int(seen) if seen.isdecimal() and len(seen) < 9 else row.version


class PublishBatchForm(Seen):
    published_where = forms.CharField(
        label="公布位置", max_length=120, help_text="例如：镇政府公示栏、政务公开网站、村微信群；公布后网上公示页也能看到"
    )


class SeenWhy(Seen):
    note = text_field("原因", max_length=500)


class ProposeForm(PortalForm):
    reason = text_field("挂牌理由", max_length=500, help_text="为什么要挂牌督办，例如：整改难度大、多次督促未落实")
    asked = text_field("整改要求", max_length=1000)
    supervisor = forms.CharField(label="督办单位", max_length=60, help_text="负责督办、组织现场验收的单位")


class AboveForm(ProposeForm):
    """What the upper level has listed, from its paper."""

    level = forms.ChoiceField(label="督办级别", choices=ListingLevel.choices[1:])
    paper = forms.CharField(label="上级挂牌文号", max_length=80)
    listed_on = day_field("挂牌日期", initial=clock.today)
    field_order = ["level", "supervisor", "paper", "listed_on", "reason", "asked"]


class FileForm(PortalForm):
    filed_on = day_field("备案日期", initial=clock.today)
    filed_with = forms.CharField(label="备案机关和编号", max_length=80)


class PublishForm(PortalForm):
    published_on = day_field("公示日期", initial=clock.today, help_text="公示后任何人在网上公示页都能看到，内容不含个人信息")


class TickForm(PortalForm):
    done_on = day_field("完成日期", initial=clock.today)
    evidence = forms.CharField(label="依据", max_length=200, help_text="文号、会议纪要、公示地点或照片编号")


class ListingSettingsForm(PortalForm):
    file_within = forms.IntegerField(label="挂牌后多少个工作日内备案", min_value=1, max_value=60)
    publish_within = forms.IntegerField(label="挂牌后多少个工作日内公示", min_value=1, max_value=60)
    rectify_within = forms.IntegerField(label="挂牌后一般多少天内整改", min_value=1, max_value=365)
    accept_within = forms.IntegerField(label="期限届满或申请后多少天内现场验收", min_value=1, max_value=90)


class LadderForm(PortalForm):
    """A village, an office or an enterprise; one of them."""

    place = forms.ModelChoiceField(Place.objects.none(), label="村", required=False)
    office = forms.ModelChoiceField(Office.objects.none(), label="站所", required=False)
    firm = forms.CharField(label="企业", max_length=120, required=False, help_text="写企业全称或统一社会信用代码")
    rung = forms.ChoiceField(label="从哪一级开始", choices=[row for row in Rung.choices if row[0] != Rung.LIFTED])
    note = text_field("原因", max_length=500)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, town = user, user.membership.place.township_code
        self.fields["place"].queryset = villages_for(user)
        self.fields["office"].queryset = Office.objects.filter(township=town, is_active=True)

    def clean(self):
        data = super().clean()
        firm = data.pop("firm", "").strip()
        data["enterprise"] = find_firm(self, "firm", firm) if firm else None
        if sum(bool(data.get(name)) for name in ("place", "office", "enterprise")) != 1 and not self.errors:
            raise forms.ValidationError("村、站所、企业只选一个")
        return data


def find_firm(form, field, text):
    """The enterprise in sight by its full name or code; an error on the field when there is none."""
    rows = Enterprise.objects.visible_to(form.user)
    firm = rows.filter(name=text).first() or rows.filter(credit_code=text).first()
    if firm is None:
        form.add_error(field, "没有这家企业，请写全称或统一社会信用代码")
    return firm


class BatchForm(PortalForm):
    kind = forms.ChoiceField(label="类别", choices=BatchKind.choices)
    title = forms.CharField(label="标题", max_length=80, help_text="例如：关于 2026 年第四季度隐患整改不力企业的通报")
    lead = text_field("说明", max_length=1000, required=False, help_text="排在名单前面，可不填")


class ItemForm(PortalForm):
    facts = text_field("事由", max_length=500, help_text="只写单位和事实，不写个人姓名、号码")
    measure = forms.CharField(label="处理措施", max_length=200, required=False)


class AddFirmForm(ItemForm):
    firm = forms.CharField(label="企业", max_length=120, help_text="全称或统一社会信用代码")
    field_order = ["firm", "facts", "measure"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        data = super().clean()
        if text := data.pop("firm", "").strip():
            data["enterprise"] = find_firm(self, "firm", text)
        return data
