"""Forms of logging in, passwords and one's own data."""

import re
import unicodedata

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from core.forms import PlainHelper, PortalForm, PortalModelForm, Spoken
from places.models import Office, Place
from places.sight import villages_of

from .enums import Role
from .models import User
from .rules import GIVEN_BY_OFFICER

LOGIN = r"^[A-Za-z0-9_.\-]{3,40}$"


class LoginForm(Spoken, AuthenticationForm):
    error_messages = {
        "invalid_login": "登录名或密码不对。连续输错 5 次，账号会暂停登录 15 分钟。",
        "inactive": "这个账号已停用，请联系乡镇应急办。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label, self.fields["password"].label = "登录名", "密码"

    @property
    def helper(self):
        return PlainHelper(self)


class PasswordForm(Spoken, PasswordChangeForm):
    """A new password: not the present one, by the rules of the settings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"old_password": "现在的密码", "new_password1": "新密码", "new_password2": "再输一遍新密码"}
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["new_password1"].help_text = "至少 8 位，不能全是数字，不能与姓名、手机号相近。"

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码不能与现在的密码相同")
        return new

    @property
    def helper(self):
        return PlainHelper(self)


class OwnDataForm(PortalModelForm):
    """What a person may change about themselves."""

    class Meta:
        model = User
        fields = ["phone", "email"]

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


def clean_phone(text):
    """A mobile number as 11 digits, "" when empty; raises ValidationError in Chinese."""
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text or ""))
    digits = re.sub(r"^\+?86(?=1\d{10}$)", "", digits)
    if digits and not re.fullmatch(r"1[3-9]\d{9}", digits):
        raise forms.ValidationError("手机号应为 11 位数字")
    return digits


class PersonForm(PortalForm):
    """A new person and the first seat; what each role needs is asked for."""

    username = forms.RegexField(LOGIN, label="登录名", error_messages={"invalid": "3 到 40 位字母、数字"})
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机", max_length=20, required=False)

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(f"登录名“{username}”已有人使用")
        return username

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


class SeatForm(PortalForm):
    """A seat inside the officer's township."""

    role = forms.ChoiceField(label="身份", choices=[(role.value, role.label) for role in GIVEN_BY_OFFICER])
    post = forms.CharField(label="职务", max_length=40, required=False)
    office = forms.ModelChoiceField(Office.objects.none(), label="站所", required=False)
    villages = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label="村（村干部选一个，包村干部可多选）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.town = user.membership.place
        self.fields["office"].queryset = Office.objects.filter(township=self.town, is_active=True)
        self.fields["villages"].queryset = villages_of(user)

    def clean(self):
        cleaned = super().clean()
        role, villages = cleaned.get("role"), list(cleaned.get("villages") or ())
        if role == Role.DEPARTMENT and not cleaned.get("office"):
            self.add_error("office", "站所人员必须选定站所")
        if role == Role.CADRE and len(villages) != 1:
            self.add_error("villages", "村干部要选定一个村")
        if role == Role.LIAISON and not villages:
            self.add_error("villages", "包村干部至少选一个村")
        return cleaned

    def seat(self):
        """Arguments of services.give_seat."""
        values, role = self.cleaned_data, self.cleaned_data["role"]
        villages = list(values["villages"])
        return {
            "role": role,
            "post": values["post"],
            "place": villages[0] if role == Role.CADRE else self.town,
            "office": values["office"] if role in (Role.DEPARTMENT, Role.OFFICER) else None,
            "villages": villages if role == Role.LIAISON else [],
        }
