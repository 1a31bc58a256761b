"""Cadres and the other people of a township from a workbook; their passwords are made afterwards."""

import re

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from core.imports import Importer, plain, register, some_of
from core.xlsx_blank import blank
from places.models import Office
from places.sight import villages_of

from . import rosters, rules
from .enums import Role
from .forms import LOGIN, clean_phone
from .models import User

HEADERS = ("姓名", "登录名", "手机", "身份", "职务", "村", "站所")
REQUIRED = ("姓名", "身份")
VILLAGES = {Role.CADRE: "村干部要填一个村", Role.LIAISON: "包村干部至少填一个村，几个村用顿号隔开"}


class Reader:
    """Turns texts into a person and a seat of the officer's township; options are looked up once."""

    def __init__(self, by):
        self.town = by.membership.place
        self.roles = {role.label: role for role in rules.GIVEN_BY_OFFICER}
        self.villages = {row.name: row for row in villages_of(by)}
        self.offices = {row.name: row for row in Office.objects.filter(township=self.town, is_active=True)}

    def row(self, texts):
        """(arguments of rosters.enlist, [[header, reason]])."""
        self.faults = []
        role = self.read("身份", self.option, texts, self.roles)
        villages = self.read("村", self.places, texts, role) or []
        values = {
            "name": self.read("姓名", self.short, texts, 40, True),
            "username": self.read("登录名", login_of, texts),
            "phone": self.read("手机", clean_phone, texts),
            "post": self.read("职务", self.short, texts, 40, False),
            "role": role,
            "place": villages[0] if role == Role.CADRE and villages else self.town,
            "office": self.read("站所", self.office, texts, role),
            "villages": villages if role == Role.LIAISON else [],
        }
        return values, self.faults

    def read(self, header, parse, texts, *more):
        """The value of a column; a fault is noted and None returned."""
        try:
            return parse(texts.get(header, ""), *more)
        except ValidationError as error:
            self.faults.append([header, error.messages[0]])
        except ValueError as error:
            self.faults.append([header, str(error)])
        return None

    def short(self, text, most, needed):
        if needed and not text:
            raise ValueError("必须填写")
        if len(text) > most:
            raise ValueError(f"超过 {most} 个字")
        return text

    def option(self, text, options):
        if text not in options:
            raise ValueError(f"没有“{text}”，可填：{some_of(options)}" if text else "必须填写")
        return options[text]

    def places(self, text, role):
        names = [name for name in re.split(r"[、,，;；\s]+", text) if name]
        if role is not None and role not in VILLAGES and names:
            raise ValueError(f"{role.label}不填村")
        found = [self.option(name, self.villages) for name in names]
        if role in VILLAGES and (not found or role == Role.CADRE and len(found) > 1):
            raise ValueError(VILLAGES[role])
        return found

    def office(self, text, role):
        if role == Role.DEPARTMENT and not text:
            raise ValueError("站所人员必须填站所")
        if text and role is not None and role not in (Role.DEPARTMENT, Role.OFFICER):
            raise ValueError(f"{role.label}不填站所")
        return self.option(text, self.offices) if text else None


def login_of(text):
    """A login name, "" when one is to be made."""
    login = plain(text)
    if login and not re.fullmatch(LOGIN, login):
        raise ValueError("登录名应为 3 到 40 位字母、数字")
    return login


def check(rows, by):
    """One verdict per row; a repeated import of the same list says 无变化."""
    reader, given, seated = Reader(by), set(), set()
    logins = [plain(row.get("登录名", "")) for row in rows]
    taken = taken_logins(logins)
    seats = rosters.seats_of(by).select_related("user").prefetch_related("villages")
    known = {key_of(seat.user.name, seat.role, seat.place_id, seat.office_id): seat for seat in seats}
    return [_judge(reader, row, taken, given, known, seated, by) for row in rows]


def taken_logins(logins, size=500):
    """Those of these names that are in use, in small letters → user's pk."""
    wanted = sorted({login.lower() for login in logins if login})
    users = User.objects.annotate(small=Lower("username")).values_list("small", "pk")
    batches = (wanted[start : start + size] for start in range(0, len(wanted), size))
    return {name: pk for batch in batches for name, pk in users.filter(small__in=batch)}


def key_of(name, role, place_id, office_id):
    return name, str(role), place_id, office_id


def _judge(reader, texts, taken, given, known, seated, by):
    values, faults = reader.row(texts)
    if faults:
        return "faulty", faults, []
    key = key_of(values["name"], values["role"], values["place"].pk, getattr(values["office"], "pk", None))
    seat = known.get(key)
    login = values["username"].lower()
    faults = login_faults(login, taken, given, but=seat and seat.user_id)
    if key in seated:
        faults.append(["姓名", "表中重复：同一个人同一任职"])
    if seat and set(seat.villages.all()) != set(values["villages"]):
        faults.append(["村", f"此人已包联{'、'.join(row.name for row in seat.villages.all())}，请先在人员页结束原任职"])
    if faults:
        return "faulty", faults, []
    seated.add(key)
    return ("same", [], []) if seat else fresh(values["name"], values["phone"], by)


def login_faults(login, taken, given, *, but=None):
    """Why this login name cannot be given; `but` is the user who may already have it. Notes it as given."""
    if not login:
        return []
    twice = login in given
    given.add(login)
    if twice:
        return [["登录名", "表中重复"]]
    return [["登录名", "已有人使用，请换一个或留空"]] if taken.get(login, but) != but else []


def fresh(name, phone, by):
    """The verdict on a seat that is not there yet: of a new account, or a further one of a known person."""
    person = rosters.known_person(name=name, phone=phone, by=by)
    if person is None:
        return "new", [], []
    held = "；".join(map(str, person.memberships.current().select_related("place", "office")))
    return "changed", [], [["任职", held, f"{held}；并增加本行任职，登录名 {person.username} 不变"]]


def commit(texts, by):
    """Write one good row."""
    values, _ = Reader(by).row(texts)
    rosters.enlist(by=by, **values)


def template(by):
    """An empty table with drop-downs, and a sheet of notes."""
    reader = Reader(by)
    options = {"身份": reader.roles, "村": reader.villages, "站所": reader.offices}
    return blank("人员", HEADERS, REQUIRED, options, NOTES, loose=("村",))


NOTES = (
    "带 * 的列必须填写；不要改列名，列的顺序可以变。",
    "登录名不填时按姓名拼音生成；手机与姓名都相同的人会沿用原来的账号，只增加任职。",
    "村干部填一个村；包村干部可填几个村，用顿号隔开；站所人员填站所；其他身份不填村。",
    "导入后到“设置—人员—初始密码”一次生成并下载新账号的初始密码。",
)
register(
    Importer(
        "cadres", "人员名单", HEADERS, REQUIRED, check, commit, rules.may_keep_people, template, "/accounts/people/initial/"
    )
)
