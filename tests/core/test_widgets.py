"""Fields and links drawn without Django's templates are the same to a browser."""

import uuid
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.html import parse_html
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.drawing import cut, drawn, joined
from core.widgets import Select


class Sample(forms.Form):
    text = forms.CharField(
        initial='a "b" <c>', widget=forms.TextInput(attrs={"data-x": "1<2", "autofocus": True, "hidden": False})
    )
    day = forms.DateField(initial="2026-01-05", widget=forms.DateInput(attrs={"type": "date"}))
    count = forms.IntegerField(min_value=1, max_value=9)
    kind = forms.ChoiceField(choices=[("", "全部"), ("a&b", "甲<乙"), ("组", [("1", "一"), ("2", "二")])], initial="a&b")
    many = forms.MultipleChoiceField(choices=[("1", "一"), ("2", "二")], initial=["2"])
    note = forms.CharField(widget=forms.Textarea, initial="</textarea>\n第二行", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial=0)
    box = forms.BooleanField()


@pytest.mark.parametrize("name", Sample.base_fields)
@pytest.mark.parametrize(
    "data", [None, {"text": "新", "kind": "1", "many": ["1", "2"], "note": "x"}], ids=["fresh", "filled"]
)
def test_a_field_is_drawn_as_django_draws_it(name, data):
    ours, theirs = Sample(data), Sample(data, renderer=DjangoTemplates())
    assert ours.renderer.__class__.__module__ == "core.widgets"
    assert parse_html(str(ours[name])) == parse_html(str(theirs[name]))


@pytest.mark.parametrize("value", [None, "", "a&b", "2"])
def test_a_quick_choice_is_drawn_as_djangos(value):
    choices, attrs = [("", "全部"), ("a&b", "甲<乙"), (2, "二")], {"id": "id_kind", "data-x": "1<2"}
    ours, theirs = Select(choices=choices), forms.Select(choices=choices)
    told = ours.render("kind", value, attrs), theirs.render("kind", value, attrs, DjangoTemplates())
    assert parse_html(told[0]) == parse_html(told[1])


def test_what_is_drawn_by_functions_is_escaped_like_by_templates():
    said = {"a": "<b>&'\"", "b": 7, "c": SafeString("<i>"), "d": None, "e": date(2026, 1, 5)}
    assert drawn("{a}{b}{c}{d}{e}", **said) == format_html("{a}{b}{c}{d}{e}", **said)
    assert joined(["<b>", SafeString("<i>")]) == "&lt;b&gt;<i>"
    assert [cut("一二三四", 4), cut("一二三四五", 4)] == ["一二三四", "一二三…"]


LINKS = (("dashboard:home", ()), ("hazards:detail", (5,)), ("hazards:detail", (1029384756,)), ("core:import", (uuid.uuid4(),)),
         ("core:import_upload", ("enterprises",)), ("hazards:step", (5, "accept")))  # fmt: skip


@pytest.mark.parametrize(("view", "args"), LINKS)
def test_a_link_leads_where_reverse_says(view, args):
    text = f"{{% url '{view}' {' '.join(f'a{n}' for n in range(len(args)))} %}}"
    given = {f"a{n}": value for n, value in enumerate(args)}
    assert [Template(text).render(Context(given)) for _ in range(2)] == [reverse(view, args=args)] * 2


def test_a_link_to_nothing_says_so():
    for text in ("{% url 'hazards:detail' key %}", "{% url 'no:such' 5 %}", "{% url 'hazards:detail' %}"):
        with pytest.raises(NoReverseMatch):
            Template(text).render(Context({"key": -3}))
    assert Template("{% url 'hazards:detail' 7 as there %}[{{ there }}]").render(Context()) == "[/hazards/7/]"
