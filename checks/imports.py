"""Checklists as workbooks: a version exported, changed and imported again as a draft, or new lists from an empty table.

A row is one item, known by the list's name and its running number. A list of that name in the township gets a draft
version; an unknown name makes a new list. Nothing is published, and what the table does not name stays.
"""

from core import clock
from core.imports import Importer, plain, register, some_of
from core.xlsx import Column
from core.xlsx_blank import blank
from hazards.enums import Grade
from hazards.models import Clause
from places.models import Sector

from . import rules
from .enums import Audience, BadAnswer, ItemKind, LeadsTo, Topic
from .models import Checklist, Item
from .services import lists

YES_NO = {"是": True, "否": False}
COLUMNS = (
    Column("检查表名称", "version__checklist__name", 26),
    Column("类别", "version__checklist__get_topic_display", 12),
    Column("行业领域", "version__checklist__sector__name", 14),
    Column("对象", "version__checklist__get_audience_display", 12),
    Column("结果保密", "version__checklist__confidential", 10),
    Column("序号", "order", 8),
    Column("分组", "group", 14),
    Column("检查内容", "text", 44),
    Column("填写说明", "help", 30),
    Column("答法", "get_kind_display", 16),
    Column("问题答案", "get_bad_answer_display", 16),
    Column("有问题须拍照", "photo_when_bad", 14),
    Column("问题转为", "get_leads_to_display", 12),
    Column("标准名称", "clause__standard__name", 34),
    Column("标准文号", "clause__standard__document", 24),
    Column("条款号", "clause__number", 16),
    Column("判定依据", "basis", 34),
    Column("隐患等级", "get_grade_display", 12),
)
HEADERS = tuple(column.header for column in COLUMNS)
REQUIRED = ("检查表名称", "检查内容")
OF_LIST = {"检查表名称": "name", "类别": "topic", "行业领域": "sector", "对象": "audience", "结果保密": "confidential"}
OF_ITEM = {
    "序号": "order", "分组": "group", "检查内容": "text", "填写说明": "help", "答法": "kind", "问题答案": "bad_answer",
    "有问题须拍照": "photo_when_bad", "问题转为": "leads_to", "判定依据": "basis", "隐患等级": "grade",
}  # fmt: skip
OF_CLAUSE = ("标准名称", "标准文号", "条款号")
FIXED = ("对象", "结果保密")  # of a list that is there already
LIMITS = {
    "检查表名称": 60,
    "分组": 30,
    "检查内容": 200,
    "填写说明": 200,
    "判定依据": 200,
    "标准名称": 80,
    "标准文号": 60,
    "条款号": 40,
}
DEFAULTS = {
    "类别": Topic.DUTY, "行业领域": None, "对象": Audience.BOTH, "结果保密": False, "序号": None, "答法": ItemKind.YES_NO,
    "问题答案": BadAnswer.NO, "有问题须拍照": True, "问题转为": LeadsTo.HAZARD,
}  # fmt: skip


def _labels(choices):
    return {label: value for value, label in choices.choices}


def options():
    return {
        "类别": _labels(Topic), "行业领域": {row.name: row for row in Sector.objects.all()}, "对象": _labels(Audience),
        "结果保密": YES_NO, "答法": _labels(ItemKind), "问题答案": _labels(BadAnswer), "有问题须拍照": YES_NO,
        "问题转为": _labels(LeadsTo), "隐患等级": _labels(Grade),
    }  # fmt: skip


class Reader:
    """Turns texts into values; what may be named, the township's lists and their items are looked up once."""

    def __init__(self, by):
        self.by, self.options = by, options()
        seen = Checklist.objects.visible_to(by).exclude(township=None).select_related("sector").prefetch_related("versions")
        self.lists = {row.name: row for row in seen if not rules.may_keep_lists(by, row)}
        self._items, self._clauses, self._drafts = {}, {}, {}

    def value(self, header, text):
        """The model's value; ValueError in Chinese."""
        if not text:
            if header in REQUIRED:
                raise ValueError("必须填写")
            return DEFAULTS.get(header, "")
        if header in self.options:
            if text not in self.options[header]:
                raise ValueError(f"没有“{text}”，可填：{some_of(self.options[header])}")
            return self.options[header][text]
        if header == "序号":
            return _number(plain(text))
        if len(text) > LIMITS[header]:
            raise ValueError(f"超过 {LIMITS[header]} 个字")
        return text

    def row(self, texts):
        """({header: value}, [[header, reason]]); the clause stands under 条款号."""
        values, faults = {}, []
        for header in HEADERS:
            try:
                values[header] = self.value(header, texts.get(header, ""))
            except ValueError as error:
                faults.append([header, str(error)])
        try:
            values["条款号"] = self.clause(*(texts.get(header, "") for header in ("标准文号", "条款号", "标准名称")))
        except ValueError as error:
            faults.append(["条款号", str(error)])
        return values, faults

    def clause(self, document, number, name=""):
        """The clause in force today of a standard's document number, and name where several share one; None when none is named."""
        if not document and not number:
            return None
        if not (document and number):
            raise ValueError("标准文号和条款号要一起写")
        key = document, number, name
        if key not in self._clauses:
            rows = Clause.objects.visible_to(self.by).in_force(clock.today()).in_front().select_related("standard")
            rows = rows.filter(standard__name=name) if name else rows
            self._clauses[key] = list(rows.filter(standard__document=document, number=number)[:2])
        found = self._clauses[key]
        if not found:
            raise ValueError(f"判定标准库里没有今天有效的“{name}{document} {number}”")
        if len(found) > 1:
            raise ValueError(f"“{document} {number}”在几个标准里都有，请写标准名称")
        return found[0]

    def items(self, name):
        """{order: item} of the draft of the list with this name, else of its newest version."""
        if name not in self._items:
            row = self.lists.get(name)
            version = row and (row.draft or row.current)
            found = version.items.select_related("clause__standard") if version else ()
            self._items[name] = {item.order: item for item in found}
        return self._items[name]

    def draft(self, values):
        """The draft to write into, of a list made at its first row."""
        name = values["检查表名称"]
        if name not in self._drafts:
            known = self.lists.get(name)
            given = {field: values[header] for header, field in OF_LIST.items()}
            row = known or lists.new_list(by=self.by, **given)
            if known:
                Checklist.objects.filter(pk=row.pk).update(topic=values["类别"], sector=values["行业领域"])
            self._drafts[name] = lists.new_draft(checklist=row, by=self.by)
        return self._drafts[name]


