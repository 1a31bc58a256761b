"""Taking evidence, and each step of its way."""

from django import forms
from django.utils import timezone

from accounts.models import User
from core import clock
from core.forms import PortalForm
from evidence.files import FilesField
from evidence.photos import waiting_ids

from ..deaths.forms import moment
from ..forms.fields import text_field
from ..forms.steps import StepForm
from . import rules, services
from .enums import ExhibitKind, Form


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.name


class TalkField(forms.ModelChoiceField):
    """Signed notes by the time of the talk, for who spoke is covered."""

    def label_from_instance(self, talk):
        return f"{timezone.localtime(talk.at):%Y-%m-%d %H:%M} 谈话的签字原件"


def people(rows):
    return User.objects.filter(pk__in=[person.pk for person in rows])


class TakeForm(PortalForm):
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *ExhibitKind.choices])
    title = forms.CharField(label="名称", max_length=80, help_text="如：考勤记录打印件、行车操作手柄")
    form = forms.ChoiceField(label="原件或复制件", choices=Form.choices)
    amount = forms.CharField(label="数量", max_length=20, help_text="如：3 页、1 个")
    traits = text_field("特征和证明内容", 3, max_length=500, required=False)
    taken_at = moment("提取时间")
    taken_in = forms.CharField(label="提取地点", max_length=80)
    taken_from = forms.CharField(label="提供人", max_length=60, help_text="从谁手里取得；现场提取的填“现场”")
    second = PersonField(label="共同取证人", queryset=User.objects.none(), help_text="取证不得少于 2 人")
    talk = TalkField(label="谈话笔录", queryset=None, required=False, empty_label="不是谈话笔录的签字原件")
    seal_number = forms.CharField(label="封条编号", max_length=40, required=False, help_text="当场封存的填写")
    stored_in = forms.CharField(label="存放地点", max_length=80, help_text="如：应急办保密柜 2 号")
    files = FilesField(label="影像、录音", required=False)

    def __init__(self, *args, lead, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = people(services.receivers(lead)).exclude(pk=user.pk)
        self.fields["talk"].queryset = rules.signed_talks(lead)
        if not rules.signed_talks(lead).exists():
            del self.fields["talk"]

    def clean_taken_at(self):
        if reason := rules.wrong_taking(self.cleaned_data["taken_at"], clock.now()):
            raise forms.ValidationError(reason)
        return self.cleaned_data["taken_at"]


class ToldForm(PortalForm):
    """Photos of a tip: what they are is known; by whom they are checked, and where they are kept, is asked."""

    traits = text_field("特征和证明内容", 3, max_length=500, help_text="照片能证明什么；不要写举报人")
    second = PersonField(label="共同取证人", queryset=User.objects.none(), help_text="取证不得少于 2 人")
    stored_in = forms.CharField(label="存放地点", max_length=80, initial="平台内加密保存")

    def __init__(self, *args, lead, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = people(services.receivers(lead)).exclude(pk=user.pk)


class OfferForm(PortalForm):
    """Several pieces to one person; the rows are ticked in the list beside."""

    receiver = PersonField(label="接收人", queryset=User.objects.none(), help_text="接收人本人登录确认后才算移交")
    note = forms.CharField(label="移交原因", max_length=120)

    def __init__(self, *args, lead, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = people(services.receivers(lead)).exclude(pk=user.pk)


class NoteStep(StepForm):
    note = text_field("原因", 3, max_length=300)


class AcceptForm(StepForm):
    stored_in = forms.CharField(label="存放地点", max_length=80)
    note = text_field("核对情况", 2, max_length=300, required=False, help_text="数量、封条、外观是否与清单一致")


class StoreForm(NoteStep):
    stored_in = forms.CharField(label="新的存放地点", max_length=80)
    field_order = ["stored_in", "note"]


class SealForm(NoteStep):
    seal_number = forms.CharField(label="封条编号", max_length=40)
    field_order = ["seal_number", "note"]


class FilesStep(NoteStep):
    files = FilesField(label="影像、录音", required=False)
    due = ""

    def clean(self):
        data = super().clean()
        if self.due and not (data.get("files") or waiting_ids(self.data)) and "files" not in self.errors:
            self.add_error("files", self.due)
        return data


class AddForm(FilesStep):
    due = services.WITH_FILES["add"]


class HandOutForm(FilesStep):
    body = forms.CharField(label="接收单位", max_length=80, help_text="如：青禾县公安局")
    person = forms.CharField(label="对方接收人", max_length=40)
    due = services.WITH_FILES["hand-out"]
    field_order = ["body", "person", "note", "files"]


class TakeBackForm(FilesStep):
    stored_in = forms.CharField(label="存放地点", max_length=80)
    field_order = ["stored_in", "note", "files"]


class GiveBackForm(FilesStep):
    person = forms.CharField(label="领取人", max_length=60)
    due = services.WITH_FILES["give-back"]
    field_order = ["person", "note", "files"]


class DestroyForm(FilesStep):
    witness = forms.CharField(label="监销人", max_length=60, help_text="在场监督销毁的人，两人以上用顿号隔开")
    due = services.WITH_FILES["destroy"]
    field_order = ["witness", "note", "files"]


# action → form, what is told afterwards; "offer" is taken for several pieces at once
STEPS = {
    "accept": (AcceptForm, "已确认接收，移交人会收到消息"),
    "refuse": (NoteStep, "已退回，移交人会收到消息"),
    "withdraw": (NoteStep, "已撤回移交"),
    "look": (NoteStep, "查看已记入保管链"),
    "store": (StoreForm, "存放地点已变更"),
    "seal": (SealForm, "已封存"),
    "unseal": (NoteStep, "启封已记入保管链"),
    "add": (AddForm, "影像已补充并登记校验值"),
    "hand-out": (HandOutForm, "已登记移交外单位"),
    "take-back": (TakeBackForm, "已收回"),
    "give-back": (GiveBackForm, "已登记发还"),
    "destroy": (DestroyForm, "已登记销毁"),
}
