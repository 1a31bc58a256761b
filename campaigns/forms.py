import re

from django import forms
from django.core.exceptions import ValidationError

from circulars.intake import MAX_FILE, IntakeError, text_from
from core import clock
from core.forms import PortalForm, VersionedForm
from evidence.photos import PhotosField
from places.models import Sector

from . import rules
from .enums import RHYTHMS, SENDERS, Counts, DeadlineKind, Every
from .models import Campaign, Phase, Task

SETTLED_KINDS = [(kind.value, kind.label) for kind in (DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.STANDING)]
_PARTS = re.compile(r"[、，,；;\n]+")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def day_field(label, required=False):
    return forms.DateField(label=label, required=required, widget=DateInput())


def area(label, rows=3, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def split_names(text):
    """Names parted by 、 or commas, each once."""
    return list(dict.fromkeys(name.strip()[:60] for name in _PARTS.split(text or "") if name.strip()))


class IntakeForm(PortalForm):
    """A circular pasted or uploaded; a file that cannot be read is told on the form, the rest stays."""

    text = area("正文", 14, required=False, help_text="从文件里全选、复制，粘贴到这里；断行和页码不用整理")
    file = forms.FileField(label="或上传文件", required=False, help_text="支持 .docx、.txt 和带文字的 PDF")

    def clean(self):
        cleaned = super().clean()
        upload, pasted = cleaned.get("file"), cleaned.get("text", "")
        if "file" in self.errors:
            return cleaned
        if not upload and not pasted.strip():
            raise ValidationError("请粘贴正文，或选择一个文件")
        if upload and pasted.strip():
            raise ValidationError("正文和文件只能选一种：请清空正文，或不选文件")
        cleaned["circular"] = self._from_file(upload) if upload else self._from_paste(pasted)
        return cleaned

    def _from_file(self, upload):
        if upload.size > MAX_FILE:
            return self.add_error("file", f"文件超过 {MAX_FILE // 1_000_000} MB，请只保留通知正文后再上传")
        try:
            return text_from(upload.name, upload.read())
        except IntakeError as error:
            self.add_error("file", str(error))

    def _from_paste(self, text):
        try:
            return text_from("粘贴.txt", text.replace("\r\n", "\n").encode())
        except IntakeError as error:
            self.add_error("text", str(error))


class Ordered:
    """Checks that an end does not lie before its start."""

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "结束日期不能早于开始日期")
        return cleaned


class HeadForm(Ordered, PortalForm):
    name = forms.CharField(label="名称", max_length=120)
    doc_number = forms.CharField(label="文号", max_length=60, required=False)
    starts_on = day_field("开始日期", required=True)
    ends_on = day_field("结束日期")
    goal = area("目标", 2, required=False)


class PhaseItemForm(Ordered, PortalForm):
    name = forms.CharField(label="阶段", max_length=60)
    starts_on = day_field("开始")
    ends_on = day_field("结束")
    text = area("内容", 3, required=False)


class MemberForm(PortalForm):
    role = forms.CharField(label="组内职务", max_length=30)
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=80, required=False)


class DeadlineRules:
    """A date needs its day, a cadence its frequency, a dropped task its reason. Field names differ by form."""

    kind_field, reason_field = "kind", "reason"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("dropped"):
            if not cleaned.get(self.reason_field):
                self.add_error(self.reason_field, "不派发的任务必须写明原因")
            return cleaned
        kind = cleaned.get(self.kind_field)
        if kind == DeadlineKind.DATE and not cleaned.get("due_on"):
            self.add_error("due_on", "限期任务必须填写完成期限")
        if kind == DeadlineKind.RECURRING and not cleaned.get("every"):
            self.add_error("every", "周期任务必须选择频次")
        return cleaned


