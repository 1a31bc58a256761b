"""Workbooks on their way in: read, checked row by row, previewed, committed, the failed rows handed back."""

import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction

from . import cipher, clock, jobs
from .enums import ImportState
from .errors import Refused
from .models import ImportBatch, Job

MAX_ROWS, MAX_BYTES, MAX_UNPACKED = 100_000, 20 * 2**20, 300 * 2**20
MAX_AREA = 10_000_000  # cells of the rectangle around all values, which the reader allocates at once
PURPOSE = "core.imports"
SLICE = 200  # rows written in one transaction
MANY = 1000  # the same where an importer writes many at once
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?=<[vif])')
BROKEN = "读不出这个表格，可能已损坏或没有传完，请用 Excel 或 WPS 另存为 .xlsx 后再上传"
GOOD = ("new", "changed")
NAMED = 8  # how many of the words that may stand in a cell a fault names
_importers = {}


def some_of(options):
    """The words that may stand in a cell, the first ones by name: 石桥村、柳湾村 等 15 个."""
    words = list(options)
    more = f" 等 {len(words)} 个" if len(words) > NAMED else ""
    return "、".join(words[:NAMED]) + more


@dataclass(frozen=True)
class Importer:
    """`headers` as in the template; `check(rows, by)` yields (verdict, faults, changes) per row of texts,
    faults [[header, reason]], changes [[header, old, new]]; `commit(row, aid)` writes one good row, where
    `aid(by)` is made once for many rows (by default the person itself); where there is `commit_many(rows, aid)`, it writes
    them, `commit` is None, and `check(rows, by, aid)` may judge rows by what the aid has read already.
    Of a `private` one the table and its rows are kept sealed."""

    kind: str
    title: str
    headers: tuple
    required: tuple
    check: Callable
    commit: Callable | None
    may: Callable
    template: Callable
    done_url: str
    aid: Callable = lambda by: by
    private: bool = False
    commit_many: Callable | None = None

    @property
    def slice(self):
        """Rows written in one transaction."""
        return MANY if self.commit_many else SLICE

    def judge(self, rows, by, aid):
        """As check, of rows about to be written."""
        return self.check(rows, by, aid) if self.commit_many else self.check(rows, by)

    def write(self, rows, aid):
        if self.commit_many:
            return self.commit_many(rows, aid)
        for values in rows:
            self.commit(values, aid)


def register(importer):
    _importers[importer.kind] = importer


def importer_of(kind):
    return _importers.get(kind)


def text_of(value):
    """A cell as the text a person sees: no .0, no leading apostrophe, dates as 2026-01-05."""
    if type(value) is str:
        return value.strip().lstrip("'’").strip() if value else value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value if value is not None else "").strip().lstrip("'’").strip()


def plain(text):
    """Half-width, for codes, numbers and dates."""
    if text.isascii():
        return text.replace(" ", "")
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


def read_table(data, headers, required, most=None):
    """[(row number, {header: text})] of the first sheet that has the headers; Refused, in Chinese, without one.

    `most` rows of data are taken at once, MAX_ROWS when not said.
    """
    most = most or MAX_ROWS
    sheets = [_grid(sheet) for sheet in _open(data)]
    grid = next((grid for grid in sheets if not _missing(grid, headers, required)), sheets[0])
    if missing := _missing(grid, headers, required):
        raise Refused(f"表头缺少“{'”“'.join(missing)}”，请使用下载的模板，不要改列名")
    head, columns = _head(grid, headers)
    rows = [(n, {h: row[c] for h, c in columns.items()}) for n, row in enumerate(grid[head + 1 :], head + 2)]
    rows = [(n, row) for n, row in rows if any(row.values())]
    if not rows:
        raise Refused("表格里没有数据行")
    if len(rows) > most:
        raise Refused(f"表格有 {len(rows)} 行数据，一次最多导入 {most} 行，请分成几个文件")
    return rows


