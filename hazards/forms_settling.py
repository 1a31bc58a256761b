"""Steps beside the state: the double report, stop-work, acceptance on site, corrections, a hazard that comes back."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core import clock
from core.forms import PortalForm
from evidence import photos
from evidence.photos import PhotosField

from . import rules, services
from .enums import ControlKind, Grade
from .forms import BehalfForm, PlanForm, StepForm, day_field, text_field
from .forms_criteria import check_clause, clause_fields
from .models import Control, Hazard

MEANS = {
    "department": ("书面报告", "系统报送", "电话报告后补书面"),
    "congress": ("职工代表大会", "职工代表大会联席会议", "职工大会"),
}


def moment_field(label, **kwargs):
    """A time of day in local time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)


def this_minute():
    return timezone.localtime(clock.now()).replace(second=0, microsecond=0)


class WithPhotos:
    """Sends the pictures of `files` along as `photos`."""

    def values(self):
        values = super().values()
        del values["files"]
        return values | {"photos": photos.collect(self, by=self.user)}


class ReportForm(WithPhotos, BehalfForm):
    """One half of the double report; `to` says which."""

    to = ""
    held_at = moment_field("报告时间", initial=this_minute)
    receiver = forms.CharField(label="报告对象", max_length=80)
    reporter = forms.CharField(label="报告人", max_length=40)
    means = forms.ChoiceField(label="报告方式")
    receipt = forms.CharField(label="编号", max_length=60, required=False)
    files = PhotosField(label="凭据照片", required=False)

    def prepare(self):
        super().prepare()
        self.fields["means"].choices = [(word, word) for word in MEANS[self.to]]
        self.fields["reporter"].initial = self.hazard.responsible


class ReportDepartmentForm(ReportForm):
    to = "department"

    def prepare(self):
        super().prepare()
        self.fields["receiver"].label, self.fields["receiver"].initial = "报给哪个监管部门", self.hazard.office
        self.fields["receipt"].label = "回执编号"
        self.fields["receipt"].help_text = "没有编号的，附书面报告或回执的照片"
        self.fields["files"].label = "书面报告或回执照片"


class ReportCongressForm(ReportForm):
    to = "congress"

    def prepare(self):
        super().prepare()
        self.fields["receiver"].label, self.fields["receiver"].initial = "会议名称", "职工代表大会"
        self.fields["receipt"].label = "纪要编号"
        self.fields["files"].label = "会议纪要、签到照片"
        self.fields["files"].help_text = "至少附一张"
        self.fields["held_at"].label = "会议时间"


class Correcting:
    """The form of a report filled with what was entered, to be put right with a reason."""

    def prepare(self):
        super().prepare()
        report = self.hazard.reports.filter(to=self.to).first()
        for name in ("receiver", "held_at", "reporter", "means", "receipt") if report else ():
            self.fields[name].initial = getattr(report, name)
        self.fields["means"].choices = self._means(report)
        self.fields["files"].help_text = "原有照片保留；要补的在这里附上"
        self.fields["note"] = text_field("更正原因", rows=2, max_length=200)

    def _means(self, report):
        """Those offered and the one that was entered."""
        choices = self.fields["means"].choices
        entered = report.means if report else ""
        return choices if not entered or entered in dict(choices) else [(entered, entered), *choices]


class CorrectDepartmentForm(Correcting, ReportDepartmentForm):
    pass


class CorrectCongressForm(Correcting, ReportCongressForm):
    pass


class ImposeForm(StepForm):
    kind = forms.ChoiceField(label="措施", choices=ControlKind.choices)
    scope = forms.CharField(label="范围", max_length=200, help_text="例如：打磨车间全部停产；撤出作业人员 12 人")
    begun_at = moment_field("开始时间", initial=this_minute)

    def prepare(self):
        reason = services.no_power_to_stop(self.hazard, clock.today())
        if reason and rules.orders_stop(self.user, ControlKind.STOP_ALL):
            link = f"{reverse('hazards:transfer_new')}?hazard={self.hazard.pk}&kind=power"
            self.fields["kind"].help_text = format_html('{}（<a href="{}">移送</a>）', reason, link)


class ActiveControls(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row.get_kind_display()}：{row.scope}（{timezone.localtime(row.begun_at):%m月%d日 %H:%M} 起）"


class LiftForm(StepForm):
    control = ActiveControls(Control.objects.none(), label="解除哪项措施", widget=forms.RadioSelect, empty_label=None)
    note = text_field("解除理由", max_length=300, help_text="例如：隐患已消除，经现场确认具备恢复条件")

    def prepare(self):
        rows = self.hazard.controls.filter(lifted_at=None)
        self.fields["control"].queryset = rows
        self.fields["control"].initial = rows.first()


class PhotosStep(WithPhotos, StepForm):
    files = PhotosField(label="整改前照片", required=False)


