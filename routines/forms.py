"""What is asked of a demand, of a gathering, of who was there, of the eight points and of the guide."""

from django import forms

from accounts.enums import Role
from accounts.models import Membership, User
from core import clock
from core.forms import PortalForm, VersionedForm
from evidence import photos
from evidence.photos import PhotosField
from places.models import Place, Sector

from . import rules
from .enums import Every, Form, Presence
from .models import Demand, Gathering, Guide
from .services import gatherings as services

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
INVITED = (
    ("", "不群发，只按下面的名单"), ("heads", "全部在营企业主要负责人"), ("risky", "高危企业主要负责人"), ("cadres", "各村干部"),
)  # fmt: skip
LONGEST_LINE, MOST_LINES = 120, 500


class DemandForm(VersionedForm):
    class Meta:
        model = Demand
        fields = ["name", "form", "holder", "every", "times", "due_on", "issued_on", "settled_on", "basis", "since"]
        widgets = {"due_on": DAY, "issued_on": DAY, "settled_on": DAY, "since": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["since"] = self.initial.get("since") or clock.today().replace(month=1, day=1)

    def clean(self):
        data = super().clean()
        every, due = data.get("every"), data.get("due_on")
        if every == Every.ONCE and not due:
            self.add_error("due_on", "“限期一次”要填文件要求的期限")
        if every and every != Every.ONCE:
            data["due_on"] = data["settled_on"] = None
        settled, issued = data.get("settled_on"), data.get("issued_on")
        if settled and issued and settled < issued:
            self.add_error("settled_on", "核定期限不能早于文件日期")
        return data


class GatheringForm(VersionedForm):
    """`held` (in the form's data) says whether it was held already; only officers may ask whole groups."""

    invite = forms.ChoiceField(label="通知参加", choices=INVITED, required=False)
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label="只通知这些行业的企业", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部行业",
    )  # fmt: skip
    names = forms.CharField(
        label="参加人员", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="一行一人：姓名 单位职务"
    )
    files = PhotosField(label="签到照片、现场照片", required=False)

    class Meta:
        model = Gathering
        fields = ["demand", "form", "title", "leader", "held_on", "begins", "where", "chair", "content"]
        widgets = {"held_on": DAY, "begins": TIME, "content": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, firm=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.firm = user, firm
        holders = rules.ENTERED_BY.get(user.role, ())
        demands = Demand.objects.visible_to(user).standing().filter(holder__in=holders)
        self.fields["demand"].queryset, self.fields["demand"].empty_label = demands, "不对应频次要求"
        self.fields["leader"].queryset = leaders_of(user)
        self.initial["held_on"] = self.initial.get("held_on") or clock.today()
        self._shrink(user)
        if firm is not None and not self.instance.pk:
            self.fields["names"].initial = f"{firm.principal} 主要负责人"

    def _shrink(self, user):
        """Whoever is no officer asks nobody as a group; only officers say which leader went."""
        if not user.has_role(Role.OFFICER):
            for name in ("invite", "sectors", "leader"):
                del self.fields[name]
        if self.instance.pk:
            for name in ("invite", "sectors", "names", "files"):
                self.fields.pop(name, None)

    def clean_names(self):
        lines = [line for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"一次最多写 {MOST_LINES} 人，请分次添加")
        if long := next((n for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE), None):
            raise forms.ValidationError(f"第 {long} 行太长，一行只写一人：姓名 单位职务")
        return "\n".join(lines)

    def clean(self):
        data = super().clean()
        demand = data.get("demand")
        if demand is not None and data.get("form") and demand.form != data["form"]:
            self.add_error("form", f"“{demand}”要求的形式是{demand.get_form_display()}")
        if "leader" in self.fields and data.get("form") == Form.VISIT and not data.get("leader"):
            self.add_error("leader", "请选下基层的领导")
        return data

    def row(self):
        """The gathering with its place, unit and leader as they follow from the seat."""
        row, seat = self.save(commit=False), self.user.membership
        if row.pk:
            return row
        row.township = Place.objects.get(pk=seat.place.township_code)
        row.place = seat.place if self.user.has_role(Role.CADRE) else row.township
        if self.firm is not None:
            row.enterprise, row.place = self.firm, self.firm.village
        if self.user.has_role(Role.LEADER):
            row.leader = self.user
        return row

    def guests(self):
        data = self.cleaned_data
        found = services.guests_of(data.get("names", ""), self.firm)
        invite, town = data.get("invite"), self.user.membership.place
        if invite == "cadres":
            return [*found, *services.cadres(town)]
        if invite:
            only = {"sector__in": data["sectors"]} if data["sectors"] else {}
            only |= {"high_risk": True} if invite == "risky" else {}
            return [*found, *services.heads(town, **only)]
        return found

    def photos(self):
        return photos.collect(self, by=self.user)


def leaders_of(user):
    """Leaders of the township."""
    seats = Membership.objects.of_role(Role.LEADER).filter(place=user.membership.place.township_code)
    return User.objects.filter(pk__in=seats.values("user"))


class PeopleForm(PortalForm):
    names = forms.CharField(
        label="再添加参加人员",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        help_text="一行一人：姓名 单位职务",
    )


class MarkForm(PortalForm):
    presence = forms.ChoiceField(label="到会", choices=[row for row in Presence.choices if row[0] != Presence.ASKED])
    note = forms.CharField(label="说明", max_length=100, required=False)


class HoldForm(PortalForm):
    """What is still needed before it counts as held."""

    content = forms.CharField(
        label="内容", max_length=3000, widget=forms.Textarea(attrs={"rows": 5}), help_text="讲了什么、定了什么"
    )
    files = PhotosField(label="签到照片、现场照片", required=False)


class PointForm(PortalForm):
    met = forms.TypedChoiceField(
        label="自评", choices=(("1", "有"), ("0", "缺")), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        empty_value=None,
    )  # fmt: skip
    fact = forms.CharField(label="现状", max_length=200, required=False, help_text="有的写明文号、人数、地点等")
    lack = forms.CharField(label="缺什么、怎样补", max_length=200, required=False)
    due_on = forms.DateField(label="补齐期限", required=False, widget=DAY)
    files = PhotosField(label="佐证照片", required=False)


class MendForm(PortalForm):
    mended = forms.CharField(label="怎样补的", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    files = PhotosField(label="佐证照片", required=False)


class SettingForm(PortalForm):
    """The points of a township, a line each, and how many people it must have."""

    points = forms.CharField(
        label="自评项目", widget=forms.Textarea(attrs={"rows": 10}), max_length=4000, help_text="一行一项：名称 要求"
    )
    least = forms.IntegerField(label="监管人员最少人数", min_value=1, max_value=50)

    def clean_points(self):
        found = []
        for number, line in enumerate(self.cleaned_data["points"].splitlines(), 1):
            name, _, demand = line.strip().replace("　", " ").partition(" ")
            if not name:
                continue
            if not demand.strip() or len(name) > 20 or len(demand) > 200:
                raise forms.ValidationError(f"第 {number} 行要写成“名称 要求”，名称最多 20 字，要求最多 200 字")
            found.append((name, demand.strip()))
        if len({name for name, _ in found}) < len(found):
            raise forms.ValidationError("项目名称写重了")
        return found


class GuideForm(VersionedForm):
    class Meta:
        model = Guide
        fields = ["title", "body", "changed"]
        widgets = {"body": forms.Textarea(attrs={"rows": 20})}
