"""Login names made for people who came without one."""

import re

from pypinyin import lazy_pinyin

from .models import User


def stem_of(name):
    """季长河 → jichanghe; what has no letters becomes user."""
    letters = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:30]
    return letters if len(letters) >= 3 else f"user{letters}"


def free_login(stem):
    """The stem, or the stem with the first number nobody uses yet."""
    taken = {name.lower() for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)}
    number, login = 1, stem
    while login in taken:
        number += 1
        login = f"{stem}{number}"
    return login