class AcceptForm(WithPhotos, StepForm):
    """An ordinary hazard needs a picture of before or a word why not; a major one time, place and two people on the spot."""

    held_at = moment_field("验收时间", required=False, initial=this_minute)
    place = forms.CharField(label="验收地点", max_length=120, required=False)
    people = forms.CharField(label="验收人员", max_length=120, required=False, help_text="至少两人，用顿号隔开")
    files = PhotosField(label="验收现场照片", required=False)
    no_before = forms.CharField(
        label="没有整改前照片的原因", max_length=200, required=False, help_text="登记时没有拍照，也没有补充的，须写明"
    )
    note = text_field("验收意见", rows=2, required=False, max_length=500)

    def prepare(self):
        if self.hazard.grade == Grade.MAJOR or "before" in services.slots_of(self.hazard):
            del self.fields["no_before"]
        if self.hazard.grade != Grade.MAJOR:
            for name in ("held_at", "place", "people"):
                del self.fields[name]
            return
        self.fields["place"].initial = f"{self.hazard.unit}{self.hazard.location}"[:120]
        self.fields["people"].initial = f"{self.user.name}、"


class RedateForm(StepForm):
    sector = forms.CharField(required=False, disabled=True, widget=forms.HiddenInput)
    found_on = day_field("发现日期")
    note = text_field("更正原因", rows=2, max_length=300)

    def prepare(self):
        self.fields["found_on"].initial, self.fields["sector"].initial = self.hazard.found_on, self.hazard.sector_id
        clause_fields(self, self.user, with_fields="id_found_on id_sector")
        self.fields["clause_words"].help_text = "原依据在新日期不适用时，改选当天有效的条款"

    def clean(self):
        data = super().clean()
        check_clause(self, data)
        return data

    def values(self):
        return {name: value for name, value in super().values().items() if name != "sector"}


class AmendForm(PlanForm):
    """The plan as it stands, to be changed with a reason."""

    def prepare(self):
        super().prepare()
        if plan := getattr(self.hazard, "plan", None):
            self.initial |= {name: getattr(plan, name) for name in self.fields if hasattr(plan, name)}
        self.fields["note"] = text_field("修改原因", rows=2, max_length=300)
        self.order_fields([name for name in self.fields if name != "note"])


class RaiseForm(StepForm):
    """An ordinary hazard that turns out a major one."""

    found_on = forms.DateField(required=False, disabled=True, widget=forms.HiddenInput)
    sector = forms.CharField(required=False, disabled=True, widget=forms.HiddenInput)
    grade_basis = forms.CharField(label="判定依据", max_length=200, required=False, help_text="选了条款的可不填")
    due_on = day_field("整改期限")
    responsible = forms.CharField(label="整改责任人", max_length=60)
    note = text_field("改判原因", rows=2, max_length=300, help_text="改判后退回待报方案，重新双报告、报送六项治理方案")

    def prepare(self):
        firm = self.hazard.enterprise
        self.fields["responsible"].initial = firm.principal if firm else self.hazard.responsible
        self.fields["due_on"].initial = self.hazard.due_on
        self.fields["found_on"].initial, self.fields["sector"].initial = self.hazard.found_on, self.hazard.sector_id
        clause_fields(self, self.user, with_fields="id_found_on id_sector")
        self.order_fields(["clause_words", "clause", *self.fields])

    def clean(self):
        data = super().clean()
        check_clause(self, data)
        return data

    def values(self):
        return {name: value for name, value in super().values().items() if name not in ("found_on", "sector")}


class LowerForm(StepForm):
    grade_basis = forms.CharField(
        label="判定依据", max_length=200, help_text="为什么只是一般隐患：标准名称和条款，或现场情况"
    )
    note = text_field("改判原因", rows=2, max_length=300)


class AskLeaderForm(StepForm):
    what = forms.ChoiceField(label="请示事项", choices=[(word, word) for word in ("改判为一般隐患", "取消隐患")])
    note = text_field("原因", rows=2, max_length=300)


class AccidentForm(StepForm):
    facts = text_field("未列入清单的事实", max_length=1000, help_text="何时、由谁查出，单位的隐患清单里为什么没有")
    measures = text_field("处置意见", max_length=1000)
    duty = text_field("责任追究建议", rows=2, max_length=500)


class Earlier(forms.ModelChoiceField):
    def label_from_instance(self, row):
        closed = timezone.localtime(row.closed_at)
        return f"{row.number} {row.description[:40]}（{row.location}，{closed:%Y-%m-%d} 销号）"


class RecurForm(StepForm):
    earlier = Earlier(Hazard.objects.none(), label="是哪一条的复发", widget=forms.RadioSelect, empty_label=None)

    def prepare(self):
        self.fields["earlier"].queryset = Hazard.objects.filter(pk__in=[row.pk for row in like(self.hazard, self.user)])


def like(hazard, user):
    """The closed hazards of the same unit in similar words."""
    unit = {"enterprise": hazard.enterprise, "village": hazard.village}
    return services.similar(by=user, **unit, text=hazard.description, skip=hazard.pk)


class SettingsForm(PortalForm):
    """How the township decides on longer limits; see hazards.settings."""

    ask_before_major = forms.IntegerField(label="重大隐患：期限前多少个工作日提出延期", min_value=0, max_value=60)
    ask_before_ordinary = forms.IntegerField(label="一般隐患：期限前多少个工作日提出延期", min_value=0, max_value=60)
    decide_within = forms.IntegerField(label="收到申请后多少个工作日内答复", min_value=1, max_value=60)
    decides_major = forms.ChoiceField(label="重大隐患延期由谁审批", choices=(("officer", "应急办"), ("leader", "乡镇领导")))
