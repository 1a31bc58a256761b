from django import forms

from core.forms import PortalForm, VersionedForm

from .models import Paper

BODY_HELP = "标题另填；正文一段一行。“一、”“（一）”“1.”“（1）”开头的行自动按层级排版，“附件：”开头的行排为附件说明。"


class CircularForm(VersionedForm):
    """A circular as plain text; the typesetter finds headings by their numbers."""

    body = forms.CharField(label="正文", help_text=BODY_HELP, widget=forms.Textarea(attrs={"rows": 22, "class": "paper-text"}))
    copied_to = forms.CharField(label="抄送", max_length=200, required=False)

    class Meta:
        model = Paper
        fields = ["title"]
        widgets = {"title": forms.TextInput(attrs={"maxlength": 120})}

    field_order = ["title", "body", "copied_to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].initial = self.instance.content.get("body", "")
        self.fields["copied_to"].initial = self.instance.content.get("copied_to", "")

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) > 120:
            raise forms.ValidationError("标题最多 120 字，请压缩")
        return title

    @property
    def content(self):
        return {"body": self.cleaned_data["body"].strip(), "copied_to": self.cleaned_data["copied_to"].strip()}


class OrderForm(PortalForm):
    """What a rectification order says beyond the hazards it lists."""

    due_on = forms.DateField(label="整改期限", widget=forms.DateInput(attrs={"type": "date"}))
    inspectors = forms.CharField(label="检查人员", max_length=80, help_text="两人以上，用顿号隔开")
    measures = forms.CharField(label="整改要求", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_inspectors(self):
        names = [name for name in self.cleaned_data["inspectors"].replace("，", "、").split("、") if name.strip()]
        if len(names) < 2:
            raise forms.ValidationError("检查人员不得少于两人，用顿号隔开")
        return "、".join(name.strip() for name in names)


class UrgingForm(PortalForm):
    due_on = forms.DateField(label="限期完成日期", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="补充要求", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class IssueForm(PortalForm):
    due_on = forms.DateField(label="签收期限", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class VerifyForm(PortalForm):
    code = forms.CharField(label="验证码", max_length=20, help_text="印在公文末页二维码旁，12 位")

    def clean_code(self):
        return self.cleaned_data["code"].replace(" ", "").replace("-", "").upper()