def _open(data):
    """The sheets of a workbook, the first three."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _gate(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name) for name in book.sheet_names[:3]]
    except PasswordError:
        raise Refused("文件加了密码，请取消密码后再上传") from None
    except (CalamineError, IndexError, ValueError):
        raise Refused(BROKEN) from None


def _grid(sheet):
    """Rows of texts, merged cells filled in."""
    grid = [[text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _spread(grid, sheet.merged_cell_ranges or ())
    return grid


def _gate(data):
    """Judge by content, not by name: packed size, signature, password."""
    if len(data) > MAX_BYTES:
        raise Refused("文件超过 20 MB，请删去图片或分成几个文件")
    if data[:4] == b"\xd0\xcf\x11\xe0":
        if "EncryptedPackage".encode("utf-16le") in data:
            raise Refused("文件加了密码，请取消密码后再上传")
        return
    if data[:4] != b"PK\x03\x04":
        raise Refused("这不是 Excel 表格，请上传 .xlsx 或 .xls 文件")
    try:
        _gate_pack(zipfile.ZipFile(io.BytesIO(data)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Refused(BROKEN) from None


def _gate_pack(pack):
    parts = pack.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("文件解开后过大，请删去多余的工作表和空行")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Refused("这不是 Excel 表格，请上传 .xlsx 或 .xls 文件")
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and _area(pack.open(part)) > MAX_AREA:
            raise Refused("有内容写在离表格很远的单元格里，请删去表格右边和下面多余的内容")


def _area(stream):
    """Cells of the rectangle around all values: one stray value in the last cell of a sheet makes it 17 thousand million."""
    rows = columns = 0
    tail = b""
    with stream:
        while block := stream.read(2**20):
            if found := CELL.findall(tail + block):
                letters, digits = map(set, zip(*found, strict=True))
                rows, columns = max(rows, *map(int, digits)), max(columns, *map(_number, letters))
            tail = block[-400:]
    return rows * columns


def _number(letters):
    """A column's number: A → 1, AA → 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _spread(grid, ranges):
    """A merged cell says its value in each row it covers."""
    for (top, left), (bottom, right) in ranges:
        if left != right or top >= len(grid) or left >= len(grid[top]):
            continue
        for row in grid[top + 1 : bottom + 1]:
            row[left] = grid[top][left]


def _missing(grid, headers, required):
    columns = _head(grid, headers)[1]
    return [header for header in required if header not in columns]


def _head(grid, headers):
    """(index of the header row, {header: column}): in any order, below a title, with stars or blanks."""
    wanted = {_key(header): header for header in headers}
    best = max(range(min(len(grid), 10)), key=lambda n: sum(_key(c) in wanted for c in grid[n]), default=None)
    columns = {}
    for number, cell in enumerate(grid[best] if best is not None else ()):
        if _key(cell) in wanted:
            columns.setdefault(wanted[_key(cell)], number)
    return best, columns


def _key(text):
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", text))


def upload(*, kind, name, data, by):
    """Keep the file and send it to be checked; returns (batch, job)."""
    batch = ImportBatch(kind=kind, name=name[:200], created_by=by, params={"seat": by.membership.pk})
    kept = cipher.seal(data, PURPOSE) if importer_of(kind).private else data
    batch.file.save(f"{batch.pk}.xlsx", ContentFile(kept), save=False)
    batch.save()
    title = f"检查 {importer_of(kind).title}"
    return batch, jobs.enqueue("core.import_check", by=by, title=title, key=f"check:{batch.pk}", batch=str(batch.pk))


def rows_of(batch):
    """The checked rows: number, values, verdict, faults, changes."""
    rows = batch.rows
    return json.loads(cipher.unseal_text(rows[0]["sealed"], PURPOSE)) if rows and "sealed" in rows[0] else rows


def _keep(batch, rows):
    is_private = importer_of(batch.kind).private
    batch.rows = [{"sealed": cipher.seal_text(json.dumps(rows), PURPOSE)}] if is_private else rows


