"""What a workbook of names says, line by line: who can be compared, and what is wrong with which column of which row."""

from core import clock
from core.imports import date_of, plain, read_table

from .enums import ListKind
from .names import birth_of, clean_name, number_of

NAME, SEX, NUMBER, BORN, VILLAGE = "姓名", "性别", "身份证号", "出生年月", "所在村"
WORK, POST, DAY, CAUSE = "工作单位", "岗位", "死亡日期", "死亡原因"
HEADERS = (NAME, SEX, NUMBER, BORN, VILLAGE, WORK, POST, DAY, CAUSE)
FACTS = {NAME: "name", SEX: "sex", BORN: "born", VILLAGE: "village", WORK: "work", POST: "post", DAY: "day", CAUSE: "cause"}
WIDEST = 80  # characters of a cell that are kept
MOST_ROWS = 200_000


def read(data, kind):
    """(people, faults) of a workbook: people {line: (number, facts)}, faults [line, header, reason, left out]."""
    people, faults, seen = {}, [], {}
    for line, row in read_table(data, HEADERS, (NAME,), MOST_ROWS):
        row = {header: row.get(header, "")[:WIDEST] for header in HEADERS}
        own = list(_faults(row, kind, seen, line))
        faults += [[line, *fault] for fault in own]
        if not any(left_out for _, _, left_out in own):
            people[line] = _number(row), {key: _plain(header, row[header]) for header, key in FACTS.items() if row[header]}
    return people, faults


def _number(row):
    whole, _, _ = number_of(row[NUMBER])
    return whole or plain(row[NUMBER]).upper()


def _plain(header, text):
    return day.isoformat() if header == DAY and (day := day_of(text)) else text


def day_of(text):
    """The date a cell says; None when it says none."""
    try:
        return date_of(text)
    except ValueError:
        return None


def _faults(row, kind, seen, line):
    """(header, reason, whether the row is left out). The words name no person."""
    whole, shown, mistyped = number_of(row[NUMBER])
    if not clean_name(row[NAME]):
        yield NAME, "没有填写，本行未收入", True
    if row[NUMBER] and not whole and not shown:
        yield NUMBER, "位数不对" if not mistyped else "校验位不对，按姓名、出生年份和村比对", False
    year = _year(row[BORN])
    if row[BORN] and not year:
        yield BORN, "看不出年份，请写成 1980-03-07 或 1980", False
    if not whole and not shown and not year:
        yield BORN, "身份证号和出生年月都不能用，本行未收入", True
    if whole and seen.setdefault(whole, line) != line:
        yield NUMBER, f"与第 {seen[whole]} 行相同，本行未收入", True
    yield from _day_faults(row, kind)


def _day_faults(row, kind):
    day = day_of(row[DAY])
    if row[DAY] and day is None:
        yield DAY, "不是日期，请写成 2026-01-05", False
    elif day and day > clock.today():
        yield DAY, "晚于今天", False
    elif not day and kind != ListKind.STAFF:
        yield DAY, "没有填写", False


def _year(text):
    try:
        return birth_of(text)[0] if text else 0
    except ValueError:
        return 0
