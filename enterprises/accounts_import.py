"""Accounts of enterprises' heads from a workbook: known by credit code, name and phone of the register unless given."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import rosters
from accounts.enums import Role
from accounts.forms import clean_phone
from accounts.imports import fresh, login_faults, login_of, taken_logins
from accounts.models import Membership
from core.errors import Refused
from core.imports import Importer, plain, register
from core.xlsx_blank import blank

from . import rules
from .models import Enterprise, Seat

HEADERS = ("统一社会信用代码", "企业名称", "姓名", "手机", "登录名")
REQUIRED = ("统一社会信用代码",)


def firms_of(by, codes):
    """{credit code: enterprise} of those in the officer's sight, with the names of their heads who have accounts."""
    wanted = sorted(codes)
    batches = (wanted[start : start + 500] for start in range(0, len(wanted), 500))
    rows = Enterprise.objects.visible_to(by).select_related("village").prefetch_related("seats__membership__user")
    return {firm.credit_code: firm for batch in batches for firm in rows.filter(credit_code__in=batch)}


def heads_of(firm):
    return {seat.membership.user.name: seat.membership.user_id for seat in firm.seats.all() if not seat.membership.ended_at}


def read(texts, firms):
    """(firm, name, phone, login, [[header, reason]]); empty cells are filled from the register."""
    faults = []
    firm = firms.get(code_of(texts))
    if firm is None:
        return None, "", "", "", [["统一社会信用代码", "本乡镇企业台账里没有这家企业，请先登记"]]
    name = texts.get("姓名") or firm.principal
    phone = _parsed(faults, "手机", clean_phone, texts.get("手机") or firm.principal_phone)
    login = _parsed(faults, "登录名", login_of, texts.get("登录名", ""))
    if len(name) > 40:
        faults.append(["姓名", "超过 40 个字"])
    return firm, name, phone, login, faults


def _parsed(faults, header, parse, text):
    try:
        return parse(text)
    except ValidationError as error:
        faults.append([header, error.messages[0]])
    except ValueError as error:
        faults.append([header, str(error)])
    return ""


def code_of(texts):
    return plain(texts.get("统一社会信用代码", "")).upper()


def check(rows, by):
    """One verdict per row; who has the account already is 无变化."""
    firms = firms_of(by, {code_of(row) for row in rows})
    taken = taken_logins([plain(row.get("登录名", "")) for row in rows])
    given, seated = set(), set()
    return [_judge(texts, firms, taken, given, seated, by) for texts in rows]


def _judge(texts, firms, taken, given, seated, by):
    firm, name, phone, login, faults = read(texts, firms)
    if faults:
        return "faulty", faults, []
    head = heads_of(firm).get(name)
    faults = login_faults(login.lower(), taken, given, but=head)
    if (firm.pk, name) in seated:
        faults.append(["姓名", "表中重复：同一企业同一个人"])
    if texts.get("企业名称") and texts["企业名称"] != firm.name:
        faults.append(["企业名称", f"与台账不一致，台账中是“{firm.name}”"])
    if faults:
        return "faulty", faults, []
    seated.add((firm.pk, name))
    return ("same", [], []) if head else fresh(name, phone, by)


def commit(texts, by):
    """Write one good row."""
    firm, name, phone, login, _ = read(texts, firms_of(by, {code_of(texts)}))
    give_account(firm=firm, name=name, phone=phone, username=login, by=by)


@transaction.atomic
def give_account(*, firm, name, phone, by, username=""):
    """A head of the enterprise gets a seat, on a known account or a new one named after the credit code."""
    if reason := rules.may_edit(by):
        raise Refused(reason)
    stem = firm.credit_code[-8:].lower()
    person = rosters.known_person(name=name, phone=phone, by=by)
    person = person or rosters.open_account(username=username, stem=stem, name=name, phone=phone)
    seat = Membership.objects.create(
        user=person, role=Role.ENTERPRISE, place=firm.village, unit=firm.name[:60], post="主要负责人"
    )
    return Seat.objects.create(membership=seat, enterprise=firm)


def template(by):
    """The enterprises without an account, ready to be sent back as they are."""
    headed = Seat.objects.current().values("enterprise")
    firms = Enterprise.objects.visible_to(by).operating().exclude(pk__in=headed)
    rows = [[firm.credit_code, firm.name, firm.principal, firm.principal_phone, ""] for firm in firms]
    return blank("企业账号", HEADERS, REQUIRED, {}, NOTES, rows=rows)


NOTES = (
    "表中已列出还没有账号的企业，核对后可直接上传；不开通的整行删去。",
    "姓名、手机不填时用企业台账里的主要负责人；登录名不填时用信用代码后 8 位。",
    "手机与姓名都相同的人会沿用原来的账号，只增加一家企业。",
    "导入后到“设置—人员—初始密码”一次生成并下载新账号的初始密码。",
)
register(
    Importer(
        "firm-accounts", "企业账号", HEADERS, REQUIRED, check, commit, rules.may_edit, template, "/accounts/people/initial/"
    )
)
