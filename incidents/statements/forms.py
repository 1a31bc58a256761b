"""Noting a statement from where it is written, settling a contradiction, saying why something is taken back."""

from django import forms
from django.utils import timezone

from core import clock
from core.forms import PortalForm

from ..deaths.forms import moment
from ..forms.fields import text_field
from ..models import Interview, Visit
from . import rules
from .enums import NUMBERS, TIMES, Matter, Origin, Outcome, Precision


class StatementForm(PortalForm):
    source = forms.ChoiceField(label="写在哪里", choices=(), help_text="先登记谈话笔录、走访记录或证据，这里才能选到")
    where = forms.CharField(label="页码或位置", max_length=60, required=False, help_text="如：第 2 页第 3 问")
    said_by = forms.CharField(label="谁说的", max_length=40, help_text="谈话对象、材料的出具单位或人")
    matter = forms.ChoiceField(label="说的是什么", choices=[("", "请选择"), *Matter.choices])
    about = forms.CharField(
        label="关于谁", max_length=40, required=False, help_text="死者不止一人时写姓名；报告时间写谁报告的；其他可不填"
    )
    at = moment("时间", required=False)
    precision = forms.ChoiceField(label="时间的准确程度", choices=Precision.choices, required=False)
    count = forms.IntegerField(label="人数", min_value=0, max_value=999, required=False)
    text = forms.CharField(label="内容", max_length=200, required=False, help_text="地点、姓名、单位、原因填在这里")

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        talks = Interview.objects.in_force().filter(verification__lead=lead).order_by("at")
        visits = Visit.objects.filter(verification__lead=lead).order_by("at")
        exhibits = lead.exhibits.order_by("number")
        kinds = {"talk": talks, "visit": visits, "exhibit": exhibits}
        self.rows = {f"{kind}-{row.pk}": {kind: row} for kind, rows in kinds.items() for row in rows}
        named = [(f"talk-{row.pk}", f"谈话笔录 {timezone.localtime(row.at):%m-%d %H:%M}") for row in talks]
        named += [(f"visit-{row.pk}", f"走访记录 {timezone.localtime(row.at):%m-%d %H:%M}") for row in visits]
        named += [(f"exhibit-{row.pk}", f"证据 {row.number}（{row.get_kind_display()}）") for row in exhibits]
        self.fields["source"].choices = [("", "请选择"), *named, *Origin.choices]

    def clean(self):
        data, matter = super().clean(), self.cleaned_data.get("matter")
        wanted = "at" if matter in TIMES else "count" if matter in NUMBERS else "text"
        if matter and data.get(wanted) in (None, "") and wanted not in self.errors:
            self.add_error(wanted, f"{Matter(matter).label}要填这一项")
        if reason := rules.wrong_time(matter, data.get("at"), clock.now()):
            self.add_error("at", reason)
        return data

    def values(self):
        """Keyword arguments of the service: only the value that the matter asks for."""
        values = dict(self.cleaned_data)
        source, matter = values.pop("source"), values["matter"]
        values |= self.rows.get(source) or {"origin": source}
        values["precision"] = values["precision"] or Precision.MINUTE
        for name, matters in (("at", TIMES), ("count", NUMBERS)):
            if matter not in matters:
                values[name] = None
        return values | ({"text": ""} if matter in (*TIMES, *NUMBERS) else {})


class SettleForm(PortalForm):
    """The sides by number; what they say stands beside the form, covered like everywhere."""

    choice = forms.ChoiceField(label="处理", choices=(), widget=forms.RadioSelect)
    reason = text_field("理由", 3, max_length=500, help_text="依据哪份证据、为什么另一种说法不能采信")

    def __init__(self, *args, sides=0, **kwargs):
        super().__init__(*args, **kwargs)
        said = [(str(number), f"采信说法 {number + 1}") for number in range(sides)]
        self.fields["choice"].choices = [*said, ("none", Outcome.OPEN.label)]

    def values(self):
        choice = self.cleaned_data["choice"]
        held = choice != Outcome.OPEN
        outcome = Outcome.HOLDS if held else Outcome.OPEN
        return {"outcome": outcome, "side": int(choice) if held else None, "reason": self.cleaned_data["reason"]}


class ToleranceForm(PortalForm):
    minute = forms.IntegerField(label="准确到分的时间，前后（分钟）", min_value=0, max_value=120)
    about = forms.IntegerField(label="大约这个时间，前后（分钟）", min_value=0, max_value=720)
    half_day = forms.IntegerField(label="大约半天内，前后（小时）", min_value=1, max_value=24)

    def clean(self):
        data = super().clean()
        if not self.errors and (reason := rules.wrong_tolerances(**data)):
            self.add_error("about", reason)
        return data


class BackForm(PortalForm):
    reason = forms.CharField(label="撤回原因", max_length=200, help_text="不要写姓名、证件号和电话")

    def values(self):
        return self.cleaned_data
