"""Who verifies a lead, and its way to other bodies."""

from datetime import timedelta

from django import forms

from core import clock
from core.forms import PortalForm

from ..referral_enums import Competence, ReferralKind
from .fields import Covered, day_field, text_field
from .steps import StepForm

VERIFY_DAYS, ANSWER_DAYS = 30, 30  # the office's practice; both may be set for each lead


def ahead(days):
    return lambda: clock.today() + timedelta(days=days)


class CompetenceForm(StepForm):
    competence = forms.ChoiceField(label="由谁核查", choices=[("", "请选择"), *Competence.choices])
    body = forms.CharField(
        label="核查机关", max_length=60, required=False, help_text="不由乡镇核实时填写，例如：青禾县应急管理局"
    )
    due_on = day_field("核查期限", initial=ahead(VERIFY_DAYS))
    note = text_field("说明", 3, max_length=500, required=False)

    def clean(self):
        data = super().clean()
        if data.get("competence") not in ("", Competence.TOWNSHIP, None) and not data.get("body", "").strip():
            self.add_error("body", "请写明由哪个机关核查")
        return data


class ReferForm(Covered, PortalForm):
    kind = forms.ChoiceField(label="事项", choices=[("", "请选择"), *ReferralKind.choices])
    to_body = forms.CharField(label="受理机关", max_length=60, help_text="例如：青禾县公安局；不能是本乡镇")
    facts = text_field("基本情况", 8, max_length=5000, help_text="印在文书上；每段一行")
    materials = text_field("材料清单", 4, max_length=2000, required=False, help_text="每件一行")


class ChangeForm(StepForm):
    """A paper not yet sent, or sent back: what is left empty stays as it is, so that nobody has to open it for a digit."""

    to_body = forms.CharField(label="受理机关", max_length=60)
    facts = text_field("基本情况", 8, max_length=5000, required=False, help_text="重写后印在文书上；不改留空")
    materials = text_field("材料清单", 4, max_length=2000, required=False, help_text="每件一行；不改留空")
    note = forms.CharField(label="修改原因", max_length=200, help_text="原来的内容记入办理记录")

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.fields["to_body"].initial = row.to_body


class SendForm(StepForm):
    sent_on = day_field("送出日期", initial=clock.today, help_text="确认后自动编号，再打印盖章送出；退回重送的沿用原文号")
    answer_by = day_field("答复期限", initial=ahead(ANSWER_DAYS))


class ReceiveForm(StepForm):
    received_on = day_field("签收日期", initial=clock.today)
    receipt = forms.CharField(label="签收人或受理文号", max_length=60)


class DoubleAnswerForm(StepForm):
    """一案双查: what was found about the enterprise, and about those who had to supervise it."""

    answered_on = day_field("答复日期", initial=clock.today)
    answer_number = forms.CharField(label="答复文号", max_length=60, required=False)
    unit = text_field("企业主体责任查处情况", 4, max_length=2000)
    supervision = text_field("监管责任和保护伞查处情况", 4, max_length=2000)

    def values(self):
        values = super().values()
        parts = ("企业主体责任", values.pop("unit")), ("监管责任", values.pop("supervision"))
        return values | {"answer": "\n".join(f"{word}：{text}" for word, text in parts)}


class AnswerForm(StepForm):
    answered_on = day_field("答复日期", initial=clock.today)
    answer_number = forms.CharField(label="答复文号", max_length=60, required=False)
    answer = text_field("答复内容", 6, max_length=5000)
