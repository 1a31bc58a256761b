from django import forms

from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise

from ..deaths.forms import moment
from ..forms.fields import text_field
from . import rules


class ReportForm(PortalForm):
    enterprise = forms.ModelChoiceField(
        Enterprise.objects.none(), label="涉及企业", required=False, empty_label="不是本村的企业，或不清楚"
    )
    happened_at = moment("发生时间")
    learned_at = moment("单位负责人知道的时间", required=False, help_text="1 小时时限从这一刻算起；不清楚可以先不填")
    place = forms.CharField(label="发生地点", max_length=120)
    people = forms.IntegerField(label="死亡人数", min_value=1, max_value=999)
    names = forms.CharField(
        label="死亡人员姓名", max_length=200, required=False, help_text="几个人的用顿号隔开；不清楚可以不填"
    )
    course = text_field("经过", 4, max_length=3000, help_text="发生了什么，还有没有人受伤或失去联系")
    done = text_field("已采取的措施", 3, max_length=1000, help_text="抢救、报警、停工、保护现场，已报告了哪些单位")
    phone = forms.CharField(label="报告人电话", max_length=20)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].initial = user.phone
        if rules.firm_of(user):
            del self.fields["enterprise"]
            self.fields["learned_at"].required = True
            self.fields["learned_at"].help_text = "1 小时时限从这一刻算起"
        else:
            self.fields["enterprise"].queryset = Enterprise.objects.visible_to(user)

    def clean(self):
        data = super().clean()
        happened, learned = data.get("happened_at"), data.get("learned_at")
        for name, at in (("happened_at", happened), ("learned_at", learned)):
            if at and at > clock.now():
                self.add_error(name, "不能晚于现在")
        if happened and learned and learned < happened:
            self.add_error("learned_at", "不能早于发生时间")
        return data


class AddForm(PortalForm):
    text = text_field("补充内容", 4, max_length=2000)
