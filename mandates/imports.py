"""Lists of powers and duties from a workbook: the rows of one holder become its next version, a draft."""

from core.imports import Importer, date_of, register, some_of
from core.xlsx_blank import blank

from . import rules
from .enums import ItemKind
from .holders import holders_of
from .models import Mandate, MandateItem
from .services import lists

HEADERS = ("单位或领导", "类别", "事项", "依据", "责任人", "完成时限", "生效日期")
REQUIRED = ("单位或领导", "类别", "事项")
LIMITS = {"事项": 300, "依据": 200, "责任人": 40}
FIELDS = {"类别": "kind", "事项": "text", "依据": "basis", "责任人": "charge", "完成时限": "due_on"}


class Reader:
    """Turns texts into values; whoever may hold a list is looked up once."""

    def __init__(self, by):
        self.by = by
        self.holders = {holder.name: holder for holder in holders_of(by)}
        self.kinds = {label: value for value, label in ItemKind.choices}

    def value(self, header, text):
        """The value of a cell; ValueError in Chinese."""
        if not text and header in REQUIRED:
            raise ValueError("必须填写")
        if header in ("完成时限", "生效日期"):
            return date_of(text)
        options = {"单位或领导": self.holders, "类别": self.kinds}.get(header)
        if options is not None:
            if text not in options:
                raise ValueError(f"没有“{text}”，可填：{some_of(options)}")
            return options[text]
        if len(text) > LIMITS[header]:
            raise ValueError(f"超过 {LIMITS[header]} 个字")
        return text

    def row(self, texts):
        """({header: value}, [[header, reason]])."""
        values, faults = {}, []
        for header in HEADERS:
            try:
                values[header] = self.value(header, texts.get(header, ""))
            except ValueError as error:
                faults.append([header, str(error)])
        return values, faults


def check(rows, by):
    """One verdict per row; what the draft has already is the same, what stands twice in the table is faulty."""
    reader, seen = Reader(by), set()
    drafts = Mandate.objects.filter(township=by.membership.place, state="draft")
    known = set(MandateItem.objects.filter(mandate__in=drafts).values_list("mandate__holder", "text"))
    return [_judge(reader, texts, seen, known) for texts in rows]


def _judge(reader, texts, seen, known):
    values, faults = reader.row(texts)
    if faults:
        return "faulty", faults, []
    if reason := lists.wrong(values["类别"], values["事项"], values["完成时限"]):
        return "faulty", [["完成时限", reason]], []
    key = values["单位或领导"].key, values["事项"]
    if key in seen:
        return "faulty", [["事项", "表中重复"]], []
    seen.add(key)
    return ("same" if key in known else "new"), [], []


def commit(texts, reader):
    """Write one good row into the holder's draft."""
    values, _ = reader.row(texts)
    holder = values["单位或领导"]
    draft = lists.draft_of(holder=holder, valid_from=values["生效日期"], by=reader.by)
    lists.add(mandate=draft, by=reader.by, **{name: values[header] for header, name in FIELDS.items()})


def template(by):
    reader = Reader(by)
    options = {"单位或领导": list(reader.holders), "类别": list(reader.kinds)}
    return blank("职责清单", HEADERS, REQUIRED, options, NOTES)


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。",
    "同一单位（领导）的各行合成一份新版清单的草稿，核对后公布才生效；已公布的版本不变。",
    "类别填权力、职责或任务；任务要写完成时限，如 2026-06-30。",
    "生效日期不填就是导入当天。",
)
register(Importer("mandates", "职责清单", HEADERS, REQUIRED, check, commit, rules.may_write, template, "/mandates/", Reader))
