"""Arranging a talk, what became of it, and the signature under its notes."""

from django import forms

from accounts.models import User
from core import clock
from evidence.files import PapersField

from ..enums import Missed, Signing, TalkPlace
from ..services.talks import seats_to_ask
from .fields import day_field, text_field
from .steps import StepForm


class SeatedField(forms.ModelChoiceField):
    """People named with the seat they are told in."""

    def label_from_instance(self, person):
        return f"{person.name}（{self.seats[person.pk]}）"


class AppointmentForm(StepForm):
    person = forms.CharField(label="谈话对象", max_length=40)
    relation = forms.CharField(label="身份", max_length=60, required=False, help_text="如：工友、家属、企业安全员")
    at = forms.DateTimeField(
        label="约定时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    where = forms.ChoiceField(label="地点", choices=[("", "请选择"), *TalkPlace.choices])
    place = forms.CharField(
        label="详细地点", max_length=80, required=False, help_text="只在本案中显示，不写进消息；选“其他地点”时必填"
    )
    told = SeatedField(
        label="通知账号", queryset=None, required=False, empty_label="没有账号，另行电话告知",
        help_text="消息只写时间和地点，不写线索、企业和人员",
    )  # fmt: skip

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        seats = list(seats_to_ask(lead))
        self.fields["told"].seats = {seat.user_id: seat.get_role_display() for seat in seats}
        self.fields["told"].queryset = User.objects.filter(pk__in=[seat.user_id for seat in seats])

    def clean_at(self):
        if self.cleaned_data["at"] < clock.now():
            raise forms.ValidationError("约定的时间已经过去，请填以后的时间；已经谈过的直接记录谈话")
        return self.cleaned_data["at"]

    def clean(self):
        values = super().clean()
        if values.get("where") == TalkPlace.OTHER and not values.get("place"):
            self.add_error("place", "选“其他地点”的，要填详细地点")
        return values


class MissedForm(StepForm):
    missed = forms.ChoiceField(label="结果", choices=Missed.choices, widget=forms.RadioSelect)
    note = text_field("原因", 3, max_length=300, help_text="取消的，被通知的人会收到消息；消息不写原因")


class SignForm(StepForm):
    signing = forms.ChoiceField(
        label="签字情况",
        choices=Signing.choices,
        widget=forms.RadioSelect,
        help_text="谈话对象逐页签字后登记，原件作为证据保管，扫描件附在下面",
    )
    signed_on = day_field("签字日期", initial=clock.today)
    pages = forms.IntegerField(label="签字页数", min_value=1, max_value=500, required=False, help_text="已签字的必填")
    note = text_field("拒签情况", 3, max_length=300, required=False, help_text="拒绝签字的必填：原因和见证人")
    files = PapersField(label="签字原件扫描件", required=False, help_text="逐页拍照或扫描；加密保存，说明原因后才能查看")

    def clean(self):
        values = super().clean()
        if values.get("signing") == Signing.REFUSED and not values.get("note"):
            self.add_error("note", "拒绝签字的，要写明原因和见证人")
        if values.get("signing") == Signing.SIGNED and not values.get("pages") and "pages" not in self.errors:
            self.add_error("pages", "请填写签字的页数")
        return values


class OriginalForm(StepForm):
    files = PapersField(label="签字原件扫描件", help_text="逐页拍照或扫描；加密保存，说明原因后才能查看")
    pages = forms.IntegerField(label="签字页数", min_value=1, max_value=500)
