"""What is entered about a rule: the gap, its revision, its publication."""

from datetime import timedelta

from django import forms
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from evidence.files import PapersField
from places.models import Place
from places.sight import villages_of

from ..forms import area, day_field
from ..models import Campaign
from .enums import Gap

DAYS = 30  # the office's practice


class BylawForm(PortalForm):
    firm = forms.CharField(
        label="企业名称",
        required=False,
        max_length=120,
        help_text="企业的制度从提示中选，或写全名；村的制度不填",
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label="所在村", required=False, empty_label="请选择", help_text="企业的制度不用选"
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )
    name = forms.CharField(label="制度名称", max_length=80, help_text="例如：生产安全事故报告制度")
    gap = forms.ChoiceField(label="问题", choices=[("", "请选择"), *Gap.choices])
    problem = area("具体情况", 3, max_length=1000, help_text="缺什么、哪一条过时、为什么没有执行")
    due_on = day_field("公布期限", required=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, fields = user, self.fields
        fields["place"].queryset = _villages(user)
        fields["campaign"].queryset = Campaign.objects.visible_to(user).running()
        fields["due_on"].initial = clock.today() + timedelta(days=DAYS)
        self.firms = Enterprise.objects.visible_to(user).select_related("village")
        fields["firm"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "bylaw-firm", "autocomplete": "off",
        }  # fmt: skip
        if len(places := list(fields["place"].queryset[:2])) == 1:
            fields["place"].initial = places[0]
        if user.has_role(Role.ENTERPRISE):
            fields["firm"].initial = str(self.firms.first() or "")

    def clean(self):
        data = super().clean()
        name, place = data.pop("firm", "").strip(), data.get("place")
        firm = self.firms.filter(name=name, **({"village": place} if place else {})).first() if name else None
        if name and firm is None:
            self.add_error("firm", f"{place or '辖区里'}没有名叫“{name}”的企业，请从提示中选，或写全名")
        elif place is None and firm is None:
            self.add_error("firm", "请写企业，或选一个村")
        return data | {"enterprise": firm, "place": firm.village if firm else place}


def _villages(user):
    seat = user.membership
    if user.has_role(Role.CADRE, Role.ENTERPRISE):
        return Place.objects.filter(pk=seat.place_id)
    return seat.villages.all() if user.has_role(Role.LIAISON) else villages_of(user)


class Step(PortalForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReviseForm(Step):
    revised_on = day_field("修订日期", required=True)
    change = area("修订内容", 5, max_length=2000, help_text="新订了什么、改了哪几条")


class PublishForm(Step):
    published_on = day_field("公布日期", required=True)
    published_where = forms.CharField(label="公布方式", max_length=80, help_text="例如：村务公开栏张贴、全员会上宣读")
    files = PapersField(label="公布的制度", required=False, help_text="拍下公布的全文，可传多张，或上传 PDF 扫描件")


class NoteForm(Step):
    note = area("原因", 3, max_length=500)


FORMS = {"revise": ReviseForm, "publish": PublishForm, "send_back": NoteForm, "drop": NoteForm}
