"""What people enter about a hazard, one small form per step."""

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.enums import Role
from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm, ReasonForm
from enterprises.models import Enterprise
from evidence import photos
from evidence.photos import PhotosField
from places.models import Office, Place, Sector

from . import rules
from .enums import Grade, ProblemKind, Source
from .forms_criteria import check_clause, clause_fields
from .models import Hazard

DAY = {"type": "date"}


def day_field(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **kwargs)


def text_field(label, rows=3, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class StepForm(PortalForm):
    """A step on one hazard; carries the version it was opened at."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, hazard, user, **kwargs):
        self.hazard, self.user = hazard, user
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = hazard.version
        self.prepare()

    def prepare(self):
        """Choices and first values that depend on the row."""

    def renew(self, version):
        """What was typed stays; it is sent for the row as it is now."""
        self.data = self.data.copy()
        self.data["row_version"] = str(version)

    def values(self):
        """Keyword arguments of the service."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
        return values | {"version": self.cleaned_data.get("row_version")}


class PlainStep(StepForm):
    """Nothing to fill in."""


class ReasonStep(StepForm):
    note = ReasonForm.base_fields["note"]


class GradeForm(StepForm):
    found_on = forms.DateField(required=False, disabled=True, widget=forms.HiddenInput)
    sector = forms.CharField(required=False, disabled=True, widget=forms.HiddenInput)
    grade = forms.ChoiceField(label="等级", choices=(("", "请选择"), *Grade.choices), required=False)
    grade_basis = forms.CharField(
        label="判定依据", max_length=200, required=False, help_text="标准名称和条款；一般隐患可写现场情况"
    )
    problem_kind = forms.ChoiceField(label="问题类型", choices=(("", "不选"), *ProblemKind.choices), required=False)
    at_once = forms.TypedChoiceField(
        label="处理方式",
        choices=(("", "限期整改，先报方案"), ("1", "立即整改")),
        coerce=bool,
        required=False,
        empty_value=False,
        help_text="重大隐患一律先报方案",
    )
    not_at_once_because = forms.CharField(
        label="不立即整改的理由", max_length=200, required=False, help_text="一般隐患限期整改的须写明"
    )
    due_on = day_field("整改期限")
    responsible = forms.CharField(label="整改责任人", max_length=60)
    office = forms.ModelChoiceField(label="监管站所", queryset=Office.objects.none(), required=False)

    def prepare(self):
        self.fields["office"].queryset = Office.objects.filter(township=self.hazard.village.township_code, is_active=True)
        self.fields["office"].initial = self.hazard.office_id
        self.fields["found_on"].initial = self.hazard.found_on
        self.fields["sector"].initial = self.hazard.sector_id
        firm = self.hazard.enterprise
        self.fields["responsible"].initial = self.hazard.responsible or (firm.principal if firm else "")
        if not rules.wrong_limit(self.hazard.due_on, clock.today()):
            self.fields["due_on"].initial = self.hazard.due_on
        clause_fields(self, self.user, with_fields="id_found_on id_sector", into="grade")
        self.initial |= {"grade": self.hazard.grade, "grade_basis": self.hazard.grade_basis}
        self.order_fields(["clause_words", "clause", *self.fields])
        if use := getattr(self.hazard, "judged_by", None):
            proposed = {"clause": use.clause_id, "clause_words": use.clause.label, "grade": use.clause.grade}
            self.initial |= proposed | {"grade_basis": use.cite}
        if rules.seals_exit(self.hazard.description):
            self.fields["at_once"].initial = "1"
            self.fields["at_once"].help_text = "封闭、锁闭出口应立即责令整改；判为重大隐患的仍须报方案"
        else:
            del self.fields["not_at_once_because"]

    def clean(self):
        data = super().clean()
        check_clause(self, data)
        if not data.get("clause") and "clause_words" not in self.errors:
            for name, said in (("grade", "请选择等级，或选择判定标准条款"), ("grade_basis", "请写明判定依据")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, said)
        return data

    def values(self):
        return {name: value for name, value in super().values().items() if name not in ("found_on", "sector")}


class BehalfForm(StepForm):
    """Adds the reason when the office reports in the unit's place."""

    def prepare(self):
        if self.user.has_role(Role.OFFICER):
            self.fields["note"] = forms.CharField(
                label="代报原因", max_length=200, help_text="例如：企业无法上网，已电话核实"
            )


class PlanForm(BehalfForm):
    responsible = forms.CharField(label="责任落实（责任人）", max_length=60)
    measures = text_field("措施落实")
    money = forms.DecimalField(
        label="资金落实（元）", min_value=0, max_digits=12, decimal_places=2, help_text="不需要资金填 0"
    )
    due_on = day_field("时限落实")
    contingency = text_field("预案落实", help_text="整改期间的防范和应急安排")

    def prepare(self):
        super().prepare()
        self.fields["responsible"].initial = self.hazard.responsible
        self.fields["due_on"].initial = self.hazard.due_on
        if self.hazard.grade == Grade.MAJOR:
            self._six_parts()

    def _six_parts(self):
        """A major hazard's plan: goals, methods, money and materials, bodies and people, limit, safety and contingency."""
        for name, label in rules.SIX_PARTS.items():
            self.fields[name] = text_field(label, rows=2, max_length=1000)
        self.fields["responsible"].label = "领衔人（企业主要负责人）" if self.hazard.enterprise else "领衔人"
        self.fields["measures"].label, self.fields["contingency"].label = "治理方法和措施", "应急预案"
        order = "goals measures money materials bodies responsible due_on safety contingency note row_version"
        self.order_fields(order.split())


class DoneForm(BehalfForm):
    files = PhotosField(label="整改后照片", required=False)
    result = text_field("整改情况", max_length=2000)
    rectified_on = day_field("整改完成日期", initial=clock.today)

    def values(self):
        values = super().values()
        del values["files"]
        return values | {"photos": photos.collect(self, by=self.user)}


class ExtensionForm(StepForm):
    until = day_field("申请延至")
    reason = text_field("延期理由", max_length=500)


class SimilarBox(forms.HiddenInput):
    """Where the closed hazards like the one being written are offered, one to be ticked (see views_more.similar)."""

    input_type = "similar"

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string("hazards/_similar_box.html", {"value": value})


class HazardForm(PortalForm):
    """Reporting a hazard: photo first, then what and where."""

    files = PhotosField(label="现场照片", required=False)
    description = text_field("隐患描述", max_length=1000)
    location = forms.CharField(label="具体位置", max_length=120)
    enterprise_name = forms.CharField(label="企业（单位）", required=False, help_text="不是企业的隐患可不填")
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    village = forms.ModelChoiceField(Place.objects.none(), label="所在村", required=False, help_text="填了企业可不选")
    sector = forms.ModelChoiceField(Sector.objects.all(), label="行业领域", required=False, empty_label="按企业或描述判断")
    source = forms.ChoiceField(label="来源", choices=Source.choices)
    found_on = day_field("发现日期", initial=clock.today)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self._offer_more()
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"),
            "data-options-for": "id_enterprise",
            "autocomplete": "off",
        }
        self.firms = Enterprise.objects.visible_to(user).operating()
        self.fields["enterprise"].queryset = self.firms
        self.fields["village"].queryset = villages_for(user)
        self.fields["source"].initial = Source.VILLAGE if user.has_role(Role.LIAISON) else Source.INSPECTION
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).running()
        if user.membership.on_phone:
            for name in ("sector", "source", "campaign", "village"):
                del self.fields[name]
        if user.has_role(Role.ENTERPRISE):
            del self.fields["enterprise_name"], self.fields["enterprise"]

    def _offer_more(self):
        """The closed ones like it, after the description; at the office the search for a clause."""
        recurs = forms.ModelChoiceField(Hazard.objects.visible_to(self.user).closed(), required=False, widget=SimilarBox)
        recurs.label, recurs.error_messages["invalid_choice"] = "", "没有找到所选的前一次隐患，请重新选择"
        self.fields["recurs"] = recurs
        if not self.user.membership.on_phone:
            clause_fields(self, self.user, with_fields="id_found_on id_sector")

    def clean_found_on(self):
        day = self.cleaned_data["found_on"]
        if day > clock.today():
            raise forms.ValidationError("发现日期不能晚于今天")
        return day

    def clean(self):
        data = super().clean()
        data["enterprise"] = self._firm(data)
        if "recurs" in self.errors:
            self.add_error(None, self.errors["recurs"][0])
        check_clause(self, data)
        if not data.get("village"):
            data["village"] = data["enterprise"].village if data["enterprise"] else self._own_village()
        if data["village"] is None:
            self.add_error("village", "请选择所在村，或填写企业")
        return data

    def _firm(self, data):
        if self.user.has_role(Role.ENTERPRISE):
            return self.firms.first()
        if data.get("enterprise") or not data.get("enterprise_name"):
            return data.get("enterprise")
        found = self.firms.filter(name=data["enterprise_name"].strip()).first()
        if found is None:
            self.add_error("enterprise_name", "没有找到这家企业，请从提示中选择，或留空")
        return found

    def _own_village(self):
        place = self.user.membership.place
        return place if place.level == "village" else None

    def values(self):
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("files", "enterprise_name")}
        data.setdefault("source", Source.SELF_CHECK if self.user.has_role(Role.ENTERPRISE) else Source.VILLAGE)
        return data | {"photos": photos.collect(self, by=self.user)}


def villages_for(user):
    """The villages a person may register a hazard in."""
    seat = user.membership
    if user.has_role(Role.LIAISON):
        return seat.villages.all()
    return Place.objects.villages().within(seat.place)


class BulkForm(PortalForm):
    """One change for many rows."""

    office = forms.ModelChoiceField(Office.objects.none(), label="监管站所", required=False, empty_label="站所不变")
    responsible = forms.CharField(label="责任人", max_length=60, required=False)
    due_on = day_field("整改期限", required=False)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, auto_id="id_bulk_%s", **kwargs)
        self.fields["office"].queryset = offices

    @classmethod
    def beside(cls, bar):
        """The empty form, with the offices that the filter bar has read already."""
        form = cls(offices=Office.objects.none())
        form.fields["office"].choices = [("", "站所不变"), *bar.options_of("office")]
        return form
