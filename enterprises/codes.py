"""Unified social credit code, GB 32100-2015: 18 characters, a check character over the first 17."""

from operator import mul

from django.core.exceptions import ValidationError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, i, 31) for i in range(17)]
VALUES = {character: value for value, character in enumerate(ALPHABET)}
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]


def check_character(first17: str) -> str:
    """The 18th character that belongs to 17 characters of the alphabet."""
    total = sum(map(mul, map(VALUES.__getitem__, first17), WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def org_check_character(first8: str) -> str:
    """The check character of an organisation code (GB 11714), the 17th of the credit code."""
    total = sum(ORG_ALPHABET.index(c) * w for c, w in zip(first8, ORG_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_code_fault(code: str) -> str:
    """Chinese reason why this is no credit code, "" when it is one."""
    if len(code) != 18:
        return f"应为 18 位，现在是 {len(code)} 位"
    if wrong := sorted(set(code).difference(VALUES)):
        return f"不能含有“{'、'.join(wrong)}”"
    if (right := check_character(code[:17])) != code[17]:
        return f"校验位不对，最后一位应为 {right}，请核对营业执照"
    return ""


def validate_credit_code(code):
    if fault := credit_code_fault(code):
        raise ValidationError(f"统一社会信用代码{fault}")
