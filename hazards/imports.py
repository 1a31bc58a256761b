"""An office's existing ledger from a workbook: open rows enter as if typed, as far as what they say allows.

A row that names grade, basis, responsible person and a limit to come is ordered at once by those who may grade; where an
officer's row also has the other settlements of an ordinary hazard, its plan is laid down. All others wait to be graded, with
what the ledger says as a proposal. Closed rows are refused: the portal has seen neither photos nor acceptance.
"""

import hashlib
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from operator import attrgetter

from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from campaigns.models import Campaign
from core import beside, bulk, clock
from core.imports import Importer, date_of, plain, register, some_of, text_of
from core.xlsx import cell
from core.xlsx_blank import blank
from enterprises.codes import credit_code_fault
from enterprises.models import Enterprise
from places.models import Office, Sector
from reminders.services import tell

from . import numbers, rules
from .enums import Grade, HazardState, ProblemKind, Source
from .exports import register_columns
from .forms import villages_for
from .models import OPEN_STATES, Clause, ClauseUse, Hazard, HazardLog, Plan
from .services.judging import standards_of, wrong_basis, wrong_clause
from .services.people import People
from .services.registering import guess_office, review, trade_code

FIELDS = {
    "隐患描述": "description", "具体位置": "location", "所在村": "village", "企业（单位）名称": "enterprise",
    "统一社会信用代码": "credit_code", "行业领域": "sector", "监管站所": "office", "专项行动": "campaign", "来源": "source",
    "发现日期": "found_on", "发现人": "found_by", "等级": "grade", "判定依据": "grade_basis", "问题类型": "problem_kind",
    "责任人": "responsible", "整改期限": "due_on", "整改措施": "measures", "资金": "money", "预案": "contingency",
    "整改情况": "result", "状态": "state", "销号日期": "closed_at", "编号": "number",
}  # fmt: skip
HEADERS, REQUIRED = tuple(FIELDS), ("隐患描述", "具体位置", "发现日期")
DAYS = ("发现日期", "整改期限", "销号日期")
LIMITS = {
    "隐患描述": 1000, "具体位置": 120, "企业（单位）名称": 80, "发现人": 60, "判定依据": 200, "责任人": 60, "整改措施": 2000,
    "预案": 2000, "整改情况": 2000, "编号": 60,
}  # fmt: skip
OPEN = (*(HazardState(state).label for state in OPEN_STATES), HazardState.DRAFT.label, "未整改", "未完成", "未销号")
DONE = (HazardState.CLOSED.label, HazardState.CANCELLED.label, "已整改", "已完成", "已验收", "已闭环", "已销案")
IS_DONE = "已办结的隐患没有本系统的照片和验收记录，不导入，请留在原台账；其实未验收的把状态改为“整改中”、清空销号日期"
REST = ("编号", "状态", "整改措施", "资金", "预案", "整改情况")  # what the log keeps where the row has no place for it
KEPT = (
    "village_id", "enterprise_id", "location", "sector_id", "office_id", "campaign_id", "source", "source_key", "description",
    "found_on", "found_by", "grade", "grade_basis", "problem_kind", "responsible", "due_on", "number", "created_by_id",
)  # fmt: skip
LOGGED = ("subject_id", "actor_id", "actor_title", "action", "action_label", "from_state", "to_state", "note")
SLICE = 500


def _labels(choices):
    """By label, and by what stands before the bracket or the word 隐患: 一般隐患 and 一般."""
    whole = {label: value for value, label in choices.choices}
    return whole | {label.split("（")[0].removesuffix("隐患"): value for label, value in whole.items()}


def _sliced(values):
    values = list(values)
    return (values[n : n + SLICE] for n in range(0, len(values), SLICE))


