"""The search box for a clause, and an office's own clause."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from core.forms import PortalForm
from places.models import Sector

from .enums import Grade
from .models import Clause

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClauseBox(forms.TextInput):
    """The words looked for, and under them the clause that was chosen."""

    into = ""

    def render(self, name, value, attrs=None, renderer=None):
        into = f"?into={self.into}" if self.into else ""
        below = format_html(
            '<div hx-get="{}{}" hx-trigger="change from:#id_clause" hx-include="#id_clause" hx-target="this"></div>',
            reverse("hazards:criteria_chosen"),
            into,
        )
        return super().render(name, value, attrs, renderer) + below


def clause_fields(form, user, *, with_fields="", into=""):
    """Add the search box and the hidden key it fills.

    `with_fields` are ids of fields sent along (day found, trade); `into` = "grade" also sets the form's grade and basis.
    """
    box = ClauseBox()
    box.into = into
    said = "输入两个字或拼音首字母查找" + ("，选中后等级和依据自动填写" if into else "，供定级时参考")
    words = forms.CharField(label="判定标准条款", required=False, max_length=1200, help_text=said, widget=box)
    words.widget.attrs |= {
        "data-options-url": reverse("hazards:criteria_options"),
        "data-options-for": "id_clause",
        "data-options-with": with_fields,
        "autocomplete": "off",
        "placeholder": "例如：粉尘、有限空间、出口",
    }
    form.fields["clause_words"] = words
    rows = Clause.objects.visible_to(user).filter(withdrawn_at=None).select_related("standard")
    form.fields["clause"] = forms.ModelChoiceField(rows, required=False, widget=forms.HiddenInput)
    form.fields["clause"].error_messages["invalid_choice"] = "这一条款不在标准库里，请重新查找"


def check_clause(form, data):
    """Words without a chosen clause are no clause: say so instead of dropping them, and say a hidden key's fault in sight."""
    if "clause" in form.errors:
        form.add_error("clause_words", form.errors["clause"][0])
    elif data.get("clause_words") and not data.get("clause"):
        form.add_error("clause_words", "请从提示中选择条款，或把这一格清空")
    data.pop("clause_words", None)


class ClauseForm(PortalForm):
    name = forms.CharField(label="标准名称", max_length=80)
    document = forms.CharField(label="文号", max_length=60)
    trade = forms.CharField(label="适用范围", max_length=30, help_text="例如：工贸、煤矿、本乡镇九小场所")
    sector = forms.ModelChoiceField(Sector.objects.all(), label="行业领域", required=False, empty_label="不限行业")
    issuer = forms.CharField(label="发布机关", max_length=60, required=False)
    valid_from = forms.DateField(label="施行日期", required=False, widget=DAY)
    valid_to = forms.DateField(label="失效日期", required=False, widget=DAY, help_text="长期有效的不填")
    number = forms.CharField(label="条款号", max_length=40)
    text = forms.CharField(label="条款内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    grade = forms.ChoiceField(label="等级", choices=Grade.choices)
    follows = forms.ModelChoiceField(
        Clause.objects.none(), label="接替的旧条款", required=False, help_text="检查表里写的旧条款失效后，按接替它的条款定级"
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        ending = Clause.objects.visible_to(user).filter(withdrawn_at=None, standard__valid_to__isnull=False)
        self.fields["follows"].queryset = ending.select_related("standard")
        self.fields["follows"].label_from_instance = lambda row: row.full_name

    def clean(self):
        data = super().clean()
        begun, ends = data.get("valid_from"), data.get("valid_to")
        if begun and ends and ends < begun:
            self.add_error("valid_to", "失效日期不能早于施行日期")
        return data

    def values(self):
        """Keyword arguments of the service."""
        data = dict(self.cleaned_data)
        own = {name: data.pop(name) for name in ("number", "text", "grade", "follows")}
        own["seen"] = data.pop("row_version")
        return own | {"standard": data}

    @staticmethod
    def initial_of(clause):
        names = ("name", "document", "trade", "sector", "issuer", "valid_from", "valid_to")
        of_standard = {name: getattr(clause.standard, name) for name in names}
        own = {name: getattr(clause, name) for name in ("number", "text", "grade", "follows")}
        return of_standard | own | {"row_version": clause.version}
