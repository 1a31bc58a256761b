"""Chinese and Arabic numbers as official papers write them."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGITS.update({"零": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "0": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3})
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
CHINESE = "一二三四五六七八九十百零〇两"


def number(text: str) -> int | None:
    """``12``, ``１２``, ``十二``, ``二十``, ``一百零三``, ``二〇二三`` → int; ``None`` if it is no number."""
    text = text.strip().translate(_FULL_WIDTH)
    if text.isdigit() and text.isascii():
        return int(text) if len(text) <= 9 else None
    if not text or len(text) > 9:
        return None
    if "十" in text or "百" in text:
        return _by_place(text)
    digits = [_DIGITS.get(c) for c in text]
    if None in digits:
        return None
    value = 0
    for digit in digits:
        value = value * 10 + digit
    return value


def _by_place(text: str) -> int | None:
    total, current = 0, 0
    for c in text:
        if c == "百":
            total, current = total + (current or 1) * 100, 0
        elif c == "十":
            total, current = total + (current or 1) * 10, 0
        elif c in _DIGITS:
            current = _DIGITS[c]
        else:
            return None
    return total + current


def chinese(value: int) -> str:
    """1 → 一, 12 → 十二, 35 → 三十五 (up to 99)."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
