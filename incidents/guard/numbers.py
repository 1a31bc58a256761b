"""ID numbers and phones in a text: whether there are any, and the text with them covered."""

import re

# an ID number keeps its division code, a phone its first three and last four digits
NUMBERS = (
    (re.compile(r"(?<!\d)(\d{6})\d{8}\d{3}[\dXx](?![\dXx])"), r"\1＊＊＊＊＊＊＊＊＊＊＊＊"),
    (re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)"), r"\1****\2"),
)


def has_number(text):
    return any(pattern.search(text) for pattern, _ in NUMBERS)


def without_numbers(text):
    for pattern, shown in NUMBERS:
        text = pattern.sub(shown, text)
    return text
