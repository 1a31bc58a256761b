"""The tracking code, and the puzzle in front of the form: both come from one random number that only the form bears.

So a form sent twice gives the same code, and the portal keeps neither the number nor the code.
"""

import hashlib
import re
import secrets

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from core import cipher

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U
LENGTH = 16  # characters of 5 bits
SALT, PURPOSE = "tips.puzzle", "tips.code"
VALID = 2 * 3600  # seconds a form may be filled in
DIGITS = "零一二三四五六七八九十"
ALIKE = str.maketrans("OILU０１２３４５６７８９", "011V0123456789")


def code_of(nonce):
    """80 bits in four groups of four, e.g. 7K2M-0QXD-9TRA-C4WE."""
    drawn = salted_hmac(PURPOSE, nonce, algorithm="sha256").digest()
    text = "".join(ALPHABET[byte % 32] for byte in drawn[:LENGTH])
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def tidy(code):
    """A code as it was typed, in the form it is compared in; "" when it can be none."""
    text = re.sub(r"[\s\-—_]", "", str(code)).upper().translate(ALIKE)
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else ""


def mark_of(code):
    """What is kept of a code: its hash. Sealed once more, so that the keyed hash can be renewed with the key."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()


def digests_of(code):
    return cipher.digests(mark_of(code), PURPOSE)


def form_key(nonce):
    return cipher.digest(nonce, "tips.form")


def new_puzzle():
    """(question, signed token)."""
    question, answer = secrets.choice((_sum, _difference, _largest, _character))()
    nonce = secrets.token_hex(16)
    return question, signing.dumps({"n": nonce, "q": question, "a": _sealed(nonce, answer)}, salt=SALT)


def question_of(token):
    """The question of a token that is still good, else ""."""
    return (_read(token) or {}).get("q", "")


def solved(token, answer):
    """The form's random number when the answer is right; "" otherwise."""
    kept = _read(token)
    right = kept and constant_time_compare(kept["a"], _sealed(kept["n"], answer))
    return kept["n"] if right else ""


def _read(token):
    try:
        return signing.loads(token or "", salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None


def _sealed(nonce, answer):
    return salted_hmac(SALT, f"{nonce}:{_plain(answer)}", algorithm="sha256").hexdigest()


def _plain(answer):
    """An answer as a plain number or word, however it was written."""
    text = re.sub(r"\s", "", str(answer)).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if re.fullmatch(r"十?[一二三四五六七八九]?|[一二]十[一二三四五六七八九]?", text) and text:
        tens, _, ones = text.partition("十") if "十" in text else ("零", "", text)
        text = str((DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0))
    return text.lstrip("0") or text[:1]


def _sum():
    one, other = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    return f"{DIGITS[one]}加{DIGITS[other]}等于几", one + other


def _difference():
    less = secrets.randbelow(7) + 1
    more = less + secrets.randbelow(3) + 1
    return f"{DIGITS[more]}减{DIGITS[less]}等于几", more - less


def _largest():
    numbers = secrets.SystemRandom().sample(range(11, 99), 3)
    return f"{numbers[0]}、{numbers[1]}、{numbers[2]}，哪个数最大", max(numbers)


def _character():
    word = secrets.choice(("安全生产", "严禁烟火", "当心触电", "小心坠落"))
    place = secrets.randbelow(4)
    return f"“{word}”的第{DIGITS[place + 1]}个字是什么", word[place]
