"""Files from a workbook: the register's own columns, rows known by enterprise and by what the kind is known by."""

import copy
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models

from core import xlsx_blank
from core.imports import Importer, date_of, plain, register, some_of

from ..models import Enterprise
from . import rules, services
from .cells import said
from .kinds import kinds

CODE, NAME = "统一社会信用代码", "企业名称"
YES_NO = {"是": True, "否": False}
SLICE = 500
NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。",
    "企业按统一社会信用代码认，企业名称只供核对。",
    "同一企业已有的同一条记录会被更新，导入前会列出改了什么。",
    "空白行会跳过；一次最多 20000 行。",
)


def headers_of(kind):
    return (CODE, NAME, *(kind.header(name) for name in kind.fields))


def must(field):
    """Whether a cell of this field may not be empty."""
    return not field.blank and not field.has_default() and not isinstance(field, models.BooleanField)


def required_of(kind):
    return (CODE, *(kind.header(name) for name in kind.fields if must(kind.field(name))))


class Reader:
    """Turns texts into values of one kind."""

    def __init__(self, kind, by):
        self.kind, self.by = kind, by
        self.names = {kind.header(name): name for name in kind.fields}

    def value(self, name, text):
        """The model's value; ValueError or ValidationError with the Chinese reason."""
        field = self.kind.field(name)
        if not text:
            if must(field):
                raise ValueError("必须填写")
            return field.get_default()
        if options := options_of(field):
            if text not in options:
                raise ValueError(f"没有“{text}”，可填：{some_of(options)}")
            return options[text]
        return self._free(field, text)

    def _free(self, field, text):
        if isinstance(field, models.DateField):
            return date_of(text)
        if field.name in self.kind.masked and "***" in text:
            raise ValueError("号码被遮住了，请填完整号码")
        number = isinstance(field, models.DecimalField | models.IntegerField)
        value = field.formfield().clean(plain(text) if number else text)
        if field.name == "year" and (reason := rules.wrong_year(value)):
            raise ValueError(reason)
        return value

    def row(self, texts):
        """({field: value}, [[header, reason]])."""
        values, faults = {}, []
        for header, text in texts.items():
            if header not in self.names:
                continue
            try:
                values[self.names[header]] = self.value(self.names[header], text)
            except ValidationError as error:
                faults.append([header, error.messages[0]])
            except ValueError as error:
                faults.append([header, str(error)])
        return values, faults


def options_of(field):
    """{word: value} of a field of few words."""
    if isinstance(field, models.BooleanField):
        return YES_NO
    return {label: value for value, label in field.choices} if field.choices else {}


def check(kind, rows, by):
    """One verdict per row; what is known stands in few queries for many rows."""
    reader, firms = Reader(kind, by), firms_of(rows, by)
    stored, seen = stored_rows(kind, firms.values()), set()
    return [_judge(reader, texts, firms, stored, seen) for texts in rows]


def firms_of(rows, by):
    """{credit code: Enterprise in sight}."""
    codes, found = sorted({plain(row[CODE]).upper() for row in rows}), {}
    for start in range(0, len(codes), SLICE):
        seen = Enterprise.objects.visible_to(by).filter(credit_code__in=codes[start : start + SLICE], withdrawn_at=None)
        found |= {firm.credit_code: firm for firm in seen.select_related("village")}
    return found


def stored_rows(kind, firms):
    """{(enterprise id, *known values): row} of what stands."""
    ids, found = sorted(firm.pk for firm in firms), {}
    for start in range(0, len(ids), SLICE):
        rows = kind.model.objects.kept().filter(enterprise__in=ids[start : start + SLICE]).order_by("-pk")
        found |= {key_of(kind, row.enterprise_id, vars(row)): row for row in rows}
    return found


def key_of(kind, firm_id, values):
    return (firm_id, *(values.get(name) for name in kind.known))


def _judge(reader, texts, firms, stored, seen):
    values, faults = reader.row(texts)
    firm = firms.get(plain(texts[CODE]).upper())
    if firm is None:
        faults.insert(0, [CODE, "必须填写" if not texts[CODE] else "本辖区没有这家企业，请先在企业台账登记"])
    if faults:
        return "faulty", faults, []
    key = key_of(reader.kind, firm.pk, values)
    if key in seen:
        return "faulty", [[reader.kind.header(reader.kind.known[0]), "表中重复"]], []
    seen.add(key)
    return _compared(reader.kind, stored.get(key), firm, values)


def _compared(kind, old, firm, values):
    row = filled(kind, old, firm, values)
    if faults := broken(kind, row):
        return "faulty", faults, []
    if old is None:
        return "new", [], []
    changes = [
        [kind.header(name), said(kind, old, name), said(kind, row, name)]
        for name in values if getattr(old, name) != getattr(row, name)
    ]  # fmt: skip
    return ("changed" if changes else "same"), [], changes


def filled(kind, old, firm, values):
    """The row as it would be."""
    row = copy.copy(old) if old else kind.model(enterprise=firm, village=firm.village)
    for name, value in values.items():
        setattr(row, name, value)
    row.clean()
    return row


def broken(kind, row):
    """What the constraints say against a row, under the first column each of them is about."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        return [[kind.header(kind.known[0]), message] for message in error.messages]
    return []


def commit(kind, texts, by):
    """Write one good row."""
    values, _ = Reader(kind, by).row(texts)
    firm = firms_of([texts], by)[plain(texts[CODE]).upper()]
    old = stored_rows(kind, [firm]).get(key_of(kind, firm.pk, values))
    row = filled(kind, old, firm, values)
    if old:
        row.version += 1
    services.keep_row(row=row, firm=firm, by=by)


def template(kind, by):
    """An empty table with drop-downs and notes."""
    options = {kind.header(name): options_of(kind.field(name)) for name in kind.fields if options_of(kind.field(name))}
    return xlsx_blank.blank(kind.label, headers_of(kind), required_of(kind), options, NOTES)


def register_all():
    for kind in kinds():
        if kind.known:
            register(Importer(
                kind.import_name, f"{kind.label}台账", headers_of(kind), required_of(kind), partial(check, kind),
                partial(commit, kind), partial(_may, kind), partial(template, kind), f"/enterprises/files/{kind.slug}/",
            ))  # fmt: skip


def _may(kind, user):
    return rules.may_keep(user, kind)
