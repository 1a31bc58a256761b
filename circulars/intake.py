"""From what an office hands in to text."""
from __future__ import annotations


class IntakeError(ValueError):
    """The file cannot be read; the message tells the officer what to do."""


def text_from(name: str, data: bytes) -> str:
    """The text of a pasted, plain, Word or PDF paper; what it is, is told by its bytes, not by its name."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise IntakeError("无法识别文字编码。")
