import re

from django import forms

from core import clock, workdays
from core.forms import PortalForm, VersionedForm
from enterprises.models import Enterprise

from .models import Paper

BODY_HELP = (
    "一段一行。首行以“：”结尾的是主送机关，不写就按收文单位排；“一、”“（一）”“1.”“（1）”开头的自动按层级排版；"
    "“附件：”列出附件名称；单独一行“附件1”起为附件，另起一页；单独一行“———”之后另起一页，首行是所印发方案的标题。"
    "发文机关署名和日期自动排，不用写。"
)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SHORT_TEXT = forms.Textarea(attrs={"rows": 3})
LONGEST_BODY = 60_000
SIGNING_TIME = 3  # workdays a unit is given to sign for a paper


class CircularForm(VersionedForm):
    """A circular as plain text; the typesetter finds headings by their numbers."""

    body = forms.CharField(
        label="正文",
        help_text=BODY_HELP,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 22, "class": "paper-text"}),
    )
    copied_to = forms.CharField(label="抄送", max_length=200, required=False, help_text="可不填，单位之间用逗号隔开")
    printer = forms.CharField(label="印发机关", max_length=40, required=False, help_text="排在版记左侧")

    class Meta:
        model = Paper
        fields = ["title"]
        widgets = {"title": forms.TextInput(attrs={"maxlength": 120})}

    field_order = ["title", "body", "copied_to", "printer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("body", "copied_to", "printer"):
            self.fields[name].initial = self.instance.content.get(name, "")

    def clean_title(self):
        title = re.sub(r"\s+", "", self.cleaned_data["title"])
        if len(title) > 120:
            raise forms.ValidationError("标题最多 120 字，请压缩")
        return title

    @property
    def content(self):
        changed = {name: self.cleaned_data[name].strip() for name in ("body", "copied_to", "printer")}
        return {**self.instance.content, **changed}


class OrderForm(PortalForm):
    """What a rectification order says beyond the hazards it lists."""

    due_on = forms.DateField(label="整改期限", widget=DAY)
    inspectors = forms.CharField(label="检查人员", max_length=80, help_text="两人以上，用顿号隔开")
    measures = forms.CharField(
        label="整改要求", required=False, max_length=500, widget=SHORT_TEXT, help_text="可不填，排在整改期限之后"
    )

    def clean_inspectors(self):
        names = [name.strip() for name in re.split(r"[、，,；;\s]+", self.cleaned_data["inspectors"]) if name.strip()]
        if len(set(names)) < 2:
            raise forms.ValidationError("检查人员不得少于两人，用顿号隔开")
        return "、".join(names)

    def clean_due_on(self):
        return not_past(self.cleaned_data["due_on"], "整改期限")


class UrgingForm(PortalForm):
    due_on = forms.DateField(label="限期完成日期", widget=DAY)
    note = forms.CharField(
        label="补充要求", required=False, max_length=500, widget=SHORT_TEXT, help_text="可不填，每份督办通知都会写上"
    )

    def clean_due_on(self):
        return not_past(self.cleaned_data["due_on"], "限期完成日期")


class IssueForm(PortalForm):
    due_on = forms.DateField(label="签收期限", required=False, widget=DAY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = lambda: workdays.add_workdays(clock.today(), SIGNING_TIME)

    def clean_due_on(self):
        return not_past(self.cleaned_data["due_on"], "签收期限")


def not_past(day, label):
    if day and day < clock.today():
        raise forms.ValidationError(f"{label}不能早于今天")
    return day


class NumberForm(PortalForm):
    """Up to which number a code was used before the portal, or outside it."""

    code = forms.ChoiceField(label="机关代字")
    last = forms.IntegerField(
        label="已用到几号", min_value=1, max_value=99_999, help_text="只填数字。例如已发到 23 号就填 23，下一份公文编 24 号"
    )
    note = forms.CharField(label="说明", max_length=100, help_text="例如：上线前已用纸质登记发文 23 份")

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, code) for code in codes]


class RecipientForm(PortalForm):
    """One enterprise typed in by name or initials; villages and offices are ticked beside it."""

    enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_enterprise(self):
        key = self.cleaned_data["enterprise"]
        row = Enterprise.objects.visible_to(self.user).filter(pk=key).first() if key else None
        if key and row is None:
            raise forms.ValidationError("没有找到这家企业，请从列表里选择")
        return row


class VerifyForm(PortalForm):
    code = forms.CharField(label="验证码", max_length=20, help_text="印在公文末页二维码旁，12 位")

    def clean_code(self):
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"]).upper()
        if not re.fullmatch(r"[0-9A-Z]{12}", code):
            raise forms.ValidationError("验证码是 12 位数字和大写字母，请对照公文核对")
        return code
