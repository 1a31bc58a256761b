"""What a composed list is made of."""

from django import forms

from campaigns.models import Campaign
from core.forms import PortalForm

from .models import Checklist


class ComposeForm(PortalForm):
    name = forms.CharField(label="新检查表名称", max_length=60)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="用于专项行动", required=False, empty_label="不属于专项行动"
    )
    lists = forms.ModelMultipleChoiceField(
        Checklist.objects.none(), label="由这些检查表组成", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).running()
        self.fields["lists"].queryset = Checklist.objects.for_inspections(user).prefetch_related("versions")