class Reader:
    """Turns texts into values within a person's reach; what many rows name is looked up once."""

    def __init__(self, by):
        self.by, self.today, self.town = by, clock.today(), by.membership.place.township_code
        self.sectors = {row.pk: row for row in Sector.objects.all()}
        offices = Office.objects.filter(township=self.town, is_active=True)
        self.options = {
            "所在村": {row.name: row for row in villages_for(by).filter(is_active=True)},
            "行业领域": {row.name: row for row in self.sectors.values()}, "监管站所": {row.name: row for row in offices},
            "专项行动": {row.name: row for row in Campaign.objects.visible_to(by).running()},
            "来源": _labels(Source), "等级": _labels(Grade), "问题类型": _labels(ProblemKind),
            "状态": dict.fromkeys(OPEN, True) | dict.fromkeys(DONE, False),
        }  # fmt: skip
        clauses = Clause.objects.visible_to(by).filter(withdrawn_at=None).select_related("standard")
        self.standards = standards_of(self.town)
        own_last = sorted(clauses, key=lambda clause: clause.standard.township_id is not None)
        self.clauses = {clause.full_name[:200]: clause for clause in own_last}
        self.of_code, self.of_name, self._offices, self._unfit, self._rows = {}, defaultdict(list), {}, {}, {}

    def prepare(self, rows):
        """Look up the enterprises that rows name."""
        self._rows.clear()
        codes = {plain(row.get("统一社会信用代码", "")).upper() for row in rows} - {""}
        names = {row.get("企业（单位）名称", "") for row in rows} - {"", *self.options["所在村"]}
        firms = Enterprise.objects.visible_to(self.by).operating().select_related("village", "sector", "supervising_office")
        found = [firm for part in _sliced(codes) for firm in firms.filter(credit_code__in=part)]
        found += [firm for part in _sliced(names) for firm in firms.filter(name__in=part)]
        self.of_code = {firm.credit_code: firm for firm in found}
        self.of_name = defaultdict(list)
        for firm in self.of_code.values():
            self.of_name[firm.name].append(firm)
        return self

    def value(self, header, text):
        """The value of a cell; ValueError in Chinese."""
        if not text and header in REQUIRED:
            raise ValueError("必须填写")
        if header in DAYS:
            return date_of(text)
        if (options := self.options.get(header)) is not None:
            if text and text not in options:
                raise ValueError(f"没有“{text}”，可填：{some_of(options)}")
            return options.get(text)
        if header == "资金":
            return _money(text)
        if header == "统一社会信用代码":
            return _code(text)
        if len(text) > LIMITS[header]:
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
        for header, field in FIELDS.items():
            try:
                values[field] = self.value(header, texts.get(header, ""))
            except ValueError as error:
                values[field] = None
                faults.append([header, str(error)])
        wrong = {header for header, _ in faults}
        for read in (self._unit, self._days, self._judged, self._done):
            faults += [fault for fault in read(values, texts) if fault[0] not in wrong]
        if not faults:
            self._complete(values)
        return values, faults

    def _unit(self, values, texts):
        """The enterprise by its code, else by its name within the village; the village of a place without one."""
        code, name, village = values["credit_code"], values["enterprise"] or "", values["village"]
        values["enterprise"] = None
        if code:
            firms, header = list(filter(None, [self.of_code.get(code)])), "统一社会信用代码"
        elif name and name not in self.options["所在村"]:
            firms, header = self.of_name[name], "企业（单位）名称"
            firms = [firm for firm in firms if village is None or firm.village_id == village.pk]
        else:
            village = values["village"] = village or self.options["所在村"].get(name)
            return [] if village else [["所在村", "请填写所在村，或填写企业"]]
        if len(firms) != 1:
            said = (
                "有几家同名企业，请填写统一社会信用代码" if firms else "没有在管辖范围内找到这家在营企业，请先登记企业或留空"
            )
            return [[header, said]]
        values["enterprise"] = firm = firms[0]
        if village and firm.village_id != village.pk:
            return [["所在村", f"{firm.name}登记在{firm.village.name}"]]
        values["village"] = firm.village
        return []

    def _days(self, values, texts):
        found_on, due_on = values["found_on"], values["due_on"]
        if found_on and found_on > self.today:
            yield ["发现日期", "发现日期不能晚于今天"]
        if found_on and due_on and due_on < found_on:
            yield ["整改期限", "期限不能早于发现日期"]

    def _judged(self, values, texts):
        """A basis that is a clause of the library sets the grade and must be in force on the day."""
        clause = values["clause"] = self.clauses.get(values["grade_basis"])
        if clause:
            if values["found_on"] and (reason := self._misfit(clause, values["found_on"])):
                yield ["判定依据", reason]
            if (values["grade"] or clause.grade) != clause.grade:
                yield ["等级", f"与判定依据不一致，该条款为{clause.get_grade_display()}"]
            values["grade"] = clause.grade
        elif values["grade_basis"] and values["found_on"]:
            if reason := wrong_basis(values["grade_basis"], values["found_on"], self.town, self.standards):
                yield ["判定依据", reason]
        if values["responsible"]:
            if reason := rules.wrong_leader(values["grade"], values["enterprise"], values["responsible"]):
                yield ["责任人", reason]
        own = self._own_office()
        if own and values["office"] and values["office"] != own:
            yield ["监管站所", f"只能导入{own}监管的隐患"]

    def _misfit(self, clause, day):
        if (clause.pk, day) not in self._unfit:
            self._unfit[clause.pk, day] = wrong_clause(clause, day, self.town)
        return self._unfit[clause.pk, day]

    def _done(self, values, texts):
        if values["state"] is False:
            yield ["状态", IS_DONE]
        elif values["closed_at"]:
            yield ["销号日期", IS_DONE]

    def _own_office(self):
        return self.by.membership.office if self.by.has_role(Role.DEPARTMENT) else None

    def _complete(self, values):
        """What a typed row gets without being asked, and the key by which the same row is known."""
        firm, village = values["enterprise"], values["village"]
        values["sector"] = values["sector"] or (firm.sector if firm else self.sectors[trade_code(values["description"])])
        values["office"] = values["office"] or self._own_office() or self._office(firm, village, values["sector"])
        values["source"] = values["source"] or (Source.VILLAGE if self.by.has_role(Role.LIAISON) else Source.INSPECTION)
        values["grade"], values["problem_kind"] = values["grade"] or "", values["problem_kind"] or ""
        said = "\0".join(map(str, _same(values)))
        values["source_key"] = f"import:{hashlib.sha256(said.encode()).hexdigest()[:40]}"

    def _office(self, firm, village, sector):
        key = firm.supervising_office_id if firm else None, village.township_code, sector.pk
        if key not in self._offices:
            self._offices[key] = guess_office(firm, village, sector)
        return self._offices[key]


