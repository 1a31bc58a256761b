"""The villages of a township from a workbook, known by their division code."""

from decimal import Decimal, InvalidOperation

from openpyxl import Workbook

from core import xlsx
from core.imports import Importer, plain, register

from .enums import Level
from .models import Place

HEADERS = ("区划代码", "村名", "简称", "人口", "经度", "纬度", "在用")
FIELDS = {
    "区划代码": "code", "村名": "name", "简称": "short_name", "人口": "population",
    "经度": "longitude", "纬度": "latitude", "在用": "is_active",
}  # fmt: skip
DEGREES = (("经度", "longitude"), ("纬度", "latitude"))
NOTES = (
    "区划代码为 12 位，前 9 位与本乡镇相同；代码相同的村会被更新。",
    "村名写全称，如“石桥村”；简称用于识别通知里的写法，不填时取村名去掉“村”“社区”。",
    "经度、纬度是村委会的位置，如 117.5012、31.2604，可不填；填了以后能看出照片是否在村里拍的。",
    "在用填“是”或“否”，不填为“是”。撤并的村填“否”，不要删行。",
)


def may(user):
    return "" if user.role == "officer" else "村由乡镇应急办维护"


def check(rows, by):
    """One verdict per row; a code twice in the file is faulty from its second row on."""
    town, seen = by.membership.place, set()
    known = {village.code: village for village in Place.objects.within(town).villages()}
    return [_judge(row, town, known, seen) for row in rows]


def _judge(row, town, known, seen):
    values, faults = values_of(row), list(faults_of(row, town, seen))
    seen.add(values["code"])
    if faults:
        return "faulty", faults, []
    village = known.get(values["code"])
    if village is None:
        return "new", [], []
    labels = {field: header for header, field in FIELDS.items()}
    pairs = [(field, getattr(village, field), value) for field, value in values.items()]
    changes = [[labels[f], xlsx.cell(old), xlsx.cell(new)] for f, old, new in pairs if old != new]
    return ("changed" if changes else "same"), [], changes


def values_of(row):
    people = plain(row.get("人口", ""))
    name = row["村名"]
    return {
        "code": plain(row["区划代码"]),
        "name": name,
        "short_name": row.get("简称") or name.removesuffix("村").removesuffix("社区"),
        "population": int(people) if people.isdecimal() else None,
        "is_active": row.get("在用") != "否",
        # a workbook without these columns says nothing about them
        **{field: degrees(row[header]) for header, field in DEGREES if header in row},
    }


def degrees(text):
    """Decimal degrees to six places; None when empty or no number."""
    try:
        return Decimal(plain(text)).quantize(Decimal("0.000001")) if text else None
    except InvalidOperation:
        return None


def faults_of(row, town, seen):
    code, people = plain(row["区划代码"]), plain(row.get("人口", ""))
    if len(code) != 12 or not code.isdecimal():
        yield ["区划代码", f"“{row['区划代码']}”不是 12 位数字，请把这一列设为文本格式"]
    elif code[:9] != town.code[:9] or code.endswith("000"):
        yield ["区划代码", f"不是{town.name}的村，前 9 位应为 {town.code[:9]}"]
    elif code in seen:
        yield ["区划代码", "表中重复"]
    if not 2 <= len(row["村名"]) <= 40:
        yield ["村名", "请写 2 到 40 个字"]
    if len(row.get("简称", "")) > 20:
        yield ["简称", "超过 20 个字"]
    if people and not people.isdecimal():
        yield ["人口", f"“{row['人口']}”不是整数"]
    yield from faults_of_position(row)
    if row.get("在用", "") not in ("", "是", "否"):
        yield ["在用", "只能填“是”或“否”"]


def faults_of_position(row):
    """China lies between 73° and 136° east, 3° and 54° north; swapped columns are the usual fault."""
    for header, least, most in (("经度", 73, 136), ("纬度", 3, 54)):
        given = row.get(header, "")
        if given and not ((value := degrees(given)) is not None and least <= value <= most):
            yield [header, f"“{given}”不是{header}，应在 {least} 到 {most} 之间"]
    if bool(row.get("经度")) != bool(row.get("纬度")):
        yield ["经度", "经度和纬度要么都填，要么都不填"]


def commit(row, by):
    values = values_of(row)
    Place.objects.update_or_create(code=values.pop("code"), defaults=values | {"level": Level.VILLAGE})


def template(by):
    """The township's present villages, or an example to write over; codes are texts."""
    book = Workbook()
    sheet, notes = book.active, book.create_sheet("填写说明")
    sheet.title = "村"
    sheet.append(["区划代码*", "村名*", *HEADERS[2:]])
    villages = Place.objects.within(by.membership.place).villages()
    for village in villages:
        sheet.append(
            [
                village.code,
                village.name,
                village.short_name,
                village.population,
                village.longitude,
                village.latitude,
                xlsx.cell(village.is_active),
            ]
        )
    for row in range(2, 502):
        sheet.cell(row, 1).number_format = "@"
    for line in NOTES:
        notes.append([line])
    sheet.column_dimensions["A"].width, notes.column_dimensions["A"].width = 18, 80
    return xlsx.dump(book)


register(Importer("villages", "村", HEADERS, HEADERS[:2], check, commit, may, template, "/places/villages/"))
