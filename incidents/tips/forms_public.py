"""What a stranger fills in: plain fields that work on any phone, without script."""

import re

from django import forms
from django.core.exceptions import ValidationError

from core.forms import PortalForm
from evidence import photos
from places.models import Place

from . import codes
from .enums import TipKind

MOST_PHOTOS = 5
PHONE = re.compile(r"1\d{10}|(0\d{2,3}-?)?\d{7,8}")
NAMED = (("", "匿名，不留姓名"), ("1", "实名，留下姓名和电话"))


class Files(forms.FileInput):
    """A plain input of several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FewPhotos(photos.PhotosField):
    widget = Files

    def clean(self, data, initial=None):
        if isinstance(data, list) and len([file for file in data if file]) > MOST_PHOTOS:
            raise ValidationError(f"最多传 {MOST_PHOTOS} 张照片，请挑选后重新选择")
        return super().clean(data, initial)


class TipForm(PortalForm):
    kind = forms.ChoiceField(
        label="举报什么", choices=TipKind.choices, widget=forms.RadioSelect, error_messages={"required": "请选择举报什么"}
    )
    text = forms.CharField(
        label="发生了什么", min_length=5, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写清楚看到的情况，不要写自己的身份",
        error_messages={"required": "请写清楚发生了什么", "min_length": "请再写详细一些，至少 5 个字"},
    )  # fmt: skip
    village = forms.ChoiceField(label="在哪个村（社区）", required=False)
    where = forms.CharField(
        label="具体地点", max_length=120, help_text="路名、厂名、附近的标志物", error_messages={"required": "请写明具体地点"}
    )
    unit = forms.CharField(
        label="单位名称", max_length=80, required=False, help_text="企业、工地、店铺的名称，不知道可以不填"
    )
    happened = forms.CharField(
        label="什么时候",
        max_length=60,
        help_text="如：昨天下午三点、每天夜里",
        error_messages={"required": "请写明什么时候"},
    )
    photos = FewPhotos(
        label="照片", required=False,
        help_text=f"最多 {MOST_PHOTOS} 张，每张 20 兆以内。办理人员看到的照片会先去掉拍摄时间、位置和手机型号",
    )  # fmt: skip
    named = forms.ChoiceField(label="是否留名", choices=NAMED, widget=forms.RadioSelect, required=False, initial="")
    name = forms.CharField(label="姓名", max_length=40, required=False, help_text="实名才填")
    phone = forms.CharField(
        label="联系电话", max_length=30, required=False, help_text="实名才填。姓名和电话加密另存，只有指定的经办人说明理由才能打开",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    answer = forms.CharField(label="", max_length=20, error_messages={"required": "请回答这道题"})
    puzzle = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        town, village = place.township_code, "" if place.code == place.township_code else place.code
        rows = Place.objects.villages().filter(code__startswith=town[:9], is_active=True)
        self.fields["village"].choices = [("", "不清楚"), *rows.values_list("code", "name")]
        self.fields["village"].initial = village
        self.place = Place.objects.get(code=town)
        self.fields["photos"].widget.attrs["accept"] = "image/*"
        self._ask()
        self.order_fields([*(name for name in self.fields if name not in ("answer", "puzzle")), "answer", "puzzle"])

    def _ask(self):
        """The question of the form that came, or a new one when its time is over."""
        token = self.data.get("puzzle", "") if self.is_bound else ""
        question = codes.question_of(token)
        self.late = bool(self.is_bound and not question)
        if not question:
            question, token = codes.new_puzzle()
            if self.is_bound:
                self.data = self.data.copy()
                self.data.update({"puzzle": token, "answer": ""})
                self.data.setlist("puzzle", [token])
                self.data.setlist("answer", [""])
        self.fields["puzzle"].initial = token
        self.fields["answer"].label = f"请回答：{question}"
        self.fields["answer"].widget.attrs["autocomplete"] = "off"

    def clean_puzzle(self):
        if self.late:
            self.add_error("answer", "页面打开太久了，请回答新的题目再提交")
        return self.cleaned_data["puzzle"]

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if not (nonce := codes.solved(self.data.get("puzzle", ""), answer)):
            raise ValidationError("答案不对，请再算一次")
        self.nonce = nonce
        return answer

    @property
    def solved(self):
        """Whether the puzzle is answered; asked before anything costly is looked at."""
        return bool(codes.solved(self.data.get("puzzle", ""), self.data.get("answer", "")))

    def clean(self):
        data = super().clean()
        if data.get("named"):
            if not data.get("name"):
                self.add_error("name", "实名举报请填写姓名，或改选匿名")
            if "phone" not in self.errors and not PHONE.fullmatch(re.sub(r"\s", "", data.get("phone", ""))):
                self.add_error("phone", "请填写手机号或带区号的固定电话，或改选匿名")
        return data

    def values(self):
        """Keyword arguments of `services.send_in`."""
        data = self.cleaned_data
        place = Place.objects.filter(code=data["village"]).first() or self.place
        told = {name: data[name].strip().replace("\r\n", "\n") for name in ("text", "where", "happened", "unit")}
        who = {"name": data["name"].strip(), "phone": re.sub(r"\s", "", data["phone"])} if data["named"] else {}
        return {
            "nonce": self.nonce, "place": place, "kind": data["kind"], "named": bool(data["named"]), "files": data["photos"],
            **told, **who,
        }  # fmt: skip


class CodeForm(PortalForm):
    code = forms.CharField(
        label="查询码", max_length=40, help_text="举报后显示的 16 位数字和字母", error_messages={"required": "请填写查询码"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_code(self):
        if not codes.tidy(self.cleaned_data["code"]):
            raise ValidationError("查询码是 16 位数字和字母，请对照核对")
        return self.cleaned_data["code"]


class AddForm(PortalForm):
    text = forms.CharField(
        label="补充情况", min_length=2, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明要补充的情况"},
    )  # fmt: skip