def _table(batch):
    """Bytes of the uploaded workbook."""
    with batch.file.open("rb") as source:
        data = source.read()
    return cipher.unseal(data, PURPOSE) if importer_of(batch.kind).private else data


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
        table = read_table(_table(batch), importer.headers, importer.required)
    except Refused as error:
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.FAILED, message=str(error)[:300])
        raise
    verdicts = importer.check([row for _, row in table], by)
    rows = [
        {"n": n, "values": row, "verdict": verdict, "faults": faults, "changes": changes}
        for (n, row), (verdict, faults, changes) in zip(table, verdicts, strict=True)
    ]
    _keep(batch, rows)
    batch.counts = {v: sum(r["verdict"] == v for r in rows) for v in ("new", "changed", "same", "faulty")}
    batch.state = ImportState.CHECKED
    batch.save()
    return {"url": f"/jobs/imports/{batch.pk}/", "text": f"共 {len(rows)} 行"}


def drop(*, batch):
    """Lay a checked table aside; not once its rows are being written."""
    if Job.objects.filter(key=f"commit:{batch.pk}").exists():
        raise Refused("这份表格已经开始导入，不能放弃")
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED).update(state=ImportState.DROPPED)


def commit(*, batch, by):
    """Send the good rows to be written; the same batch is written once."""
    if batch.state != ImportState.CHECKED:
        raise Refused("这份表格已经导入或放弃")
    title = f"导入 {importer_of(batch.kind).title}"
    return jobs.enqueue("core.import_commit", by=by, title=title, key=f"commit:{batch.pk}", batch=str(batch.pk))


@jobs.handler("core.import_commit")
def commit_job(job):
    """Slice by slice, so that others can work meanwhile and a killed worker's successor goes on where it stopped."""
    batch, by = _batch(job)
    importer = importer_of(batch.kind)
    if batch.state != ImportState.CHECKED:
        return {"url": importer.done_url}
    everything = rows_of(batch)
    rows = [row for row in everything if row["verdict"] != "faulty"]
    for start in range(0, len(rows), importer.slice):
        end = min(start + importer.slice, len(rows))
        with transaction.atomic():
            _write(importer, rows[start:end], by)
        jobs.progress(job, end, len(rows), f"已处理 {end} 行")
    _keep(batch, everything)
    batch.state, batch.committed_at = ImportState.COMMITTED, clock.now()
    batch.save()
    written = sum(row["verdict"] in GOOD for row in everything)
    return {"url": importer.done_url, "text": f"已导入 {written} 行"}


def _write(importer, rows, by):
    """Rows are judged again: what became faulty meanwhile stays out and is in the file of failed rows."""
    aid, good = importer.aid(by), []
    verdicts = importer.judge([row["values"] for row in rows], by, aid)
    for row, (verdict, faults, changes) in zip(rows, verdicts, strict=True):
        if verdict == "faulty":
            row |= {"verdict": verdict, "faults": faults, "changes": changes}
        elif verdict in GOOD:
            good.append(row["values"])
    importer.write(good, aid)


def failed_rows(batch):
    """A workbook of the faulty rows, to be corrected and uploaded again: where each stood, which columns are wrong, why."""
    from . import xlsx

    headers = importer_of(batch.kind).headers
    columns = [xlsx.Column(h, lambda row, h=h: row["values"].get(h, ""), 18) for h in headers]
    where = xlsx.Column("原行号", lambda row: row["n"], 8)
    which = xlsx.Column("错误列", lambda row: "、".join(dict.fromkeys(h for h, _ in row["faults"])), 24)
    why = xlsx.Column("错误说明", lambda row: "；".join(f"{h}：{reason}" for h, reason in row["faults"]), 50)
    return xlsx.write(
        "未导入的行", [*columns, why, which, where], [row for row in rows_of(batch) if row["verdict"] == "faulty"]
    )
