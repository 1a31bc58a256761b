"""From what an office hands in to text. What a file is, is told by its bytes, never by its name."""

from __future__ import annotations

import io
import re
import zipfile

MAX_TEXT = 400_000
"""Longest text read, in characters."""
MAX_FILE = 20_000_000
"""Largest file opened, in bytes."""
MAX_UNPACKED = 80_000_000
"""Most bytes a packed file may unpack to."""
_MOST_ENTRIES = 3_000


class IntakeError(ValueError):
    """The file cannot be read; the message tells the officer what to do."""


def text_from(name: str, data: bytes) -> str:
    """The text of a pasted, plain, Word (.docx) or text PDF paper.

    Word-generated numbers are written out, table rows are joined by tabs, PDF pages parted by form feeds.
    Raises :class:`IntakeError` with a message in Chinese for whatever cannot be read.
    """
    if not data or not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise IntakeError("文件是空的，请选择有内容的文件，或直接粘贴正文。")
    if len(data) > MAX_FILE:
        raise IntakeError(f"文件超过{MAX_FILE // 1_000_000}MB，请只保留通知正文后再上传。")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        text = _packed(data)
    elif data[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        from .pdf_text import pdf_text

        text = pdf_text(data)
    else:
        _refuse_binary(data, name)
        text = _decoded(data)
    return _checked(text)


def _checked(text: str) -> str:
    text = _without_controls(text)
    if not text.strip("\u200b\ufeff \u3000\r\n\t\x0b\x0c"):
        raise IntakeError("没有读到文字，请确认文件里有正文，或直接粘贴正文。")
    if len(text) > MAX_TEXT:
        raise IntakeError(f"正文超过{MAX_TEXT // 10_000}万字，超出读取上限，请只保留通知正文后再试。")
    return text


_CONTROLS = re.compile(r"[\x00-\x06\x08\x0e-\x1f\x7f]")


def _without_controls(text: str) -> str:
    """A few stray control characters are dropped (a cell mark of Word becomes a tab); many mean it is no text."""
    found = len(_CONTROLS.findall(text))
    if "\x00" in text or found > max(5, len(text) // 500):
        raise IntakeError("文件里有大量控制字符，不是文字材料。请用WPS或Word打开，另存为.docx，或复制正文粘贴。")
    return _CONTROLS.sub("", text).replace("\x07", "\t")


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise IntakeError("无法识别文字编码，请用记事本打开后另存为UTF-8编码，或复制正文粘贴。")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def _refuse_binary(data: bytes, name: str) -> None:
    """Old Word and WPS files, pictures, RTF, web pages and archives get a message of their own."""
    if data[:8] == _OLE:
        raise IntakeError(_ole_reason(data))
    if data[:5] == b"{\\rtf":
        raise IntakeError("这是RTF文件，请用WPS或Word打开，另存为.docx后上传。")
    if data.startswith(_PICTURES) and (data[:2] != b"BM" or b"\x00" in data[:64]):
        raise IntakeError("这是图片，不能直接读取文字。请上传.docx，或先做文字识别再粘贴正文。")
    if data[:4] == b"Rar!" or data[:6] == b"7z\xbc\xaf\x27\x1c" or data[:2] == b"\x1f\x8b":
        raise IntakeError("这是压缩包，请解压后上传里面的.docx文件。")
    if re.match(rb"\s*(?:<!doctype html|<html|<\?xml)", data[:200], re.IGNORECASE):
        raise IntakeError("这是网页文件，请在浏览器里打开，复制正文后粘贴。")
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        kind = "旧版WPS文件" if name.lower().endswith((".wps", ".et", ".dps")) else "文字文件"
        raise IntakeError(f"文件不是可读的{kind}，请用WPS或Word打开，另存为.docx后上传。")


def _ole_reason(data: bytes) -> str:
    def holds(word: str) -> bool:
        return word.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "文件设了打开密码，请先在WPS或Word里去掉密码再上传。"
    if holds("Workbook") or holds("Book"):
        return "这是Excel表格，不是通知正文。请上传.docx，或复制正文粘贴。"
    return "这是旧版.doc或.wps文件，请用WPS或Word打开，另存为.docx后上传。"


def _packed(data: bytes) -> str:
    """A zip: a .docx if it is whole, unlocked, without macros, and not a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise IntakeError("文件不完整或已损坏，请重新保存或重新传输后再上传。") from error
    _refuse_package(entries)
    from .docx_text import docx_text

    try:
        return docx_text(archive)
    except RuntimeError as error:
        raise IntakeError("文件设了打开密码，请先去掉密码再上传。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, EOFError, OSError, NotImplementedError) as error:
        if isinstance(error, IntakeError):
            raise
        raise IntakeError("文件不完整或已损坏，请用WPS或Word重新另存为.docx后再上传。") from error
    except Exception as error:  # zlib.error has no common base with the rest
        if type(error).__name__ == "error":
            raise IntakeError("文件不完整或已损坏，请用WPS或Word重新另存为.docx后再上传。") from error
        raise


def _refuse_package(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError("文件设了密码，请先去掉密码再上传。")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise IntakeError("文件解压后过大，已停止读取。请复制正文粘贴，或删去图片后另存为.docx。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise IntakeError("文件带有宏，为安全起见不予打开。请另存为不带宏的.docx后上传。")
    if "xl/workbook.xml" in names:
        raise IntakeError("这是Excel表格改了后缀名，不是通知正文。请上传.docx，或复制正文粘贴。")
    if "ppt/presentation.xml" in names:
        raise IntakeError("这是演示文稿，不是通知正文。请上传.docx，或复制正文粘贴。")
    if "OFD.xml" in names:
        raise IntakeError("暂不能读取OFD版式文件，请上传.docx，或打开后复制正文粘贴。")
    if "word/document.xml" not in names:
        raise IntakeError("这不是Word文件（.docx），请用WPS或Word另存为.docx后上传。")
