import re

from django import forms

from core import clock, workdays
from core.forms import PortalForm
from enterprises.models import Enterprise

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SHORT_TEXT = forms.Textarea(attrs={"rows": 3})
LARGEST_PAPER = 30 * 2**20  # bytes of a file that is compared
SIGNING_TIME = 3  # workdays a unit is given to sign for a paper


class OrderForm(PortalForm):
    """What a rectification order says beyond the hazards it lists."""

    due_on = forms.DateField(label="整改期限", widget=DAY)
    inspectors = forms.CharField(label="检查人员", max_length=80, help_text="两人以上，用顿号隔开")
    measures = forms.CharField(
        label="整改要求", required=False, max_length=500, widget=SHORT_TEXT, help_text="可不填，排在整改期限之后"
    )

    def clean_inspectors(self):
        return two_or_more(self.cleaned_data["inspectors"])

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


def two_or_more(text, who="检查人员"):
    """Names of people however parted, with 、 between them."""
    names = [name.strip() for name in re.split(r"[、，,；;\s]+", text) if name.strip()]
    if len(set(names)) < 2:
        raise forms.ValidationError(f"{who}不得少于两人，用顿号隔开")
    return "、".join(names)


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


class VerifyFileForm(PortalForm):
    file = forms.FileField(
        label="公文文件（PDF）", widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        help_text="选从平台下载的原件，平台不保存它；扫描、拍照、合并或者另存过的文件请用验证码查",
        error_messages={"empty": "文件是空的，请重新选择", "required": "请先选择文件"},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PAPER:
            raise forms.ValidationError("文件超过 30 MB，不是平台印发的单份公文，请用验证码查")
        if not file.read(5).startswith(b"%PDF-"):
            raise forms.ValidationError("这不是 PDF 文件，请选从平台下载的公文原件，或者用验证码查")
        file.seek(0)
        return file
