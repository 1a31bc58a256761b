"""Workbooks on their way in: read, checked row by row, previewed, committed, the failed rows handed back."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction

from . import clock, jobs
from .enums import ImportState
from .errors import Refused
from .models import ImportBatch

MAX_ROWS, MAX_BYTES, MAX_UNPACKED = 20_000, 20 * 2**20, 300 * 2**20
GOOD = ("new", "changed")
_importers = {}


@dataclass(frozen=True)
class Importer:
    """`headers` as in the template; `check(rows, by)` yields (verdict, faults, changes) per row of texts,
    faults [[header, reason]], changes [[header, old, new]]; `commit(row, by)` writes one good row."""

    kind: str
    title: str
    headers: tuple
    required: tuple
    check: Callable
    commit: Callable
    may: Callable
    template: Callable
    done_url: str


def register(importer):
    _importers[importer.kind] = importer


def importer_of(kind):
    return _importers.get(kind)


def text_of(value):
    """A cell as the text a person sees: no .0, no leading apostrophe, dates as 2026-01-05."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value if value is not None else "").strip().lstrip("'’").strip()


def plain(text):
    """Half-width, for codes, numbers and dates."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def date_of(text):
    """A day in the spellings people use; None when empty; ValueError in Chinese."""
    found = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", plain(text))
    if not text:
        return None
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise ValueError(f"“{text}”不是日期，请写成 2026-01-05") from None


def read_table(data, headers, required):
    """[(row number, {header: text})] of the first sheet; Refused in Chinese for what is no such table."""
    sheet = _open(data)
    if sheet.total_height > MAX_ROWS + 20:
        raise Refused(f"表格有 {sheet.total_height} 行，一次最多导入 {MAX_ROWS} 行，请分成几个文件")
    grid = [[text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _spread(grid, sheet.merged_cell_ranges or ())
    head, columns = _head(grid, headers, required)
    rows = [(n, {h: row[c] for h, c in columns.items()}) for n, row in enumerate(grid[head + 1 :], head + 2)]
    rows = [(n, row) for n, row in rows if any(row.values())]
    if not rows:
        raise Refused("表格里没有数据行")
    return rows


def _open(data):
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _gate(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except PasswordError:
        raise Refused("文件加了密码，请取消密码后再上传") from None
    except (CalamineError, IndexError, ValueError):
        raise Refused("读不出这个表格，可能已损坏，请用 Excel 或 WPS 另存为 .xlsx 后再上传") from None


def _gate(data):
    """Judge by content, not by name: packed size, signature, password."""
    if len(data) > MAX_BYTES:
        raise Refused("文件超过 20 MB，请删去图片或分成几个文件")
    if data[:4] == b"\xd0\xcf\x11\xe0":
        if "EncryptedPackage".encode("utf-16le") in data:
            raise Refused("文件加了密码，请取消密码后再上传")
        return
    if data[:2] != b"PK" or not zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("这不是 Excel 表格，请上传 .xlsx 或 .xls 文件")
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("文件解开后过大，请删去多余的工作表和空行")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Refused("这不是 Excel 表格，请上传 .xlsx 或 .xls 文件")


def _spread(grid, ranges):
    """A merged cell says its value in each row it covers."""
    for (top, left), (bottom, right) in ranges:
        if left != right or bottom >= len(grid):
            continue
        for row in range(top + 1, bottom + 1):
            grid[row][left] = grid[top][left]


def _head(grid, headers, required):
    """(index of the header row, {header: column}): in any order, below a title, with stars or blanks."""
    wanted = {_key(header): header for header in headers}
    best = max(range(min(len(grid), 10)), key=lambda n: sum(_key(c) in wanted for c in grid[n]), default=None)
    columns = {}
    for number, cell in enumerate(grid[best] if best is not None else ()):
        if _key(cell) in wanted:
            columns.setdefault(wanted[_key(cell)], number)
    if missing := [header for header in required if header not in columns]:
        raise Refused(f"表头缺少“{'”“'.join(missing)}”，请使用下载的模板，不要改列名")
    return best, columns


def _key(text):
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", text))


def upload(*, kind, name, data, by):
    """Keep the file and send it to be checked; returns (batch, job)."""
    batch = ImportBatch(kind=kind, name=name[:200], created_by=by, params={"seat": by.membership.pk})
    batch.file.save(f"{batch.pk}.xlsx", ContentFile(data), save=False)
    batch.save()
    title = f"检查 {importer_of(kind).title}"
    return batch, jobs.enqueue("core.import_check", by=by, title=title, key=f"check:{batch.pk}", batch=str(batch.pk))


def _batch(job):
    """The batch of a job and its owner, acting in the seat of the upload."""
    batch = ImportBatch.objects.select_related("created_by").get(pk=job.params["batch"])
    by = batch.created_by
    seat = next((seat for seat in by.memberships_for_switch if seat.pk == batch.params["seat"]), None)
    if seat is None:
        raise Refused("上传时的任职已经结束，不能继续导入")
    by.act_as(seat)
    return batch, by


@jobs.handler("core.import_check")
def check_job(job):
    batch, by = _batch(job)
    importer = importer_of(batch.kind)
    try:
        with batch.file.open("rb") as source:
            table = read_table(source.read(), importer.headers, importer.required)
    except Refused as error:
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.FAILED, message=str(error)[:300])
        raise
    verdicts = importer.check([row for _, row in table], by)
    batch.rows = [
        {"n": n, "values": row, "verdict": verdict, "faults": faults, "changes": changes}
        for (n, row), (verdict, faults, changes) in zip(table, verdicts, strict=True)
    ]
    batch.counts = {v: sum(r["verdict"] == v for r in batch.rows) for v in ("new", "changed", "same", "faulty")}
    batch.state = ImportState.CHECKED
    batch.save()
    return {"url": f"/jobs/imports/{batch.pk}/", "text": f"共 {len(batch.rows)} 行"}


def commit(*, batch, by):
    """Send the good rows to be written; the same batch is written once."""
    if batch.state != ImportState.CHECKED:
        raise Refused("这份表格已经导入或放弃")
    title = f"导入 {importer_of(batch.kind).title}"
    return jobs.enqueue("core.import_commit", by=by, title=title, key=f"commit:{batch.pk}", batch=str(batch.pk))


@jobs.handler("core.import_commit")
def commit_job(job):
    """Rows are judged again: what became faulty meanwhile stays out and is in the file of failed rows."""
    batch, by = _batch(job)
    importer = importer_of(batch.kind)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportState.CHECKED:
            return {"url": importer.done_url}
        verdicts = importer.check([row["values"] for row in batch.rows], by)
        for row, (verdict, faults, changes) in zip(batch.rows, verdicts, strict=True):
            row |= {"verdict": verdict, "faults": faults, "changes": changes}
            if verdict in GOOD:
                importer.commit(row["values"], by)
        batch.state, batch.committed_at = ImportState.COMMITTED, clock.now()
        batch.save()
    written = sum(row["verdict"] in GOOD for row in batch.rows)
    return {"url": importer.done_url, "text": f"已导入 {written} 行"}


def failed_rows(batch):
    """A workbook of the faulty rows with a column of reasons, to be corrected and uploaded again."""
    from . import xlsx

    headers = importer_of(batch.kind).headers
    columns = [xlsx.Column(h, lambda row, h=h: row["values"].get(h, ""), 18) for h in headers]
    why = xlsx.Column("错误说明", lambda row: "；".join(f"{h}：{reason}" for h, reason in row["faults"]), 50)
    return xlsx.write("未导入的行", [*columns, why], [row for row in batch.rows if row["verdict"] == "faulty"])
