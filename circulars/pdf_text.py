"""The text of a PDF made from a text file; a scanned one is refused with a way out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from .intake import IntakeError

MAX_PAGES = 400
"""Most pages read."""
_SCANNED = "这份PDF是扫描件，里面没有文字。请上传.docx原件，或先做文字识别再粘贴正文。"


def pdf_text(data: bytes) -> str:
    """Pages parted by form feeds, without repeated heads and feet."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise IntakeError("PDF设了打开密码，请先去掉密码再上传。")
        if len(reader.pages) > MAX_PAGES:
            raise IntakeError(f"PDF超过{MAX_PAGES}页，请只保留通知正文后再上传。")
        pages = [page.extract_text() or "" for page in reader.pages]
    except IntakeError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        ArithmeticError,
    ) as error:
        raise IntakeError("PDF不完整或已损坏，请重新导出后再上传，或复制正文粘贴。") from error
    if sum(len(page.strip()) for page in pages) < 8 * max(len(pages), 1):
        raise IntakeError(_SCANNED)
    return "\n\x0c".join(_without_furniture(pages))


def _without_furniture(pages: list[str]) -> list[str]:
    """The two outermost lines that repeat on three pages or more, or on both of two, are dropped; so are page numbers."""
    split = [[line for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(_key(line) for lines in split for line in {*lines[:2], *lines[-2:]})
    most = 2 if len(pages) == 2 else 3
    repeated = {key for key, count in edges.items() if count >= most or not key}
    out = []
    for lines in split:
        while lines and _key(lines[0]) in repeated and len(lines[0]) <= 60:
            lines = lines[1:]
        while lines and _key(lines[-1]) in repeated and len(lines[-1]) <= 60:
            lines = lines[:-1]
        out.append("\n".join(lines))
    return out


def _key(line: str) -> str:
    return re.sub(r"[\s\d—\-–－─第页共/]+", "", line)
