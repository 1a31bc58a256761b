"""Forms of logging in, passwords and one's own data."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from core.forms import PlainHelper, PortalModelForm

from .models import User


class LoginForm(AuthenticationForm):
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


class PasswordForm(PasswordChangeForm):
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
    import re
    import unicodedata

    digits = re.sub(r"[\s\-]|^\+?86(?=1\d{10}$)", "", unicodedata.normalize("NFKC", text or "").strip())
    if digits and not re.fullmatch(r"1[3-9]\d{9}", digits):
        raise forms.ValidationError("手机号应为 11 位数字")
    return digits
