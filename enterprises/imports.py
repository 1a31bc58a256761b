"""The register from a workbook: rows are known by credit code; a repeated import says what changes."""

from django.core.exceptions import ValidationError
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from accounts.forms import clean_phone
from core import xlsx
from core.forms import word_of
from core.imports import Importer, plain, register, some_of
from places.models import Office, Sector
from places.sight import townships_of, villages_of

from . import rules, services
from .codes import credit_code_fault
from .enums import RiskColour, Scale, Special, Status
from .exports import COLUMNS
from .models import Enterprise

HEADERS = tuple(column.header for column in COLUMNS)
REQUIRED = ("企业名称", "统一社会信用代码", "所在村", "行业领域", "主要负责人")
FIELDS = {c.header: c.source.removesuffix("__name").removeprefix("get_").removesuffix("_display") for c in COLUMNS}
LIMITS = {"企业名称": 80, "地址": 120, "主要负责人": 40, "安全管理员": 40}
DEFAULTS = {"scale": Scale.SMALL, "status": Status.OPERATING, "high_risk": False, "crowded": False, "employees": 0}
EMPTY = {header: DEFAULTS.get(field, None if header == "监管站所" else "") for header, field in FIELDS.items()}


class Reader:
    """Turns texts into values of the officer's township; options are looked up once."""

    def __init__(self, by):
        self.by, self._rows = by, {}
        offices = Office.objects.filter(townships_of(by, "township"))
        self.options = {
            "所在村": _by_name(villages_of(by)), "行业领域": _by_name(Sector.objects.all()), "监管站所": _by_name(offices),
            "规模": _labels(Scale), "重点类别": _labels(Special), "风险等级": _labels(RiskColour), "经营状态": _labels(Status),
            "高危": {"是": True, "否": False}, "人员或劳动密集": {"是": True, "否": False},
        }  # fmt: skip

    def value(self, header, text):
        """The model's value of a cell that is or must be filled; ValueError or ValidationError with the Chinese reason."""
        if not text:
            raise ValueError("必须填写")
        if (options := self.options.get(header)) is not None:
            if text not in options:
                raise ValueError(f"没有“{text}”，可填：{some_of(options)}")
            return options[text]
        if (read := FREE.get(header)) is not None:
            return read(text)
        if len(text) > LIMITS.get(header, 5000):
            raise ValueError(f"超过 {LIMITS[header]} 个字")
        return text

    def row(self, texts):
        """({field: value}, [[header, reason]]); read once, although it is judged before it is written."""
        key = tuple(texts.items())
        if key not in self._rows:
            self._rows[key] = self._read(texts)
        return self._rows[key]

    def _read(self, texts):
        values, faults = {}, []
        for header, text in texts.items():
            try:
                values[FIELDS[header]] = self.value(header, text) if text or header in REQUIRED else EMPTY[header]
            except ValidationError as error:
                faults.append([header, error.messages[0]])
            except ValueError as error:
                faults.append([header, str(error)])
        return values, faults


def _code(text):
    code = plain(text).upper()
    if fault := credit_code_fault(code):
        raise ValueError(fault)
    return code


def _headcount(text):
    text = plain(text)
    if not text.isdecimal():
        raise ValueError(f"“{text}”不是整数")
    if len(text) > 6:
        raise ValueError("人数过大，请核对")
    return int(text)


FREE = {"统一社会信用代码": _code, "负责人手机": clean_phone, "从业人数": _headcount}


def _by_name(rows):
    return {row.name: row for row in rows}


def _labels(choices):
    """By label, and by its first word: 红（重大风险） and 红."""
    whole = {label: value for value, label in choices.choices}
    return whole | {label[0]: value for label, value in whole.items() if "（" in label}


def check(rows, by, reader=None):
    """One verdict per row; a code twice in the file is faulty from its second row on."""
    read, seen = reader.row if reader else Reader(by)._read, set()
    codes = {plain(row["统一社会信用代码"]).upper() for row in rows}
    known = {}
    for batch in _slices(sorted(codes)):
        found = Enterprise.objects.filter(credit_code__in=batch).select_related("village", "sector", "supervising_office")
        known |= {row.credit_code: row for row in found}
    mine = set()
    for batch in _slices([firm.pk for firm in known.values()]):
        mine |= set(Enterprise.objects.visible_to(by).filter(pk__in=batch).values_list("pk", flat=True))
    return [_judge(read, row, seen, known, mine) for row in rows]


def _slices(codes, size=500):
    return [codes[n : n + size] for n in range(0, len(codes), size)]


def _judge(read, texts, seen, known, mine):
    values, faults = read(texts)
    code = values.get("credit_code")
    if code and code in seen:
        faults = [*faults, ["统一社会信用代码", "表中重复"]]
    seen.add(code)
    firm = known.get(code)
    if firm and firm.pk not in mine:
        faults = [*faults, ["统一社会信用代码", "这家企业已在别的乡镇登记，请联系上级安委办"]]
    if faults:
        return "faulty", faults, []
    if firm is None:
        return "new", [], []
    changes = list(_changes(firm, values))
    return ("changed" if changes else "same"), [], changes


def _changes(firm, values):
    """[header, old, new] of each field that would change, in the words of the table."""
    headers = {field: header for header, field in FIELDS.items()}
    asked = Enterprise(**values)
    for name, value in values.items():
        if getattr(firm, name) != value:
            field = Enterprise._meta.get_field(name)
            yield [headers[name], word_of(field, firm), word_of(field, asked)]


def commit_many(rows, reader):
    """Write good rows, each enterprise once."""
    read = {values["credit_code"]: values for values in (reader.row(texts)[0] for texts in rows)}
    known = list(Enterprise.objects.filter(credit_code__in=list(read)).select_for_update())
    for firm in known:
        for field, value in read.pop(firm.credit_code).items():
            setattr(firm, field, value)
    services.keep_many(firms=known, fresh=list(read.values()), by=reader.by)


def template(by):
    """An empty table with drop-downs, and a sheet of notes."""
    book = Workbook()
    sheet, lists, notes = book.active, book.create_sheet("选项"), book.create_sheet("填写说明")
    sheet.title = "企业"
    sheet.append([f"{header}*" if header in REQUIRED else header for header in HEADERS])
    for number, (header, options) in enumerate(Reader(by).options.items(), 1):
        for line, name in enumerate(options, 1):
            lists.cell(line, number, name)
        letter = get_column_letter(number)
        rule = DataValidation(type="list", formula1=f"选项!${letter}$1:${letter}${max(len(options), 1)}", allow_blank=True)
        sheet.add_data_validation(rule)
        column = get_column_letter(HEADERS.index(header) + 1)
        rule.add(f"{column}2:{column}{20001}")
    for line in NOTES:
        notes.append([line])
    sheet.freeze_panes, lists.sheet_state, notes.column_dimensions["A"].width = "A2", "hidden", 80
    return xlsx.dump(book)


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。",
    "统一社会信用代码相同的企业会被更新，导入前会列出改了什么。",
    "所在村、行业领域、监管站所请从下拉中选择。",
    "空白行会跳过；一次最多 100000 行。",
)
IMPORTER = Importer(
    "enterprises", "企业台账", HEADERS, REQUIRED, check, None, rules.may_edit, template, "/enterprises/", Reader,
    commit_many=commit_many,
)  # fmt: skip
register(IMPORTER)
