"""What people enter about powers and penalty cases."""

from django import forms

from core import clock
from core.forms import PortalForm
from evidence.files import FilesField

from .enums_transfer import PenaltyKind, Target
from .forms import day_field, text_field
from .forms_settling import WithPhotos
from .forms_transfer import RowStep
from .models import Hazard, Offence
from .visits import visits_of


class PowerForm(PortalForm):
    kind = forms.ChoiceField(label="处罚种类", choices=PenaltyKind.choices)
    from_on = day_field("生效日期")
    to_on = day_field("失效日期", required=False, help_text="没有期限的不填")
    document = forms.CharField(label="赋权文号", max_length=80, help_text="例如：青政发〔2026〕3号")
    scope_note = forms.CharField(label="适用范围", max_length=200, required=False)


class WithdrawPowerForm(PortalForm):
    note = text_field("收回原因", rows=2, max_length=200)


class OffenceChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return row.name if row.township_id else f"{row.name}（{row.origin}）"


class CaseForm(PortalForm):
    offence = OffenceChoice(
        Offence.objects.none(),
        label="违法类型",
        required=False,
        empty_label="不在类型库",
        help_text="选用后带出处罚依据和罚款上限",
    )
    facts = text_field("违法事实", rows=4, max_length=4000)
    basis = forms.CharField(
        label="处罚依据", max_length=200, required=False, help_text="法律名称和条款；选了违法类型的可不填"
    )
    visit = forms.ChoiceField(
        label="检查记录", required=False, help_text="检查时间取自已签名的检查记录，不用填写；企业报告前有检查的，须选定"
    )

    def __init__(self, *args, enterprise, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offence"].queryset = Offence.objects.of_township(enterprise.village.township_code).in_use()
        found = [(visit.key, visit.label) for visit in visits_of(enterprise)]
        self.fields["visit"].choices = [("", "没有检查记录"), *found]
        if found:
            self.initial.setdefault("visit", found[0][0])

    def clean(self):
        data = super().clean()
        if not data.get("basis") and not data.get("offence") and "basis" not in self.errors:
            self.add_error("basis", "请写明处罚依据，或选择违法类型")
        return data


class ClosureForm(PortalForm):
    hazards = forms.ModelMultipleChoiceField(
        Hazard.objects.none(), label="写进函里的隐患", widget=forms.CheckboxSelectMultiple
    )
    reason = text_field("提请关闭的理由", rows=3, max_length=1000, help_text="例如：经停产停业整顿仍不具备安全生产条件")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hazards"].queryset = rows


class PunishForm(RowStep):
    target = forms.ChoiceField(label="处罚对象")
    kind = forms.ChoiceField(label="处罚种类", choices=PenaltyKind.choices, initial=PenaltyKind.FINE)
    amount = forms.DecimalField(label="金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False)
    decided_on = day_field("决定日期", initial=clock.today)
    document = forms.CharField(label="决定书文号", max_length=80)
    authority = forms.CharField(
        label="外单位作出机关",
        max_length=80,
        required=False,
        help_text="由县级部门作出的填机关名称；本乡镇作出的不填，须有赋权",
    )

    def prepare(self):
        done = {penalty.target for penalty in self.row.penalties.all()}
        self.fields["target"].choices = [pair for pair in Target.choices if pair[0] not in done]


class PunishBothForm(RowStep):
    """The decisions against the enterprise and its principal, of the same day and by the same body."""

    decided_on = day_field("决定日期", initial=clock.today)
    kind = forms.ChoiceField(label="对企业处罚种类", choices=PenaltyKind.choices, initial=PenaltyKind.FINE)
    amount = forms.DecimalField(label="对企业金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False)
    document = forms.CharField(label="对企业决定书文号", max_length=80)
    own_kind = forms.ChoiceField(label="对主要负责人处罚种类", choices=PenaltyKind.choices, initial=PenaltyKind.FINE)
    own_amount = forms.DecimalField(
        label="对主要负责人金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False
    )
    own_document = forms.CharField(label="对主要负责人决定书文号", max_length=80)
    authority = PunishForm.base_fields["authority"]


class CorrectForm(RowStep):
    """What was entered wrong; what stays as it is, is left empty."""

    target = forms.ChoiceField(label="处罚对象")
    kind = forms.ChoiceField(label="处罚种类", choices=(("", "不改"), *PenaltyKind.choices), required=False)
    amount = forms.DecimalField(
        label="金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False, help_text="不改的各项留空"
    )
    decided_on = day_field("决定日期", required=False)
    document = forms.CharField(label="决定书文号", max_length=80, required=False)
    paper = forms.CharField(label="更正文书文号", max_length=80, help_text="没有更正文书的，写明审批件名称")
    note = text_field("更正原因", rows=2, max_length=300)

    def prepare(self):
        self.fields["target"].choices = [(half.target, half.get_target_display()) for half in self.row.penalties.all()]


class AnnulForm(RowStep):
    target = forms.ChoiceField(label="撤销哪项处罚")
    annulled_on = day_field("撤销日期", initial=clock.today)
    paper = forms.CharField(label="撤销文书文号", max_length=80, help_text="行政复议决定书、判决书或自行撤销决定的文号")
    note = text_field("撤销原因", rows=2, max_length=300)

    prepare = CorrectForm.prepare


class ReviewForm(RowStep):
    opinion = text_field("法制审核意见", rows=3, max_length=2000)


class RecordForm(RowStep):
    record = text_field("全过程记录", rows=3, max_length=2000, help_text="文字、音像记录的名称和存放位置")

    def prepare(self):
        self.fields["record"].initial = self.row.record


class ProofForm(WithPhotos, RowStep):
    files = FilesField(label="照片、扫描件或录音", required=False)
    note = text_field("证明什么", rows=2, max_length=300, help_text="例如：检查时车间出口上锁；询问笔录原件")


class PublishForm(RowStep):
    published_on = day_field("公示日期", initial=clock.today)
    published_where = forms.CharField(label="公示位置", max_length=120, help_text="例如：县政府网站、镇政府公示栏")


class CloseForm(RowStep):
    note = text_field("结案说明", rows=2, required=False, max_length=500)

    def prepare(self):
        if self.row.missing_half or not self.row.published_on:
            self.fields["note"].help_text = "一案双罚缺一半、没有公示的，须写明理由"
