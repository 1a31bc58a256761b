"""Forms of records that people sign by hand, and of the report of a verification."""

import re

from django import forms

from circulars.layout.builders.records import turns
from core import clock

from . import base
from .base import PaperForm, day, moment, paragraphs, rows_of, text

ID_WEIGHTS = [2 ** (17 - n) % 11 for n in range(17)]  # GB 11643
REPORT_HELP = "通常分五部分：一、线索来源；二、核查经过；三、查明的事实；四、结论和依据；五、处理建议。"
TALK_HELP = "一问一答，各起一行：“问：……”“答：……”；接着写的行算作上一句的话"


class RecordForm(PaperForm):
    """A record of one sitting: a day that has come, from an hour to a later one."""

    def clean(self):
        cleaned = super().clean()
        if (on := cleaned.get("held_on")) and on > clock.today():
            self.add_error("held_on", "日期还没有到，笔录、记录在现场做")
        begun, ended = cleaned.get("begun"), cleaned.get("ended")
        if begun and ended and ended <= begun:
            self.add_error("ended", "结束时间要晚于开始时间")
        return cleaned


class InspectionForm(RecordForm):
    """现场检查记录 (安全生产法第六十八条): time, place, content, what was found and how it was dealt with, signatures."""

    unit = text("被检查单位", 60)
    place = text("检查地点", 80)
    held_on = day("检查日期")
    begun = moment("开始时间")
    ended = moment("结束时间")
    principal = text("单位负责人", 60, help_text="姓名、职务，可写电话")
    present = text("在场人员", 120, required=False, help_text="用顿号隔开，姓名和职务")
    inspectors = paragraphs("检查人员和证号", 3, 300, help_text="一人一行，两人以上，姓名空一格写证号，例如：季长河 YX0001")
    scope = text("检查内容", 200, required=False, help_text="例如：有限空间作业、动火作业、消防设施")
    found = paragraphs("检查情况", 8, 8000, help_text=f"按部位写看到的情况，{base.EACH}")
    opinions = paragraphs("处理意见", 3, 2000, required=False, help_text="例如：当场改正、责令限期整改、移送")
    witness = text("见证人", 40, required=False, help_text="可不填，拒绝签名的要写")
    refused = paragraphs("拒绝签名的情况", 2, 300, required=False, help_text="被检查单位签名的不填")

    field_order = ["title", "unit", "place", "held_on", "begun", "ended"]

    def clean_inspectors(self):
        rows = rows_of(self.cleaned_data["inspectors"])
        people = [re.split(r"[\s　]+", row, maxsplit=1) for row in rows]
        if bare := next((person[0] for person in people if len(person) < 2), None):
            raise forms.ValidationError(f"“{bare}”后面空一格写证号，例如：季长河 YX0001")
        if len({name for name, _ in people}) < 2:
            raise forms.ValidationError("检查人员不得少于两人，一人一行")
        return "\n".join(f"{name} {number}" for name, number in people)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("refused") and not cleaned.get("witness") and "witness" not in self.errors:
            self.add_error("witness", "拒绝签名的，要写见证人")
        return cleaned


class InterviewForm(RecordForm):
    """谈话笔录: who was told what and said what; hidden from all but those who handle it."""

    place = text("谈话地点", 80)
    held_on = day("谈话日期")
    begun = moment("开始时间")
    ended = moment("结束时间")
    askers = text("谈话人", 80, help_text="两人以上，用顿号隔开")
    recorder = text("记录人", 40)
    present = text("在场人", 80, required=False, help_text="可不填，例如：村民委员会干部、监护人、翻译")
    times = forms.IntegerField(
        label="第几次谈话", required=False, min_value=1, max_value=99, help_text="同一人谈过几次的填，可不填"
    )
    person = text("被谈话人", 40)
    sex = forms.ChoiceField(label="性别", required=False, choices=[("", "不填"), ("男", "男"), ("女", "女")])
    born = text("出生年月", 20, required=False, help_text="例如：1980年3月生")
    id_number = text("证件号码", 18, required=False)
    work = text("工作单位和职务", 80, required=False)
    home = text("住址", 80, required=False)
    tel = text("联系电话", 20, required=False)
    hide = forms.BooleanField(label="打印时隐去证件号码和电话的中间几位", required=False)
    told = text("对权利义务告知的回答", 200, help_text="照被谈话人说的写，例如：听清楚了，不要求回避。")
    talk = paragraphs("谈话内容", 18, help_text=TALK_HELP)

    field_order = ["title", "place", "held_on", "begun", "ended"]

    def clean_askers(self):
        return base.two_or_more(self.cleaned_data["askers"], "谈话人")

    def clean_told(self):
        return re.sub(r"^答\s*[:：]\s*", "", self.cleaned_data["told"])

    def clean_id_number(self):
        number = self.cleaned_data["id_number"].upper().strip()
        if re.fullmatch(r"\d{17}[\dX]", number):
            if "10X98765432"[sum(int(c) * w for c, w in zip(number[:17], ID_WEIGHTS, strict=True)) % 11] != number[17]:
                raise forms.ValidationError("身份证号码校验位不对，请核对")
        elif len(number) == 18 or not re.fullmatch(r"[0-9A-Z（）()]*", number):
            raise forms.ValidationError("证件号码只有数字和字母，身份证号码 18 位，请核对")
        return number

    def clean_talk(self):
        text_ = self.cleaned_data["talk"]
        try:
            said = turns(text_)
        except ValueError as error:
            raise forms.ValidationError("第一行要以“问：”开头") from error
        if said[0][0] != "问":
            raise forms.ValidationError("第一行要以“问：”开头")
        for number, ((side, words), after) in enumerate(zip(said, [*said[1:], ("", "")], strict=True), 1):
            if not words:
                raise forms.ValidationError(f"第 {number} 句“{side}：”后面没有写内容")
            if side == "问" and after[0] != "答":
                raise forms.ValidationError(f"“问：{words[:12]}”没有答话，没有回答的写“答：（没有回答）”")
        return text_


class ReportForm(PaperForm):
    to = text("呈送", 120, required=False, help_text=base.OUTSIDE)
    checked_on = day("核查日期")
    inspectors = text("核查人员", 80, help_text="两人以上，用顿号隔开")
    body = paragraphs("正文", 18, help_text=f"{REPORT_HELP}{base.PLAIN_HELP}")