def _number(text):
    if not text.isdecimal() or not 0 < int(text) <= 20_000:
        raise ValueError(f"“{text}”不是序号，请写 1、2、3")
    return int(text)


def item_values(values):
    """What is kept of an item; a clause sets grade and basis."""
    kept = {field: values[header] for header, field in OF_ITEM.items()} | {"clause": values["条款号"]}
    return lists.sensible(kept)


def check(rows, by):
    """One verdict per row; a number twice in a list, or a list with two sorts of heads, is faulty from its second row on."""
    reader, seen, heads = Reader(by), set(), {}
    return [_judge(reader, texts, seen, heads) for texts in rows]


def _judge(reader, texts, seen, heads):
    values, faults = reader.row(texts)
    if not faults:
        faults = _of_list(reader, values, heads)
    if not faults and values["序号"]:
        key = values["检查表名称"], values["序号"]
        faults = [["序号", "表中重复"]] if key in seen else []
        seen.add(key)
    if faults:
        return "faulty", faults, []
    known = reader.items(values["检查表名称"]).get(values["序号"])
    if known is None:
        return "new", [], []
    changes = list(_changes(known, values))
    return ("changed" if changes else "same"), [], changes


def _of_list(reader, values, heads):
    """Rows of one list say the same about it, and keep what is fixed of one that is there."""
    name = values["检查表名称"]
    said = {header: values[header] for header in OF_LIST}
    if heads.setdefault(name, said) != said:
        return [["检查表名称", "同一检查表的类别、行业、对象、保密与前面的行不一致"]]
    known = reader.lists.get(name)
    changed = [header for header in FIXED if known and getattr(known, OF_LIST[header]) != values[header]]
    if changed:
        return [[changed[0], "已有的检查表不能改这一项"]]
    if values["结果保密"] and (reason := rules.may_be_confidential(reader.by)):
        return [["结果保密", reason]]
    leaks = {
        (True, LeadsTo.HAZARD): "结果保密的检查表不能转隐患",
        (False, LeadsTo.LEAD): "转涉亡线索的只能放在结果保密的检查表里",
        (False, LeadsTo.OTHERS): "转涉亡线索的只能放在结果保密的检查表里",
    }
    reason = leaks.get((values["结果保密"], item_values(values)["leads_to"]))
    return [["问题转为", reason]] if reason else []


def _changes(item, values):
    """[header, old, new] of each column that would read otherwise, in the words of the table."""
    asked = Item(version=item.version, **item_values(values))
    for column in COLUMNS:
        if column.header in OF_ITEM or column.header in OF_CLAUSE:
            old, new = (_word(column.value(row)) for row in (item, asked))
            if old != new:
                yield [column.header, old, new]
    for header in ("类别", "行业领域"):
        old = getattr(item.version.checklist, OF_LIST[header])
        if (old or None) != (values[header] or None):
            yield [header, _word(Topic(old).label if header == "类别" else old), _word(_label(header, values[header]))]


def _label(header, value):
    return Topic(value).label if header == "类别" else value


def _word(value):
    return {True: "是", False: "否"}.get(value, str(value or "空")) if isinstance(value, bool) else str(value or "空")


def commit(texts, reader):
    """Write one good row into the draft of its list."""
    values, _ = reader.row(texts)
    draft, kept = reader.draft(values), item_values(values)
    item = draft.items.filter(order=kept["order"]).first() if kept["order"] else None
    if item:
        lists.change_item(item=item, by=reader.by, **kept)
    else:
        lists.add_item(version=draft, by=reader.by, **kept)


def template(by):
    """An empty table with drop-downs, and a sheet of notes."""
    return blank("检查表", HEADERS, REQUIRED, options(), NOTES)


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。一行是一项检查内容。",
    "检查表名称和本乡镇（站所导入的，和本站所）已有的相同，就给它出一个修改中的新版本；没有这个名称，就新建一张。导入后都要核对再发布。",
    "序号相同的检查内容会被更新；序号空着的加在最后；表里没有写的保留，要去掉的在页面上移除。",
    "写了标准文号和条款号的（几个标准同一文号时还要写标准名称），等级和判定依据按判定标准库填写，答“否”时随隐患登记。",
    "平台自带的检查表导出后再导入，成为本乡镇的同名检查表。",
)
register(
    Importer("checklists", "检查表", HEADERS, REQUIRED, check, commit, rules.may_keep_lists, template, "/checks/lists/", Reader)
)  # fmt: skip