class TaskItemForm(DeadlineRules, PortalForm):
    """A task under review; saving it with a date, a cadence or 长期坚持 settles its deadline."""

    title = forms.CharField(label="任务", max_length=120)
    units = forms.CharField(label="责任单位", max_length=400, required=False, help_text="用顿号隔开")
    kind = forms.ChoiceField(label="期限类型", choices=[("", "还没有定"), *SETTLED_KINDS], required=False)
    due_on = day_field("完成期限")
    every = forms.ChoiceField(label="频次", choices=[("", "不定期上报"), *Every.choices], required=False)
    phase = forms.ChoiceField(label="所属阶段", required=False)
    text = area("要求", 4, required=False)
    evidence = forms.BooleanField(label="上报时必须附照片", required=False)
    dropped = forms.BooleanField(label="不派发这项任务", required=False)
    reason = forms.CharField(label="不派发的原因", max_length=200, required=False)

    def __init__(self, *args, phases=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", "不属于某一阶段"), *((phase["id"], phase["name"]) for phase in phases)]

    def clean_units(self):
        return split_names(self.cleaned_data["units"])


class CampaignForm(Ordered, VersionedForm):
    class Meta:
        model = Campaign
        fields = ["name", "doc_number", "starts_on", "ends_on", "goal", "looks_back"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "goal": forms.Textarea(attrs={"rows": 3})}


class PhaseForm(Ordered, VersionedForm):
    class Meta:
        model = Phase
        fields = ["name", "starts_on", "ends_on", "text"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "text": forms.Textarea(attrs={"rows": 4})}


class TaskForm(DeadlineRules, VersionedForm):
    kind_field, reason_field = "deadline_kind", "drop_reason"
    unit_names = forms.CharField(label="责任单位", max_length=400, help_text="用顿号隔开，如：各村、派出所")
    field_order = ["title", "unit_names", "deadline_kind", "due_on", "every"]

    class Meta:
        model = Task
        fields = [
            "title",
            "deadline_kind",
            "due_on",
            "every",
            "phase",
            "text",
            "sectors",
            "evidence_required",
            "counts",
            "way",
            "dropped",
            "drop_reason",
        ]
        widgets = {
            "due_on": DateInput(),
            "text": forms.Textarea(attrs={"rows": 4}),
            "sectors": forms.CheckboxSelectMultiple(),
        }
        help_texts = {
            "sectors": "只对“各生产经营单位”“高危行业企业”起作用；不选就是全部行业",
            "every": "长期坚持的任务可以不定期上报",
            "way": "瞒报回头看的任务选填，台账可按它筛选",
            "counts": "不选就由责任单位自己上报；选了检查的，一次检查在计入的各个专项里都算完成",
        }

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deadline_kind"].choices = [("", "请选择"), *SETTLED_KINDS]
        self.fields["every"].choices = [("", "不定期上报"), *Every.choices]
        self.fields["counts"].choices = [("", "责任单位上报"), *Counts.choices]
        self.fields["phase"].queryset = campaign.phases.all()
        self.fields["phase"].label, self.fields["phase"].empty_label = "所属阶段", "不属于某一阶段"
        self.fields["sectors"].queryset = Sector.objects.all()
        if self.instance.pk:
            self.fields["unit_names"].initial = "、".join(unit.name for unit in self.instance.units.all())

    def clean_unit_names(self):
        return split_names(self.cleaned_data["unit_names"])

    def save(self, commit=True):
        task = self.instance
        task.settled = True
        task.due_on = task.due_on if task.deadline_kind == DeadlineKind.DATE else None
        task.every = "" if task.deadline_kind == DeadlineKind.DATE else task.every
        return super().save(commit)


class RegularForm(PortalForm):
    """How often the units report on the campaign, and which."""

    every = forms.ChoiceField(
        label="报送频次",
        choices=[("", "不定期报送"), *((one.value, one.label) for one in RHYTHMS)],
        required=False,
        help_text="报送期限是每期最后一天，从本期算起；改频次后，已逾期未报的仍要补报",
    )
    senders = forms.MultipleChoiceField(
        label="由谁报送",
        choices=list(SENDERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="包村干部每个村报一份",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("every") and not cleaned.get("senders"):
            self.add_error("senders", "请至少选一类报送单位")
        return cleaned


class LeaveForm(PortalForm):
    left_on = day_field("离任日期", required=True)
    successor = forms.CharField(label="接任人", max_length=40, required=False)
    post = forms.CharField(label="接任人职务", max_length=80, required=False)


class AnswerForm(PortalForm):
    """What a unit did; says what is missing before it is sent."""

    text = area("完成情况", 5, max_length=4000, help_text="写清做了什么、多少人、发现和解决了什么")
    held_on = day_field("活动日期", required=True)
    headcount = forms.IntegerField(label="参加人数", required=False, min_value=0, max_value=100_000)
    files = PhotosField(label="现场照片", required=False)

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].label += "（必须附）" if task.evidence_required else "（选填）"

    def clean_text(self):
        text = self.cleaned_data["text"]
        if reason := rules.perfunctory(text):
            raise ValidationError(reason)
        return text

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError("活动日期不能晚于今天")
        return day
