"""Forms of papers to one unit: orders, listed supervision, tips, talks, rechecks, transfers."""

from django import forms

from ..enums import Verdict
from . import base
from .base import ContactForm, MarkedForm, PaperForm, day, moment, paragraphs, text


class OrderForm(PaperForm):
    """An order written at the desk; those drawn from the register of hazards keep their list of hazards."""

    found_on = day("检查日期", required=False)
    hazards = paragraphs("事故隐患", 8, 8000, help_text=f"写明部位和问题，{base.EACH}")
    due_on = day("整改期限")
    measures = paragraphs("整改要求", 3, 1000, required=False, help_text="可不填，排在整改期限之后")
    inspectors = text("检查人员", 80, help_text="两人以上，用顿号隔开")

    field_order = ["title", "found_on", "hazards", "due_on", "measures", "inspectors"]
    ahead = ("due_on",)

    def clean(self):
        cleaned = super().clean()
        found, due = cleaned.get("found_on"), cleaned.get("due_on")
        if found and due and found > due:
            self.add_error("found_on", "检查日期不能晚于整改期限")
        return cleaned


class ListingForm(ContactForm):
    """挂牌督办: the matter, the unit's person, what is asked by when, who supervises, how the listing ends."""

    matters = paragraphs("督办事项", 5, 4000, help_text=f"重大事故隐患，{base.EACH}")
    asked = paragraphs("整改要求", 5, 4000)
    charge = text("整改责任人", 60, required=False, help_text="可不填，姓名和职务")
    due_on = day("整改期限")
    supervisor = text("督办单位", 60, help_text="负责督办、验收的单位")
    removal = paragraphs("解除办法", 3, 1000, required=False, help_text="不填就用固定用语")

    field_order = ["title", "matters", "asked", "charge", "due_on", "supervisor", "removal"]
    ahead = ("due_on",)


class TipForm(ContactForm):
    matters = paragraphs("风险提示", 6, 4000, help_text=base.EACH)
    advice = paragraphs("防范措施", 6, 4000, required=False, help_text=base.EACH)

    field_order = ["title", "matters", "advice"]


class TalkForm(ContactForm):
    person = text("被约谈人", 80, help_text="姓名和职务")
    reason = text("约谈事由", 200, help_text="排在“因”字之后，例如：重大事故隐患逾期未整改")
    day = day("约谈日期")
    time = moment("约谈时间")
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


class TransferForm(ContactForm, MarkedForm):
    to = text("接收机关", 120, required=False, help_text=base.OUTSIDE)
    matter = text("移送事项", 200, help_text="排在“发现”之后，例如：某加油站未经许可储存汽油")
    facts = paragraphs("基本情况", 8, 8000)
    basis = paragraphs("移送依据", 3, 2000, required=False)
    materials = paragraphs("移送材料", 4, 2000, required=False, help_text=base.EACH)
    reply_by = day("反馈期限", required=False, help_text="可不填")

    field_order = ["title", "to", "matter", "facts", "basis", "materials", "reply_by", "contact", "phone"]
    ahead = ("reply_by",)
