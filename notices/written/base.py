"""What the forms of written papers share: their fields, the paper's content, the further marks of its head."""

import re
from datetime import date, time

from crispy_forms.layout import HTML, Layout
from django import forms

from circulars.layout.plain import INVISIBLE, clean_lines
from core.forms import VersionedForm

from ..forms import DAY, not_past, two_or_more
from ..models import Paper

BODY_HELP = (
    "一段一行。首行以“：”结尾的是主送机关，不写就按收文单位排；“一、”“（一）”“1.”“（1）”开头的自动按层级排版；"
    "“附件：”列出附件名称；单独一行“附件1”起为附件，另起一页；单独一行“———”之后另起一页，首行是所印发方案的标题。"
    "发文机关署名和日期自动排，不用写。"
)
PLAIN_HELP = "一段一行，“一、”“（一）”“1.”开头的自动按层级排版；发文机关署名和日期自动排，不用写。"
EACH = "一条一行，编号自动加"
OUTSIDE = "平台以外的单位写在这里；不写就按收文单位排"
LONGEST_BODY = 60_000
LONGEST_TITLE = 120
SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆＊*]")
SECRET_SAID = "写有密级标志“{}”。涉密文件不得在本平台起草、存储和传输，请改用涉密计算机办理"
MOST_ISSUERS = 6
NO_FOLD = "更多要素"


def too_long(label, length):
    return {"max_length": f"{label}最多 {length} 字，现在 %(show_value)d 字，请压缩"}


def text(label, length, required=True, **options):
    return forms.CharField(
        label=label, max_length=length, required=required, error_messages=too_long(label, length), **options
    )


def paragraphs(label, rows, length=LONGEST_BODY, required=True, **options):
    area = forms.Textarea(attrs={"rows": rows, "class": "paper-text"})
    return text(label, length, required, widget=area, **options)


def day(label, required=True, **options):
    return forms.DateField(label=label, required=required, widget=DAY, **options)


def moment(label, **options):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **options)


class PaperForm(VersionedForm):
    """Any kind: a title and the fields of the kind, kept as plain values in the paper's content."""

    class Meta:
        model = Paper
        fields = ["title"]
        widgets = {"title": forms.TextInput(attrs={"maxlength": LONGEST_TITLE})}
        error_messages = {"title": too_long("标题", LONGEST_TITLE)}

    ahead = ()  # days that must not lie in the past
    folded = ()  # fields shown only when asked for

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.own_fields():
            self.fields[name].initial = self.instance.content.get(name, "")
            self._say_optional(name)

    def _say_optional(self, name):
        """What may stay empty says so, unless its help does or it is folded away."""
        field = self.fields[name]
        said = "不填" in field.help_text or name in self.folded or isinstance(field, forms.BooleanField)
        if not field.required and not said:
            field.label = f"{field.label}（可不填）"

    @classmethod
    def own_fields(cls):
        """Names of the kind's own fields."""
        return [name for name in cls.base_fields if name not in ("title", "row_version")]

    @classmethod
    def read(cls, content):
        """Typed values from a paper's content; raises KeyError or ValueError when it is broken."""
        return {name: _read(cls.base_fields[name], name, content) for name in cls.own_fields()}

    @property
    def helper(self):
        """The rarely used fields stand folded at the end; open when one of them is filled or wrong."""
        helper = super().helper
        if self.folded:
            used = any(self.errors.get(name) or self[name].value() for name in self.folded)
            fold = HTML(f'<details class="fold"{" open" if used else ""}><summary>{NO_FOLD}</summary>')
            shown = [name for name in self.fields if name not in self.folded]
            helper.layout = Layout(*shown, fold, *self.folded, HTML("</details>"))
        return helper

    def clean_title(self):
        title = re.sub(r"\s+", "", INVISIBLE.sub("", self.cleaned_data["title"]))
        if len(title) > LONGEST_TITLE:
            raise forms.ValidationError(too_long("标题", LONGEST_TITLE)["max_length"] % {"show_value": len(title)})
        return title

    def clean(self):
        cleaned = super().clean()
        for name in self.ahead:
            self.check(name, lambda value, name=name: not_past(value, self.base_fields[name].label))
        for name in list(self.cleaned_data):  # a fault takes its field out
            self.check(name, _not_secret)
            if self.fields[name].required:
                self.check(name, _not_unseen)
        return cleaned

    def check(self, name, rule):
        """Put what `rule` says against a field's value beside the field."""
        try:
            rule(self.cleaned_data.get(name))
        except forms.ValidationError as error:
            self.add_error(name, error)

    def clean_inspectors(self):
        return two_or_more(self.cleaned_data["inspectors"])

    @property
    def content(self):
        return {**self.instance.content, **{name: _kept(self.cleaned_data[name]) for name in self.own_fields()}}


