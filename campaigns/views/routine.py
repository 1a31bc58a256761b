"""What a concluded campaign leaves, and handing it on to routine work."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from core import clock
from core.errors import Refused, refuse_if
from core.forms import PortalForm
from core.middleware import say_refused
from places.models import Office

from .. import remains, rules
from ..enums import CampaignState, Every
from ..forms import day_field
from ..models import Campaign
from ..services.routine import Chosen, hand_on
from .campaigns import campaign_of

DAYS = 60  # the office's practice


class RemainForm(PortalForm):
    """One remain: whether it is handed on, to whom, until when, how often reported."""

    take = forms.BooleanField(label="转入常态", required=False, initial=True)
    office = forms.ModelChoiceField(Office.objects.none(), label="责任单位", required=False, empty_label="请选择")
    due_on = day_field("办结期限")
    every = forms.ChoiceField(label="报告频次", choices=[("", "办结时报一次"), *Every.choices], required=False)

    def __init__(self, *args, remain, township, **kwargs):
        super().__init__(*args, prefix=remain.key, **kwargs)
        self.remain = remain
        offices = Office.objects.filter(township=township, is_active=True).order_by("-is_safety_office", "pk")
        self.fields["office"].queryset, self.fields["office"].initial = offices, offices.first()
        self.fields["due_on"].initial = clock.today() + timedelta(days=DAYS)

    def clean(self):
        data = super().clean()
        for name in ("office", "due_on") if data.get("take") else ():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"请填写{self.fields[name].label}")
        return data

    def chosen(self):
        data = self.cleaned_data
        return Chosen(self.remain, data["office"], data["due_on"], data["every"]) if data["take"] else None


def handing_on(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    back = reverse("campaigns:detail", args=[campaign.pk])
    refuse_if(rules.may_end(request.user, campaign))
    if campaign.state != CampaignState.CONCLUDED or Campaign.objects.filter(follows=campaign).exists():
        return say_refused(request, "专项行动结束后转入常态一次；已经转入的请在接续的工作里修改", back)
    found = remains.of(request.user, campaign)
    forms_ = [RemainForm(request.POST or None, remain=one, township=campaign.township) for one in found]
    error = ""
    if request.method == "POST" and all([form.is_valid() for form in forms_]):
        try:
            new = hand_on(campaign=campaign, chosen=[one for form in forms_ if (one := form.chosen())], by=request.user)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "已转入常态并派发，责任单位会收到消息")
            return redirect("campaigns:detail", new.pk)
    context = {"campaign": campaign, "forms": forms_, "error": error, "back": back}
    return render(request, "campaigns/handing_on.html", context)
