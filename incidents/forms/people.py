"""Naming handlers and forming teams."""

from django import forms
from django.db.models import Prefetch

from accounts.models import Membership
from core import clock
from core.forms import PortalForm

from .. import rules
from ..models import Handler
from ..models.handler import grant_end
from ..services.again import verified_before
from ..services.people import staff_of
from ..services.verifying import staff_names
from .fields import day_field, text_field
from .steps import StepForm


class StaffLabel:
    """People with the seat that lets them handle, e.g. 季长河（应急管理办公室 安监员）."""

    def label_from_instance(self, person):
        return f"{person.name}（{person.seats_here[0]}）" if person.seats_here else person.name


class StaffField(StaffLabel, forms.ModelChoiceField):
    pass


class TeamField(StaffLabel, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def with_seats(people, township_code):
    seats = Membership.objects.of_role(*rules.HANDLING_ROLES).filter(place=township_code).select_related("place", "office")
    return people.prefetch_related(Prefetch("memberships", seats, to_attr="seats_here"))


class HandlerForm(PortalForm):
    user = StaffField(label="经办人", queryset=None, empty_label="选择经办人")
    until = day_field("有效期至", initial=grant_end, help_text="到期后自动看不到，到期前可以延长")

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        town = lead.village.township_code
        self.fields["user"].queryset = with_seats(staff_of(town), town)

    def clean_until(self):
        day = self.cleaned_data["until"]
        if reason := rules.wrong_end(day, clock.today()):
            raise forms.ValidationError(reason)
        return day


class TeamStep(StepForm):
    """Choosing a team: a leader among all staff, anybody else among the handlers named; never who verified before."""

    team = TeamField(label="核查人（2 人以上）", queryset=None)

    def __init__(self, *args, lead, user, verification=None, **kwargs):
        super().__init__(*args, **kwargs)
        town = lead.village.township_code
        people, barred = staff_of(town), verified_before(lead, but=verification)
        hints = [f"参加过原核查的{staff_names(barred)}不能再参加"] if barred else []
        if rules.may_name(user, lead):
            people = people.filter(pk__in=Handler.objects.current().filter(lead=lead).values("user_id"))
            hints.append("只列出已指定的经办人，要增加人选请乡镇领导先指定")
        self.fields["team"].queryset = with_seats(people.exclude(pk__in=barred), town)
        self.fields["team"].help_text = "；".join(hints)

    def clean_team(self):
        team = list(self.cleaned_data["team"])
        if len(team) < rules.TEAM_AT_LEAST:
            raise forms.ValidationError(f"核查组不得少于 {rules.TEAM_AT_LEAST} 人")
        return team


class TeamForm(TeamStep):
    due_on = day_field("核查期限")
    plan = text_field("核查方案", max_length=2000, help_text="走访谁、调取什么、怎么分工")

    def clean_due_on(self):
        if reason := rules.wrong_limit(self.cleaned_data["due_on"], clock.today()):
            raise forms.ValidationError(reason)
        return self.cleaned_data["due_on"]


class ChangeTeamForm(TeamStep):
    note = text_field("调整原因", 3, max_length=500, help_text="换下的人仍是经办人；不应再看的，请在线索页取消")
