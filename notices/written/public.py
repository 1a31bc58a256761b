"""Forms of papers under the red head, on letter paper, of minutes."""

from django import forms

from . import base
from .base import ColophonForm, ContactForm, JointForm, MarkedForm, PaperForm, day, paragraphs, text


class CircularForm(ColophonForm):
    """A circular as plain text; the typesetter finds headings by their numbers."""

    body = paragraphs("正文", 22, help_text=base.BODY_HELP)

    field_order = ["title", "body", "copied_to", "printer"]


class IssuingForm(ColophonForm):
    """What is issued stands behind the covering text with a title of its own."""

    scheme_title = text("所印发文件的标题", 120, help_text="不带书名号，例如：云溪镇冬季消防安全整治工作方案")
    scheme = paragraphs("所印发文件的正文", 20, help_text="另起一页排。" + base.PLAIN_HELP)
    body = paragraphs("印发说明", 4, required=False, help_text="不填就用固定用语，例如：现将《……》印发给你们，请认真实施")

    field_order = ["title", "scheme_title", "scheme", "body", "copied_to", "printer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "不填就写成：……关于印发《所印发文件的标题》的通知"

    def clean_scheme_title(self):
        title = "".join(self.cleaned_data["scheme_title"].split()).strip("《》。；：，、")
        if not title:
            raise forms.ValidationError("请写所印发文件的标题")
        return title

    def clean(self):
        cleaned = super().clean()
        scheme = cleaned.get("scheme_title")
        if scheme and not cleaned.get("title") and "title" not in self.errors:
            cleaned["title"] = f"{self.instance.issuer}关于印发《{scheme}》的通知"
            if len(cleaned["title"]) > 120:
                self.add_error("scheme_title", "标题太长，请压缩")
        return cleaned


class BulletinForm(ColophonForm):
    body = paragraphs("通报事项", 16, help_text=base.BODY_HELP)
    asked = paragraphs("工作要求", 6, 4000, required=False, help_text="可不填，排在通报事项之后")

    field_order = ["title", "body", "asked", "copied_to", "printer"]


class UpwardForm(ContactForm, ColophonForm):
    """请示 and 报告: to one body above, with the signer in the head."""

    to = text("主送机关", 60, help_text="只写一个上级机关")
    body = paragraphs("正文", 18, help_text=base.PLAIN_HELP)
    signer = text("签发人", 40, required=False, help_text="不填就印签发本文的领导；联合上报的，用顿号隔开写全")

    field_order = ["title", "to", "body", "signer", "contact", "phone", "copied_to", "printer"]

    def clean_to(self):
        to = self.cleaned_data["to"].strip("：: ")
        if any(mark in to for mark in "、，,；;"):
            raise forms.ValidationError("请示、报告只主送一个上级机关，其他机关写在抄送")
        return to

    def clean_signer(self):
        typed = self.cleaned_data["signer"]
        for mark in "，,；; 　":
            typed = typed.replace(mark, "、")
        return "、".join(name for name in typed.split("、") if name)


class LetterForm(ContactForm, JointForm):
    to = text("主送机关", 120, required=False, help_text=base.OUTSIDE)
    body = paragraphs("正文", 14, help_text=base.PLAIN_HELP)
    reply_by = day("函复期限", required=False, help_text="可不填")
    copied_to = text("抄送", 200, required=False, help_text="可不填，单位之间用逗号隔开")

    field_order = ["title", "to", "body", "reply_by", "contact", "phone", "copied_to"]
    ahead = ("reply_by",)


class MinutesForm(MarkedForm):
    mark = text("纪要标志", 30, help_text="印成首页红字，例如：云溪镇安全生产委员会会议纪要")
    held_on = day("会议日期")
    where = text("地点", 80)
    chair = text("主持人", 40)
    body = paragraphs("议定事项", 16, help_text=base.PLAIN_HELP)
    present = text("出席人员", 600, help_text="用顿号隔开")
    absent = text("请假人员", 200, required=False)
    sitting = text("列席人员", 600, required=False)
    recorder = text("记录人", 40, required=False)
    copied_to = text("分送、抄送", 200, required=False, help_text="可不填，单位之间用逗号隔开")
    printer = text("印发机关", 40, required=False, help_text="排在版记左侧")

    field_order = ["title", "mark", "held_on", "where", "chair", "body"]

    def clean_mark(self):
        mark = "".join(self.cleaned_data["mark"].split())
        if not mark.endswith("纪要"):
            raise forms.ValidationError("纪要标志以“纪要”结尾，例如：云溪镇安全生产委员会会议纪要")
        return mark


class SlipForm(ContactForm):
    about = text("回复的公文", 200, help_text="例如：《关于……的通知》（某政发〔2026〕8号）")
    asked = paragraphs("填报项目", 5, 1000, required=False, help_text="每项一行，收文单位手工填写，例如：联络人姓名")
    reply_by = day("交回期限", required=False)

    field_order = ["title", "about", "asked", "reply_by"]
    ahead = ("reply_by",)


__all__ = [
    "BulletinForm", "CircularForm", "IssuingForm", "LetterForm", "MinutesForm", "PaperForm", "SlipForm", "UpwardForm"
]  # fmt: skip
