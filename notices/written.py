"""The forms of papers written at the desk, one a kind. What is asked beyond the title is the paper's content."""

import re
from datetime import date, time

from django import forms

from core.forms import VersionedForm

from .enums import Verdict
from .forms import DAY, not_past, two_or_more
from .models import Paper

BODY_HELP = (
    "一段一行。首行以“：”结尾的是主送机关，不写就按收文单位排；“一、”“（一）”“1.”“（1）”开头的自动按层级排版；"
    "“附件：”列出附件名称；单独一行“附件1”起为附件，另起一页；单独一行“———”之后另起一页，首行是所印发方案的标题。"
    "发文机关署名和日期自动排，不用写。"
)
PLAIN_HELP = "一段一行，“一、”“（一）”“1.”开头的自动按层级排版；发文机关署名和日期自动排，不用写。"
EACH = "一条一行，编号自动加"
LONGEST_BODY = 60_000


def text(label, length, required=True, **options):
    return forms.CharField(label=label, max_length=length, required=required, **options)


def paragraphs(label, rows, length=LONGEST_BODY, required=True, **options):
    area = forms.Textarea(attrs={"rows": rows, "class": "paper-text"})
    return forms.CharField(label=label, max_length=length, required=required, widget=area, **options)


def day(label, required=True, **options):
    return forms.DateField(label=label, required=required, widget=DAY, **options)


class PaperForm(VersionedForm):
    """Any kind: a title and the fields of the kind, kept as plain values in the paper's content."""

    class Meta:
        model = Paper
        fields = ["title"]
        widgets = {"title": forms.TextInput(attrs={"maxlength": 120})}

    ahead = ()  # days that must not lie in the past

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.own_fields():
            self.fields[name].initial = self.instance.content.get(name, "")

    @classmethod
    def own_fields(cls):
        """Names of the kind's own fields."""
        return [name for name in cls.base_fields if name not in ("title", "row_version")]

    @classmethod
    def read(cls, content):
        """Typed values from a paper's content; raises KeyError or ValueError when it is broken."""
        return {name: _read(cls.base_fields[name], name, content) for name in cls.own_fields()}

    def clean_title(self):
        title = re.sub(r"\s+", "", self.cleaned_data["title"])
        if len(title) > 120:
            raise forms.ValidationError("标题最多 120 字，请压缩")
        return title

    def clean(self):
        cleaned = super().clean()
        for name in self.ahead:
            try:
                not_past(cleaned.get(name), self.fields[name].label)
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def clean_inspectors(self):
        return two_or_more(self.cleaned_data["inspectors"])

    @property
    def content(self):
        return {**self.instance.content, **{name: _kept(self.cleaned_data[name]) for name in self.own_fields()}}


def _read(field, name, content):
    try:
        value = field.to_python(content[name] if field.required else content.get(name))
    except forms.ValidationError as error:
        raise ValueError(name) from error
    if field.required and value is None:
        raise ValueError(name)
    return value


def _kept(value):
    if isinstance(value, date | time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


class CircularForm(PaperForm):
    """A circular as plain text; the typesetter finds headings by their numbers."""

    body = paragraphs("正文", 22, help_text=BODY_HELP)
    copied_to = text("抄送", 200, required=False, help_text="可不填，单位之间用逗号隔开")
    printer = text("印发机关", 40, required=False, help_text="排在版记左侧")

    field_order = ["title", "body"]


class BulletinForm(CircularForm):
    body = paragraphs("通报事项", 16, help_text=BODY_HELP)
    asked = paragraphs("工作要求", 6, 4000, required=False, help_text="可不填，排在通报事项之后")

    field_order = ["title", "body", "asked"]


class ContactForm(PaperForm):
    """A kind that tells whom to ask."""

    contact = text("联系人", 40, required=False)
    phone = text("联系电话", 40, required=False)


class LetterForm(ContactForm):
    to = text("主送机关", 120, required=False, help_text="平台以外的单位写在这里；不写就按收文单位排")
    body = paragraphs("正文", 14, help_text=PLAIN_HELP)
    reply_by = day("函复期限", required=False, help_text="可不填")
    copied_to = text("抄送", 200, required=False, help_text="可不填，单位之间用逗号隔开")

    field_order = ["title", "to", "body", "reply_by"]
    ahead = ("reply_by",)


class TipForm(ContactForm):
    matters = paragraphs("风险提示", 6, 4000, help_text=EACH)
    advice = paragraphs("防范措施", 6, 4000, required=False, help_text=EACH)

    field_order = ["title", "matters", "advice"]


class TalkForm(ContactForm):
    person = text("被约谈人", 80, help_text="姓名和职务")
    reason = text("约谈事由", 200, help_text="排在“因”字之后，例如：重大事故隐患逾期未整改")
    day = day("约谈日期")
    time = forms.TimeField(label="约谈时间", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    where = text("约谈地点", 80)
    bring = text("携带材料", 200, required=False)

    field_order = ["title", "person", "reason", "day", "time", "where", "bring"]
    ahead = ("day",)


class RecheckForm(PaperForm):
    order_number = text("指令书文号", 40, required=False)
    order_due = day("原整改期限", required=False)
    checked_on = day("复查日期")
    findings = paragraphs("复查情况", 8, 8000, help_text="每条隐患一行，写明是否整改到位；编号自动加")
    verdict = forms.ChoiceField(label="复查结论", choices=Verdict.choices)
    asked = paragraphs("后续要求", 3, 1000, required=False, help_text="可不填")
    inspectors = text("复查人员", 80, help_text="两人以上，用顿号隔开")


class TransferForm(ContactForm):
    to = text("接收机关", 120, required=False, help_text="平台以外的单位写在这里；不写就按收文单位排")
    matter = text("移送事项", 200, help_text="排在“发现”之后，例如：某加油站未经许可储存汽油")
    facts = paragraphs("基本情况", 8, 8000)
    basis = paragraphs("移送依据", 3, 2000, required=False)
    materials = paragraphs("移送材料", 4, 2000, required=False, help_text=EACH)
    reply_by = day("反馈期限", required=False, help_text="可不填")

    field_order = ["title", "to", "matter", "facts", "basis", "materials", "reply_by"]
    ahead = ("reply_by",)


class ReportForm(PaperForm):
    to = text("呈送", 120, required=False, help_text="平台以外的单位写在这里；不写就按收文单位排")
    checked_on = day("核查日期")
    inspectors = text("核查人员", 80, help_text="两人以上，用顿号隔开")
    body = paragraphs("正文", 18, help_text=PLAIN_HELP)


class MinutesForm(PaperForm):
    held_on = day("会议日期")
    where = text("地点", 80)
    chair = text("主持人", 40)
    present = text("出席人员", 600, help_text="用顿号隔开")
    absent = text("缺席人员", 200, required=False)
    recorder = text("记录人", 40, required=False)
    body = paragraphs("议定事项", 16, help_text=PLAIN_HELP)


class SlipForm(ContactForm):
    about = text("回复的公文", 200, help_text="例如：《关于……的通知》（某政发〔2026〕8号）")
    asked = paragraphs("填报项目", 5, 1000, required=False, help_text="每项一行，收文单位手工填写，例如：联络人姓名")
    reply_by = day("交回期限", required=False)

    field_order = ["title", "about", "asked", "reply_by"]
    ahead = ("reply_by",)
