"""Proposing, paying, the rules and the budget of rewards."""

from django import forms

from core import clock
from core.forms import PortalForm, PortalModelForm, VersionedForm

from ..forms.fields import day_field
from ..models import RewardBudget, RewardRule
from . import codes
from .reward_enums import AccidentGrade, Basis

RULE_FIELDS = ["document", "valid_from", "percent", "least", "most", "ordinary", "larger", "grave", "gravest", "sureness"]


class ProposeForm(PortalForm):
    basis = forms.ChoiceField(label="计算依据", choices=Basis.choices, widget=forms.RadioSelect, initial=Basis.FINE)
    fine = forms.DecimalField(
        label="罚款金额（元）",
        max_digits=10,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="查实但没有罚款的填 0，按最低标准",
    )
    deaths = forms.IntegerField(label="瞒报、谎报死亡人数", min_value=1, max_value=999, required=False)
    grade = forms.ChoiceField(label="事故等级", choices=[("", "不选"), *AccidentGrade.choices], required=False)
    document = forms.CharField(
        label="处罚或认定文书", max_length=80, help_text="如：青应急罚〔2026〕3号；没有处罚的写整改文书编号"
    )

    def clean(self):
        data = super().clean()
        if data.get("basis") == Basis.FINE and data.get("fine") is None and "fine" not in self.errors:
            self.add_error("fine", "请填写罚款金额，没有罚款的填 0")
        if data.get("basis") == Basis.DEATHS:
            if not data.get("deaths") and "deaths" not in self.errors:
                self.add_error("deaths", "请填写查实的瞒报、谎报死亡人数")
            if not data.get("grade"):
                self.add_error("grade", "请选择最终确认的事故等级")
        return data | {"deaths": data.get("deaths") or 0}


class PayForm(PortalForm):
    code = forms.CharField(label="查询码", max_length=40, help_text="领奖人出示的 16 位数字和字母；不登记姓名")
    voucher = forms.CharField(label="付款凭证号", max_length=40)

    def clean_code(self):
        if not codes.tidy(self.cleaned_data["code"]):
            raise forms.ValidationError("查询码是 16 位数字和字母，请对照核对")
        return self.cleaned_data["code"]


class OfTownship:
    """A form whose row's township is given, yet part of what must be unique."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"township"}


class RuleForm(OfTownship, PortalModelForm):
    valid_from = day_field("施行日期")

    class Meta:
        model = RewardRule
        fields = RULE_FIELDS

    def clean_valid_from(self):
        if self.cleaned_data["valid_from"] < clock.today():
            raise forms.ValidationError("新标准不能从今天以前施行，已收到的举报按当时的标准")
        return self.cleaned_data["valid_from"]


class BudgetForm(OfTownship, VersionedForm):
    class Meta:
        model = RewardBudget
        fields = ["year", "amount", "document"]


class SettingsForm(PortalForm):
    decide_within = forms.IntegerField(label="决定是否受理（工作日）", min_value=1, max_value=60)
    answer_within = forms.IntegerField(label="受理后答复（天）", min_value=1, max_value=365)
    extend_by = forms.IntegerField(label="领导批准可延长（天）", min_value=1, max_value=180)
    claim_within = forms.IntegerField(label="奖励领取（天）", min_value=1, max_value=365)
    phone = forms.CharField(label="举报电话", max_length=30, help_text="印在海报上")
    email = forms.EmailField(label="举报邮箱", max_length=60, required=False, help_text="印在海报上")
    office = forms.CharField(label="受理和领奖地点", max_length=60)