def _not_secret(value):
    if isinstance(value, str) and (found := SECRET.search(value)):
        raise forms.ValidationError(SECRET_SAID.format(found[0]))


def _not_unseen(value):
    if isinstance(value, str) and not clean_lines(value):
        raise forms.ValidationError("这里只有看不见的字符，这一项必填，请重新填写")


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


class ContactForm(PaperForm):
    """A kind that tells whom to ask."""

    contact = text("联系人", 40, required=False)
    phone = text("联系电话", 40, required=False)


class MarkedForm(PaperForm):
    """A kind whose head may bear further marks. State secrets are not for this portal, so no 密级 is offered."""

    urgency = forms.ChoiceField(
        label="紧急程度", required=False, choices=[("", "不标"), ("特急", "特急"), ("加急", "加急")],
        help_text="印在首页左上角",
    )  # fmt: skip
    classified = forms.ChoiceField(
        label="内部标志", required=False, choices=[("", "不标"), ("内部资料", "内部资料")],
        help_text="印在首页左上角。涉密文件（绝密、机密、秘密）不得在本平台办理",
    )  # fmt: skip
    copy_number = text("份号", 6, required=False, help_text="1 到 6 位数字，印成 6 位，例如 12 印成 000012")

    folded = ("urgency", "classified", "copy_number")

    def clean_copy_number(self):
        number = self.cleaned_data["copy_number"].strip()
        if number and not (number.isascii() and number.isdecimal() and int(number)):
            raise forms.ValidationError("份号是 1 到 6 位数字，从 1 编起，例如 12")
        return number.zfill(6) if number else ""


class JointForm(MarkedForm):
    """A kind that several bodies may issue together; the paper is numbered by the first, which is the issuer."""

    joint = text(
        "联合发文机关", 200, required=False,
        help_text="除本机关以外的，用顿号隔开，按印在首页的次序写全称；文号用本机关的，印章各自加盖",
    )  # fmt: skip

    folded = ("joint", *MarkedForm.folded)

    def clean_joint(self):
        typed = re.split(r"[、，,；;\s]+", self.cleaned_data["joint"])
        names = [name for name in typed if name]
        for name in names:
            if not re.fullmatch(r"[\u4e00-\u9fff（）·]{4,30}", name):
                raise forms.ValidationError(f"“{name}”不像机关名称，请写全称，4 到 30 个汉字")
        if len(set(names)) < len(names):
            raise forms.ValidationError("联合发文机关写重了，每个机关只写一次")
        if self.instance.issuer in names:
            raise forms.ValidationError(f"{self.instance.issuer}是主办机关，不用再写")
        if len(names) >= MOST_ISSUERS:
            raise forms.ValidationError(f"连主办机关最多 {MOST_ISSUERS} 个机关联合发文")
        return "、".join(names)


class ColophonForm(JointForm):
    """A kind with a colophon: who gets a copy, who printed it."""

    copied_to = text("抄送", 200, required=False, help_text="可不填，单位之间用逗号隔开")
    printer = text("印发机关", 40, required=False, help_text="排在版记左侧")


def rows_of(value):
    return clean_lines(value or "")
