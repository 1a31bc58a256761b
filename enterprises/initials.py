"""Pinyin initials, by which people search: 恒远机械 → HYJX."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

PARTS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


def initials_of(name: str) -> str:
    """Capital initials of the Chinese characters and the letters and digits in between; at most 80."""
    return "".join(map(_part, PARTS.findall(name))).upper()[:80]


def _part(text):
    return "".join(filter(str.isalnum, text)) if text.isascii() else _spelt(text)


@lru_cache(maxsize=10_000)
def _spelt(text):
    """Those between letters and digits: parts of names are the same again and again."""
    return "".join(map(_letters, seg(text)))


@lru_cache(maxsize=10_000)
def _letters(word):
    """Those of one word of the dictionary: names are made of the same ones again and again."""
    parts = lazy_pinyin(word, style=Style.FIRST_LETTER, errors=lambda rest: [c for c in rest if c.isalnum()])
    return "".join(part[:1] for part in parts)
