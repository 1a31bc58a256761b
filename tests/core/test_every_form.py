"""No form of the portal leaves a person with “这个字段是必填项”."""

import pytest
from django import forms
from django.urls import get_resolver, reverse

from core.forms import Spoken

APPS = {
    "accounts", "campaigns", "checks", "core", "dashboard", "enterprises", "evidence", "hazards", "incidents", "mandates",
    "notices", "places", "registers", "reminders", "routines",
}  # fmt: skip
UNNAMED = forms.Field.default_error_messages["required"]


def classes(of=forms.BaseForm):
    """Every form class of the portal; resolving the addresses has read the views that use them."""
    get_resolver().url_patterns  # noqa: B018 - reads them
    for one in of.__subclasses__():
        if one.__module__.split(".")[0] in APPS:
            yield one
        yield from classes(one)


def silent(found):
    """[class.field] of required fields that would be called “这个字段”."""
    unsaid = [one for one in found if not issubclass(one, Spoken)]
    return sorted(
        f"{one.__name__}.{name}" for one in unsaid for name, field in one.base_fields.items()
        if field.required and field.error_messages["required"] == UNNAMED
    )  # fmt: skip


def test_every_form_says_which_field_was_left_empty():
    found = set(classes())
    assert len(found) > 150 and silent(found) == []


def test_a_form_that_would_not_say_it_is_found():
    class Careless(forms.Form):
        name = forms.CharField(label="名称")

    assert silent([Careless]) == ["Careless.name"] and Careless({}).errors["name"] == [UNNAMED]


@pytest.mark.parametrize(("name", "told"), [("username", "请填写登录名"), ("password", "请填写密码")])
def test_logging_in_says_it_too(client, db, name, told):
    given = {"username": "yingji", "password": "x"} | {name: ""}
    assert told in client.post(reverse("accounts:login"), given).content.decode()
