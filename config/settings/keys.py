"""The keys that personal data are encrypted with: from the environment, from a file, or made for one data folder.

A key is 32 random bytes in base64, e.g. from `openssl rand -base64 32`. Several stand one after the other, the newest first:
new data take the first, old data find theirs.
"""

import base64
import binascii
import os
import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32
# stands before a key that one machine made for itself; a service takes such a key only to read what came from there
LOCAL = "local:"


def named_keys(environ):
    """The keys of DATA_KEYS, else of the file DATA_KEY_FILE, newest first; () when neither names one."""
    text = environ.get("DATA_KEYS", "")
    if not text.strip() and (path := environ.get("DATA_KEY_FILE")):
        text = Path(path).read_text() if Path(path).is_file() else ""
    return tuple(text.replace(",", " ").split())


def decoded(key):
    """The 32 bytes of a key. Raises ValueError."""
    text = key.removeprefix(LOCAL).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(data) != KEY_BYTES:
        raise ValueError(f"{len(data)} bytes")
    return data


def faults(keys):
    """What is wrong with the keys of a service, in words that name no key."""
    if not keys:
        return ["缺少 DATA_KEYS 或 DATA_KEY_FILE（加密个人信息的密钥，用 openssl rand -base64 32 生成，新的在前）"]
    found = []
    for place, key in enumerate(keys, 1):
        try:
            decoded(key)
        except ValueError:
            found.append(f"DATA_KEYS 第 {place} 个密钥不对，应为 32 字节的 base64")
    if keys[0].startswith(LOCAL):
        found.append("DATA_KEYS 第 1 个是单机或演示用的密钥，请另生成一个放在最前")
    return found


def kept_keys(path):
    """The keys of a data folder, made whole at the first start; whoever comes first writes them."""
    if not path.exists():
        own = path.with_name(f"{path.name}.{os.getpid()}")
        with open(own, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(LOCAL + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return tuple(path.read_text().split())
