"""What is asked when a sample is fed back and at each step of the answer."""

from django import forms
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from evidence.photos import PhotosField
from hazards.forms import day_field, text_field
from hazards.forms_settling import WithPhotos
from hazards.forms_transfer import RowStep
from notices.models import Paper
from places.models import Office
from places.sight import villages_of

from .services import returns


class FeedForm(PortalForm):
    enterprise_name = forms.CharField(label="被抽查企业", max_length=80, required=False, help_text="从提示中选，或写全名")
    village = forms.ModelChoiceField(queryset=None, label="被抽查的村", required=False, help_text="不是企业的选村")
    sampler = forms.CharField(
        label="抽查部门", max_length=60, required=False, help_text="外单位来文的写部门全称；本单位抽查的不填"
    )
    matter = text_field("反馈的问题", rows=4, max_length=1000)
    fed_on = day_field("反馈日期", initial=clock.today)
    answer_by = day_field("回报期限", initial=returns.usual_answer_by)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.firms = Enterprise.objects.visible_to(user).operating().select_related("village")
        self.fields["village"].queryset = villages_of(user)
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "return-firm", "autocomplete": "off",
        }  # fmt: skip
        if not user.has_role(Role.OFFICER):
            del self.fields["sampler"]

    def clean(self):
        data = super().clean()
        name = data.pop("enterprise_name", "").strip()
        firm = self.firms.filter(name=name).first() if name else None
        village = data.pop("village", None)
        if name and firm is None:
            self.add_error("enterprise_name", "没有找到这家在营企业，请从提示中选，或写全名")
        elif firm is None and village is None:
            self.add_error("enterprise_name", "请写企业，或选一个村")
        return data | {"enterprise": firm, "place": firm.village if firm else village}


class LimitsForm(PortalForm):
    """Workdays for each step."""

    charge_within = forms.IntegerField(label="收到反馈后多少个工作日内责成", min_value=1, max_value=30)
    order_within = forms.IntegerField(label="责成后多少个工作日内下达文书", min_value=1, max_value=60)
    judge_within = forms.IntegerField(label="回报后多少个工作日内采信或退回", min_value=1, max_value=60)
    again_within = forms.IntegerField(label="退回后多少个工作日内重新回报", min_value=1, max_value=60)


class ChargeForm(RowStep):
    office = forms.ModelChoiceField(Office.objects.none(), label="责成站所")
    mend_by = day_field("整改期限")
    note = text_field("要求", rows=2, max_length=300, required=False)

    def prepare(self):
        self.fields["office"].queryset = returns.offices_for(self.row)
        firm = self.row.enterprise
        self.fields["office"].initial = firm.supervising_office_id if firm else None
        self.fields["mend_by"].help_text = f"不晚于回报期限 {self.row.answer_by:%Y-%m-%d}"


class OrderForm(RowStep):
    paper = forms.ModelChoiceField(Paper.objects.none(), label="执法文书", required=False, help_text="发给这家企业的公文")
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="文书不在平台里的填文号")
    hazards = forms.CharField(
        label="转入的隐患编号", max_length=300, required=False, help_text="多条用顿号隔开，销号后才能登记整改"
    )

    def prepare(self):
        rows = Paper.objects.visible_to(self.user).filter(state="issued", receipts__enterprise=self.row.enterprise_id)
        rows = rows if self.row.enterprise_id else rows.none()
        self.fields["paper"].queryset = rows.distinct()
        self.fields["paper"].label_from_instance = lambda paper: f"{paper.title}（{paper.doc_number}）"

    def clean_hazards(self):
        found, missing = returns.hazards_in(self.cleaned_data["hazards"], self.user)
        if missing:
            raise forms.ValidationError(f"没有找到：{'、'.join(missing[:5])}，请核对隐患编号")
        return found


class MendForm(WithPhotos, RowStep):
    result = text_field("整改情况", max_length=1000)
    files = PhotosField(label="证明照片", required=False)


class AnswerForm(WithPhotos, RowStep):
    answer = text_field("回报内容", max_length=1000)
    number = forms.CharField(label="回报文号", max_length=60, required=False)
    files = PhotosField(label="补充证明照片", required=False)

    def prepare(self):
        paper = self.row.answer_paper
        self.fields["answer"].initial = self.row.answer or self.row.result
        self.fields["number"].initial = self.row.answer_number or (paper.doc_number if paper else "")


class WordForm(RowStep):
    note = text_field("意见", max_length=300)
