"""The criteria library from a workbook: an office's fuller text. What equals a national clause stays the national one."""

from core.imports import Importer, date_of, register, some_of
from core.xlsx import Column
from core.xlsx_blank import blank
from places.models import Sector

from . import rules
from .enums import Grade
from .models import Clause
from .services.library import keep_clause

COLUMNS = (
    Column("适用范围", "standard__trade", 16),
    Column("行业领域", "standard__sector__name", 14),
    Column("标准名称", "standard__name", 34),
    Column("文号", "standard__document", 22),
    Column("发布机关", "standard__issuer", 20),
    Column("施行日期", "standard__valid_from", 12),
    Column("失效日期", "standard__valid_to", 12),
    Column("条款号", "number", 14),
    Column("条款内容", "text", 60),
    Column("等级", "get_grade_display", 10),
    Column("接替的旧条款", "follows__full_name", 40),
)
SHOWN = (*COLUMNS, Column("归属", lambda row: row.standard.township.name if row.standard.township else "国家标准", 12))
HEADERS = tuple(column.header for column in COLUMNS)
REQUIRED = ("适用范围", "标准名称", "文号", "条款号", "条款内容", "等级")
OF_STANDARD = {
    "适用范围": "trade", "行业领域": "sector", "标准名称": "name", "文号": "document", "发布机关": "issuer",
    "施行日期": "valid_from", "失效日期": "valid_to",
}  # fmt: skip
OF_CLAUSE = {"条款号": "number", "条款内容": "text", "等级": "grade", "接替的旧条款": "follows"}
FIELDS = OF_STANDARD | OF_CLAUSE
LIMITS = {"适用范围": 30, "标准名称": 80, "文号": 60, "发布机关": 60, "条款号": 40, "条款内容": 1000}


class Reader:
    """Turns texts into values; trades are looked up once."""

    def __init__(self, by):
        self.by = by
        self.options = {
            "行业领域": {row.name: row for row in Sector.objects.all()},
            "接替的旧条款": {row.full_name: row for row in _ending(by)},
            "等级": {label: value for value, label in Grade.choices} | {label[:2]: value for value, label in Grade.choices},
        }

    def value(self, header, text):
        """The model's value; ValueError in Chinese."""
        if not text and header in REQUIRED:
            raise ValueError("必须填写")
        if header in ("施行日期", "失效日期"):
            return date_of(text)
        if header in self.options:
            if text and text not in self.options[header]:
                raise ValueError(f"没有“{text}”，可填：{some_of(self.options[header])}")
            return self.options[header].get(text)
        if len(text) > LIMITS[header]:
            raise ValueError(f"超过 {LIMITS[header]} 个字")
        return text

    def row(self, texts):
        """({field: value}, [[header, reason]])."""
        values, faults = {}, []
        for header in HEADERS:
            try:
                values[FIELDS[header]] = self.value(header, texts.get(header, ""))
            except ValueError as error:
                faults.append([header, str(error)])
        begun, ends = values.get("valid_from"), values.get("valid_to")
        if begun and ends and ends < begun:
            faults.append(["失效日期", "不能早于施行日期"])
        return values, faults


def _ending(by):
    """Clauses of standards that end, which others may follow."""
    rows = Clause.objects.visible_to(by).filter(withdrawn_at=None, standard__valid_to__isnull=False)
    return rows.select_related("standard")


def check(rows, by):
    """One verdict per row; a clause twice, or a standard with two sorts of dates, is faulty from its second row on."""
    reader, seen, standards = Reader(by), set(), {}
    known = {}
    library = Clause.objects.visible_to(by).filter(withdrawn_at=None)
    for clause in library.select_related("standard__sector", "follows__standard"):
        key = (clause.standard.document, clause.standard.name, clause.number)
        if key not in known or clause.standard.township_id:
            known[key] = clause
    return [_judge(reader, texts, seen, standards, known) for texts in rows]


def _judge(reader, texts, seen, standards, known):
    values, faults = reader.row(texts)
    key = tuple(values.get(name) for name in ("document", "name", "number"))
    if not faults and key in seen:
        faults.append(["条款号", "表中重复"])
    seen.add(key)
    said = {name: values.get(name) for name in OF_STANDARD.values()}
    if not faults and standards.setdefault(key[:2], said) != said:
        faults.append(["标准名称", "同一标准的适用范围、行业、发布机关、日期与前面的行不一致"])
    if faults:
        return "faulty", faults, []
    if key not in known:
        return "new", [], []
    changes = list(_changes(known[key], values))
    return ("changed" if changes else "same"), [], changes


def _changes(clause, values):
    """[header, old, new] of each column that would read otherwise."""
    for header, name in FIELDS.items():
        if name == "follows" and not values[name]:
            continue  # an empty cell leaves it
        old = getattr(clause.standard if name in OF_STANDARD.values() else clause, name)
        if (old or None) != (values[name] or None):
            yield [header, _word(old), _word(values[name])]


def _word(value):
    return dict(Grade.choices).get(value, str(value)) if value else "空"


def commit(texts, reader):
    """Write one good row as the township's own clause."""
    values, _ = reader.row(texts)
    standard = {name: values[name] for name in OF_STANDARD.values()}
    own = {name: values[name] for name in OF_CLAUSE.values() if values[name] or name != "follows"}
    keep_clause(by=reader.by, standard=standard, **own)


def template(by):
    """An empty table with drop-downs, and a sheet of notes."""
    options = {"行业领域": Reader(by).options["行业领域"], "等级": [label for _, label in Grade.choices]}
    return blank("判定标准", HEADERS, REQUIRED, options, NOTES)


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。",
    "同一标准的名称、文号、日期各行要一致；条款号在一个标准里不能重复。",
    "文号、标准名称、条款号与国家标准相同的，作为本乡镇的条文排在前面，国家标准原样保留。",
    "接替的旧条款写全称，例如《重大火灾隐患判定方法》（GB 35181-2017）6.6；检查表里的旧条款失效后按接替它的定级。",
    "施行日期、失效日期写成 2026-07-01；长期有效的失效日期不填。",
)
register(
    Importer("criteria", "判定标准", HEADERS, REQUIRED, check, commit, rules.may_edit_criteria, template, "/hazards/criteria/",
             Reader)
)  # fmt: skip
