"""Pinyin initials, by which people search: 恒远机械 → HYJX."""

from pypinyin import Style, lazy_pinyin


def initials_of(name: str) -> str:
    """Capital initials of the Chinese characters and the letters and digits in between; at most 80."""
    parts = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda rest: [c for c in rest if c.isalnum()])
    return "".join(part[:1] for part in parts).upper()[:80]
