"""What people enter about a transfer and about a new trade, one small form per step."""

from django import forms

from accounts.enums import Role
from core.forms import PortalForm
from enterprises.models import Enterprise
from places.models import Office

from .enums_transfer import LeadBasis, TransferKind
from .forms import text_field


class RowStep(PortalForm):
    """A step on one row; carries the version it was opened at."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, user, **kwargs):
        self.row, self.user = row, user
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = row.version
        self.prepare()

    def prepare(self):
        """Choices and first values that depend on the row."""

    def values(self):
        """Keyword arguments of the service."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
        return values | {"version": self.cleaned_data.get("row_version")}


class NoteStep(RowStep):
    note = text_field("原因", max_length=500)


class AddressFields(forms.Form):
    """Where it goes: one of the three."""

    to_office = forms.ModelChoiceField(label="接收站所", queryset=Office.objects.none(), required=False)
    to_above = forms.BooleanField(label="移送上级安委办", required=False)
    to_body = forms.CharField(
        label="接收的外单位",
        max_length=80,
        required=False,
        help_text="例如：县应急管理局、县公安局、县纪委监委；给本镇纪委的写镇名加“纪委”，由纪委账号接收；三项填一项",
    )


def offices_for(user):
    """The other offices a transfer may go to: of the own township; from above the safety offices of all townships."""
    first, last = user.membership.place.code_range
    rows = Office.objects.filter(township__gte=first, township__lte=last, is_active=True).select_related("township")
    if user.has_role(Role.SUPERVISOR):
        return rows.filter(is_safety_office=True)
    rows = rows.filter(township=user.membership.place.township_code)
    return rows.exclude(pk=user.membership.office_id) if user.membership.office_id else rows


class OfficeChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row.township.name}{row.name}" if self.wide else row.name

    wide = False


class TransferForm(AddressFields, PortalForm):
    kind = forms.ChoiceField(label="移送类型", choices=TransferKind.choices)
    to_office = OfficeChoice(label="接收站所", queryset=Office.objects.none(), required=False)
    enterprise_name = forms.CharField(label="涉及企业", max_length=120, required=False, help_text="可不填；填企业全称")
    matter = forms.CharField(label="移送事项", max_length=200)
    facts = text_field("基本情况", rows=6, max_length=4000)
    materials = text_field("移送材料", rows=2, required=False, max_length=1000, help_text="每行一项")
    field_order = ["kind", "to_office", "to_above", "to_body", "enterprise_name", "matter", "facts", "materials"]

    def __init__(self, *args, user, about=None, **kwargs):
        """`about` is the hazard or case it grows from: then the enterprise is known."""
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["to_office"].queryset = offices_for(user)
        if about is not None:
            del self.fields["enterprise_name"]
        if user.has_role(Role.SUPERVISOR):
            self.fields["to_office"].wide = True
            self.initial.setdefault("kind", TransferKind.FEEDBACK)
            del self.fields["to_above"], self.fields["to_body"]

    def clean(self):
        data = super().clean()
        name = (data.pop("enterprise_name", "") or "").strip()
        if name:
            data["enterprise"] = Enterprise.objects.visible_to(self.user).filter(name=name).first()
            if data["enterprise"] is None:
                self.add_error("enterprise_name", "名册里没有这家企业，请填企业全称")
        return data


class WaysForm(PortalForm):
    """One matter to several bodies, `ways` {kind: body}; an empty body is not sent to."""

    matter = forms.CharField(label="移送事项", max_length=200, help_text="例如：某所对某企业违法行为不查处、放任生产")
    facts = text_field("基本情况", rows=6, max_length=4000)
    materials = text_field("移送材料", rows=2, required=False, max_length=1000, help_text="每行一项")

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.ways = ways
        for kind, body in ways.items():
            self.fields[kind] = forms.CharField(
                label=TransferKind(kind).label, max_length=80, required=False, initial=body, help_text="不移送的清空"
            )

    def clean(self):
        data = super().clean()
        data["bodies"] = {kind: data.pop(kind, "").strip() for kind in self.ways}
        data["bodies"] = {kind: body for kind, body in data["bodies"].items() if body}
        if not data["bodies"]:
            self.add_error(None, "请至少保留一个移送方向")
        return data


class ResendForm(AddressFields, RowStep):
    field_order = ["to_office", "to_above", "to_body"]

    def prepare(self):
        self.fields["to_office"].queryset = offices_for(self.user)
        if self.row.from_above:
            del self.fields["to_above"], self.fields["to_body"]


class ReceiveForm(RowStep):
    receiver = forms.CharField(label="接收人", max_length=40)
    receipt = forms.CharField(label="受理文号", max_length=60, required=False)

    def prepare(self):
        if self.row.to_office_id or self.row.to_above:
            self.fields["receiver"].initial = self.user.name


class HandleForm(RowStep):
    result = text_field("处理情况", rows=4, max_length=2000)


class AnswerForm(RowStep):
    answer = text_field("反馈意见", rows=3, max_length=2000)
    answer_number = forms.CharField(label="回函文号", max_length=60, required=False)

    def prepare(self):
        self.fields["answer"].initial = self.row.result


class LimitsForm(PortalForm):
    receive_within = forms.IntegerField(label="移送后多少个工作日内接收", min_value=1, max_value=30)
    answer_within = forms.IntegerField(label="移送后多少个工作日内反馈", min_value=1, max_value=120)
    claim_within = forms.IntegerField(label="新业态发起后多少个工作日内认领", min_value=1, max_value=60)


class TradeForm(PortalForm):
    name = forms.CharField(label="新业态、新领域", max_length=60, help_text="例如：剧本娱乐、电动车换电柜")
    what = text_field("情况和风险", rows=4, max_length=2000)


class ClaimForm(RowStep):
    basis = forms.ChoiceField(label="牵头依据", choices=LeadBasis.choices)


class DecideForm(RowStep):
    office = forms.ModelChoiceField(label="牵头站所", queryset=Office.objects.none())
    basis = forms.ChoiceField(label="牵头依据", choices=LeadBasis.choices)
    note = text_field("裁定理由", rows=2, max_length=500)

    def prepare(self):
        self.fields["office"].queryset = Office.objects.filter(township=self.row.township_id, is_active=True)
        self.fields["office"].initial = self.row.office_id
