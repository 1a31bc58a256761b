"""Personal data at rest: authenticated encryption with keys that can be renewed, and keyed hashes to match by.

What is sealed reads `e1:<key>:<body>`: the version, which key, then nonce and AES-256-GCM ciphertext. `purpose` says what
the data are (a column's name) and is authenticated with them, so that a value moved to another column does not open.
`settings.DATA_KEYS` holds the keys, 32 bytes each, the newest first; new data take the first.
"""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = b"e1:"
NONCE = 12  # bytes, as GCM wants them
KEY_NAME = 8  # characters


class Locked(Exception):
    """What was sealed does not open; the words are for the person."""


class KeyLost(Locked):
    def __init__(self, key):
        super().__init__(f"密钥 {key} 不在，无法解密")


class Tampered(Locked):
    def __init__(self):
        super().__init__("密文已损坏或被改动，无法解密")


@lru_cache(maxsize=64)
def _derived(key, use):
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"portal:{use}".encode()).derive(key)


@lru_cache(maxsize=8)
def _ring(keys):
    """Name of a key → the key; in the order given."""
    return {_derived(key, "name").hex()[:KEY_NAME]: key for key in keys}


def ring():
    return _ring(tuple(settings.DATA_KEYS))


def newest():
    """The name of the key that new data take."""
    return next(iter(ring()))


def file_key(name, salt):
    """The 32 bytes that seal one file, by the name of the key and the file's own salt."""
    use = b"portal:file:" + salt
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(ring()[name])


def mark(key=None):
    """How everything begins that is sealed with a key, by its name; the newest when not given."""
    return MARK + (key or newest()).encode() + b":"


def seal(data, purpose):
    """Bytes, sealed with the newest key; the same data never look the same twice."""
    nonce = os.urandom(NONCE)
    cipher = AESGCM(_derived(ring()[newest()], "seal"))
    return mark() + nonce + cipher.encrypt(nonce, data, purpose.encode())


def unseal(kept, purpose):
    """The bytes again. Raises KeyLost or Tampered."""
    kept = bytes(kept)
    name, separator, body = kept[len(MARK) :].partition(b":")
    if not kept.startswith(MARK) or not separator or len(body) <= NONCE:
        raise Tampered()
    key = ring().get(name.decode(errors="replace"))
    if key is None:
        raise KeyLost(name.decode(errors="replace")[:KEY_NAME])
    try:
        return AESGCM(_derived(key, "seal")).decrypt(body[:NONCE], body[NONCE:], purpose.encode())
    except InvalidTag as error:
        raise Tampered() from error


def seal_text(text, purpose):
    """Text sealed as text: the body in base64."""
    sealed, head = seal(text.encode(), purpose), len(mark())
    return sealed[:head].decode() + base64.b64encode(sealed[head:]).decode()


def unseal_text(kept, purpose):
    head, separator, body = kept.rpartition(":")
    try:
        return unseal((head + separator).encode() + base64.b64decode(body, validate=True), purpose).decode()
    except ValueError as error:  # neither base64 nor ours
        raise Tampered() from error


def digest(value, purpose, key=None):
    """A keyed hash to find an equal value by (an ID number, a phone); "" of nothing. Blanks and case make no difference.

    Values of one `purpose` are comparable with each other only. The hash names its key; `digests` gives those of all keys.
    """
    value = "".join(str(value).split()).upper()
    if not value:
        return ""
    name = key or newest()
    code = hmac.digest(_derived(ring()[name], f"digest:{purpose}"), value.encode(), "sha256")
    return f"{name}:{base64.urlsafe_b64encode(code).decode().rstrip('=')}"


def digests(value, purpose):
    """The hashes under every key there is, for `column__in=`: rows not yet renewed are found too."""
    return [code for name in ring() if (code := digest(value, purpose, name))]
