"""Former cases from a workbook: what was concluded, when, by whom. The table and its rows are kept sealed.

A case is known by its former number within the township; a second import of it changes nothing.
"""

from datetime import date, datetime, time

from django.utils import timezone

from core import cipher, clock
from core.imports import Importer, date_of, plain, register, some_of
from core.xlsx_blank import blank
from enterprises.models import Enterprise
from places.sight import villages_of

from . import rules, services
from .enums import Conclusion, LeadSource
from .models import Lead

FIRST_DAY = date(2012, 11, 1)
HEADERS = (
    "原编号", "所在村", "涉及企业", "死亡人员", "发生日期", "线索来源", "线索内容", "原结论", "认定机关", "认定文号", "结论日期", "原核查人",
)  # fmt: skip
REQUIRED = ("原编号", "所在村", "线索内容", "原结论", "结论日期", "原核查人")
LIMITS = {"原编号": 30, "死亡人员": 40, "线索内容": 5000, "认定机关": 60, "认定文号": 60, "原核查人": 120}
DAYS = ("发生日期", "结论日期")
NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。一行是一件以前查过的线索。",
    f"发生日期不早于 {FIRST_DAY:%Y年%m月}；结论日期不早于发生日期。原核查人写姓名，几个人用顿号隔开，重新核查时这些人要回避。",
    "结论是查否、存疑的，导入后列入重新核查清单。非生产安全事故、核销、认定瞒报要写认定机关和文号。",
    "上传的表格加密保存，只有你能看到校对结果。",
)


def options(by):
    return {
        "所在村": {village.name: village for village in villages_of(by)},
        "线索来源": {label: value for value, label in LeadSource.choices},
        "原结论": {label: value for value, label in Conclusion.choices},
    }


class Reader:
    """Turns texts into values of the officer's township."""

    def __init__(self, by):
        self.by, self.options, self.today = by, options(by), clock.today()
        self.firms = {firm.name: firm for firm in Enterprise.objects.visible_to(by).select_related("village")}

    def value(self, header, text):
        """The value; ValueError in Chinese."""
        if not text:
            if header in REQUIRED:
                raise ValueError("必须填写")
            return LeadSource.HANDED_DOWN if header == "线索来源" else None if header in (*DAYS, "涉及企业") else ""
        if header in self.options:
            if text not in self.options[header]:
                raise ValueError(f"没有“{text}”，可填：{some_of(self.options[header])}")
            return self.options[header][text]
        if header in DAYS:
            return self.day(text)
        if header == "涉及企业":
            if text not in self.firms:
                raise ValueError(f"企业台账里没有“{text}”，请核对名称，或写进线索内容")
            return self.firms[text]
        if len(text) > LIMITS[header]:
            raise ValueError(f"超过 {LIMITS[header]} 个字")
        return plain(text) if header == "原编号" else text

    def day(self, text):
        day = date_of(text)
        if day > self.today:
            raise ValueError("不能晚于今天")
        if day < FIRST_DAY:
            raise ValueError(f"早于 {FIRST_DAY:%Y年%m月}，不在回头看的范围")
        return day

    def row(self, texts):
        values, faults = {}, []
        for header in HEADERS:
            try:
                values[header] = self.value(header, texts.get(header, ""))
            except ValueError as error:
                faults.append([header, str(error)])
        return values, faults or _across(values, self.by.membership.place)


def _across(values, township):
    """What is wrong between the columns of one row."""
    above = values["原结论"] in rules.ABOVE_TOWNSHIP
    found = [
        ("结论日期", "早于发生日期" if values["发生日期"] and values["结论日期"] < values["发生日期"] else ""),
        ("所在村", _other_village(values["涉及企业"], values["所在村"])),
        ("认定机关", rules.wrong_authority(above, values["原结论"], values["认定机关"], township)),
        ("认定文号", rules.wrong_number(above, values["原结论"], values["认定文号"])),
    ]
    return [[header, reason] for header, reason in found if reason]


def _other_village(firm, village):
    return f"{firm.name}在{firm.village.name}" if firm and firm.village_id != village.pk else ""


def key_of(by, number):
    """The lead's source key: the former number, hashed, for it may say a name."""
    return f"old:{by.membership.place_id}:{cipher.digest(number, 'incidents.old')}"[:60]


def check(rows, by):
    reader, seen, found = Reader(by), set(), []
    for texts in rows:
        values, faults = reader.row(texts)
        number = values.get("原编号")
        if not faults and number in seen:
            faults = [["原编号", f"表格里“{number}”重复"]]
        seen.add(number)
        known = not faults and Lead.objects.filter(source_key=key_of(by, number)).exists()
        found.append(("faulty" if faults else "same" if known else "new", faults, []))
    return found


def commit(texts, reader):
    values, _ = reader.row(texts)
    services.open_old_case(
        key=key_of(reader.by, values["原编号"]), village=values["所在村"], enterprise=values["涉及企业"], source=values["线索来源"],
        summary=values["线索内容"], person=values["死亡人员"], happened_on=values["发生日期"], conclusion=values["原结论"],
        concluded_at=timezone.make_aware(datetime.combine(values["结论日期"], time(12))), authority=values["认定机关"],
        number=values["认定文号"], verifiers=values["原核查人"], by=reader.by,
    )  # fmt: skip


def template(by):
    known = {header: list(words) for header, words in options(by).items()}
    return blank("历史线索", HEADERS, REQUIRED, known, NOTES)


register(
    Importer("old-cases", "历史线索", HEADERS, REQUIRED, check, commit, rules.may_open, template, "/incidents/again/", Reader, private=True)
)  # fmt: skip