def _money(text):
    if not text:
        return None
    try:
        money = Decimal(plain(text).replace(",", "").removesuffix("元")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是金额，请写元数，如 2000") from None
    if not 0 <= money < 10**10:
        raise ValueError("金额不能小于 0，或过大，请核对")
    return money


def _code(text):
    code = plain(text).upper()
    if code and (fault := credit_code_fault(code)):
        raise ValueError(fault)
    return code


def _same(values):
    """What makes two rows the same hazard."""
    return (values["village"].pk, values["enterprise"].pk if values["enterprise"] else None, values["location"],
            values["description"], values["found_on"])  # fmt: skip


def check(rows, by, reader=None):
    """One verdict per row. What stands in the register already is the same; twice in the table, faulty from the second on."""
    reader = (reader or Reader(by)).prepare(rows)
    read = [reader.row(texts) for texts in rows]
    good = [values for values, faults in read if not faults]
    numbered, known, seen = _numbered(rows, by), _known(good, by), set()
    return [_judge(values, faults, texts, numbered, known, seen) for (values, faults), texts in zip(read, rows, strict=True)]


def _numbered(rows, by):
    """{number: hazard} of the rows that carry a number of the register, as an export does."""
    found = Hazard.objects.visible_to(by).select_related(
        "village", "enterprise", "sector", "office", "campaign", "plan", "accepted_by"
    )
    asked = {row.get("编号", "") for row in rows} - {""}
    return {row.number: row for part in _sliced(asked) for row in found.filter(number__in=part)}


def _known(good, by):
    """{key or what makes a row the same: whether it was cancelled} of those that are in the register."""
    town, known = by.membership.place.township_code, {}
    inside = Hazard.objects.filter(village__gte=town, village__lte=town[:9] + "999").order_by()
    names = ("village_id", "enterprise_id", "location", "description", "found_on", "state")
    for part in _sliced(good):
        days, texts = {values["found_on"] for values in part}, {values["description"] for values in part}
        for *said, state in inside.filter(found_on__in=days, description__in=texts).values_list(*names):
            known[tuple(said)] = known.get(tuple(said), True) and state == HazardState.CANCELLED
        keys = [values["source_key"] for values in part]
        for key, state in inside.filter(source_key__in=keys).values_list("source_key", "state"):
            known[key] = state == HazardState.CANCELLED
    return known


def _judge(values, faults, texts, numbered, known, seen):
    if values["description"] == EXAMPLE["隐患描述"]:
        return "same", [], []
    if hazard := numbered.get(values["number"]):
        changed = [[header, ALREADY] for header in _changed(hazard, texts)]
        return ("faulty" if changed else "same"), changed, []
    if faults:
        return "faulty", faults, []
    if values["source_key"] in seen:
        return "faulty", [["隐患描述", "表中重复：单位、位置、描述和发现日期都相同"]], []
    seen.add(values["source_key"])
    cancelled = [known[key] for key in (_same(values), values["source_key"]) if key in known]
    if cancelled and all(cancelled):
        return "faulty", [["隐患描述", "台账里有同一条并已取消，确需登记的请在台账里登记"]], []
    return ("same" if cancelled else "new"), [], []


ALREADY = "这条隐患已在台账里，内容与表中不同，请在台账里办理"


def _changed(hazard, texts):
    """Headers of an exported row in which something else stands now."""
    for column in register_columns():
        if column.header in texts and column.header in FIELDS and _bare(column.value(hazard)) != _bare(texts[column.header]):
            yield column.header


def _bare(value):
    """A value as a workbook gives it back, without blanks."""
    value = float(value) if isinstance(value, Decimal) else value if isinstance(value, str) else cell(value)
    return "".join(text_of(value).split())


def commit_many(rows, reader):
    """Write good rows, as check has read them, with their logs and plans; one import of a township at a time."""
    read = {values["source_key"]: (values, texts) for values, texts in ((reader.row(texts)[0], texts) for texts in rows)}
    if not read:
        return
    village = next(iter(read.values()))[0]["village"]
    numbers.take(village, 0)
    there = set(Hazard.objects.filter(source_key__in=list(read)).values_list("source_key", flat=True))
    read = {key: pair for key, pair in read.items() if key not in there}
    made = [_hazard(values, reader.by) for values, _ in read.values()]
    for hazard, number in zip(made, numbers.take(village, len(made)), strict=True):
        hazard.number = number
    steps = [_steps(values, reader) for values, _ in read.values()]
    _load(made, steps)
    _write_logs(made, steps, [texts for _, texts in read.values()], reader.by)
    _write_beside(made, steps, [values for values, _ in read.values()], reader.by)
    beside.tell(Hazard, [hazard.pk for hazard in made], fresh=True)
    for hazard in made:
        if hazard.source == Source.HANDED_DOWN:
            review(hazard)
    _tell(made, steps, reader.by)


def _hazard(values, by):
    names = [field.name for field in Hazard._meta.concrete_fields if field.attname in KEPT and field.name in values]
    return Hazard(created_by=by, **{name: values[name] for name in names if name != "number"})


def _steps(values, reader):
    """The steps that follow on the entry, by the rules of the typed ones."""
    if not (values["grade"] and values["grade_basis"] and values["responsible"] and values["due_on"]):
        return []
    if not reader.by.has_role(*rules.JUDGES) or rules.wrong_limit(values["due_on"], reader.today):
        return []
    parts = {name: values[name] for name in ("responsible", "measures", "money", "due_on", "contingency")}
    is_planned = reader.by.has_role(Role.OFFICER) and values["grade"] != Grade.MAJOR and not rules.settlement_gaps(**parts)
    return ["order_plan", "submit_plan"][: 1 + is_planned]


def _load(hazards, steps):
    """Write the rows past the ORM, in the state their steps lead to, and give them their keys."""
    now = _stored(Hazard, "graded_at", clock.now())
    told = attrgetter(*KEPT)
    rows = [
        (
            *map(_text, told(hazard)),
            Hazard.workflow.steps[taken[-1]].target if taken else hazard.state,
            now if taken else None,
        )
        for hazard, taken in zip(hazards, steps, strict=True)
    ]
    bulk.load(Hazard, (*KEPT, "state", "graded_at"), rows)
    keys = dict(Hazard.objects.filter(source_key__in=[h.source_key for h in hazards]).values_list("source_key", "pk"))
    for hazard in hazards:
        hazard.pk = keys[hazard.source_key]


def _stored(model, name, value):
    return _text(model._meta.get_field(name).get_db_prep_save(value, connection))


def _text(value):
    return str(value) if hasattr(value, "isoformat") else value


def _write_logs(hazards, steps, texts, by):
    """The entry with what the ledger said besides, then a line per step."""
    lines = [
        (hazard.pk, by.pk, by.title, "begin", "导入", "", HazardState.FOUND.value, _rest(said, "submit_plan" in taken))
        for hazard, taken, said in zip(hazards, steps, texts, strict=True)
    ]
    for action in ("order_plan", "submit_plan"):
        step = Hazard.workflow.steps[action]
        told = (by.pk, by.title, action, step.label, step.sources[0].value, step.target.value, "按导入的台账")
        lines += [(hazard.pk, *told) for hazard, taken in zip(hazards, steps, strict=True) if action in taken]
    bulk.load(HazardLog, LOGGED, lines)


def _rest(texts, is_planned):
    """What the ledger says and the row has no place for."""
    kept = [header for header in REST if texts.get(header) and not (is_planned and FIELDS[header] in PLANNED)]
    return "；".join(["从表格导入", *(f"原{header}：{texts[header]}" for header in kept)])


PLANNED = ("measures", "money", "contingency")


def _write_beside(hazards, steps, values, by):
    """Plans, and the clauses that were cited."""
    now = clock.now()
    plans = [
        Plan(
            hazard=hazard,
            responsible=row["responsible"],
            due_on=row["due_on"],
            by=by,
            at=now,
            **{p: row[p] for p in PLANNED},
        )
        for hazard, taken, row in zip(hazards, steps, values, strict=True)
        if "submit_plan" in taken
    ]
    uses = [
        ClauseUse(hazard=hazard, clause=row["clause"], cite=row["clause"].cite[:200], text=row["clause"].text, by=by, at=now)
        for hazard, row in zip(hazards, values, strict=True)
        if row["clause"]
    ]
    Plan.objects.bulk_create(plans, batch_size=SLICE)
    ClauseUse.objects.bulk_create(uses, batch_size=SLICE)


def _tell(hazards, steps, by):
    """One message a day and person, however many rows: who is to grade, who is to mend."""
    people, waiting, ordered = People(hazards), set(), set()
    for hazard, taken in zip(hazards, steps, strict=True):
        (ordered if taken else waiting).update(people.rectifiers(hazard) if taken else people.judges(hazard))
    for step, title, state, whom in (
        ("new", "从原台账导入的隐患待定级", HazardState.FOUND, waiting),
        ("graded", "从原台账导入的隐患已定级，请按期整改", "", ordered),
    ):
        others = sorted((person for person in whom if person.pk != by.pk), key=attrgetter("pk"))
        link = reverse("hazards:list") + (f"?state={state}" if state else "?open=1")
        tell(people=others, title=title, key=f"hazard-import-{step}:{by.pk}:{clock.today()}", link=link, by=by)


EXAMPLE = {
    "隐患描述": "（示例，可删除）二号车间北侧安全出口堆放纸箱，宽度不足 1 米", "具体位置": "二号车间北侧", "来源": "检查发现",
    "发现日期": "2026-01-05", "发现人": "季长河", "等级": "一般隐患", "判定依据": "现场情况", "责任人": "卓明达",
    "整改期限": "2026-01-20", "整改措施": "清走纸箱，画黄线", "资金": "0", "预案": "整改期间专人看守出口", "状态": "整改中",
}  # fmt: skip


def template(by):
    """An empty table with drop-downs, one row as an example, and a sheet of notes."""
    options = Reader(by).options
    options = options | {
        "来源": Source.labels, "等级": Grade.labels, "问题类型": ProblemKind.labels, "状态": [*OPEN[:4]],
    }  # fmt: skip
    example = EXAMPLE | {"所在村": next(iter(options["所在村"]), "")}
    return blank(
        "隐患台账", HEADERS, REQUIRED, options, NOTES, rows=[[example.get(h, "") for h in HEADERS]], loose=("状态",)
    )


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。示例行不会导入。",
    "所在村和企业至少填一项；企业按统一社会信用代码查找，没有代码的按村里的企业名称查找，须先在企业台账登记。",
    "只导入未销号的隐患，编号由系统另编，原编号、原状态等记在办理记录里；已整改、已销号的留在原台账。",
    "应急办或监管站所导入时，等级、判定依据、责任人、整改期限都有且期限未到的，按限期整改下达；"
    "应急办导入的一般隐患还写明整改措施、资金、预案的，直接进入整改中。其余为待定级，由应急办或监管站所核定。",
    "判定依据写成判定标准库里条款的全称时，等级须与条款一致，条款须在发现之日有效。",
    "单位、位置、描述、发现日期都相同的只登记一次；相近的由系统夜间列为疑似重复，由人判断。",
    "来源不填的，包村干部导入的记为村级排查，其他记为检查发现；行业领域、监管站所不填的按企业或描述判断。",
)
register(
    Importer("hazards", "隐患台账", HEADERS, REQUIRED, check, None, rules.may_import, template, "/hazards/", Reader,
             commit_many=commit_many)
)  # fmt: skip
