"""Small households of the demonstration that nobody has an account for: two answered on paper, the others still owe it."""

from datetime import datetime, time

from django.utils import timezone

from accounts.enums import Role
from core import clock
from enterprises.codes import check_character, org_check_character
from enterprises.models import Enterprise
from evidence import photos
from incidents.demo import scan

from .enums import Audience, BadAnswer, ItemKind
from .models import Checklist
from .services import Units, accept, copying, send

# name after the village's, trade, head
HOUSEHOLDS = (
    ("豆腐作坊", "trade", "厉小妹"), ("米粉店", "trade", "童阿根"), ("修车铺", "transport", "邢大力"), ("旧货收购点", "other", "尤进财"),
)  # fmt: skip
EXPIRED = "灭火器过了检验日期，已让他月底前换新"


def load(demo):
    town = demo.towns[0]
    liaisons, officer = demo.people.get((town.code, Role.LIAISON), ()), demo.people[(town.code, Role.OFFICER)][0]
    if not liaisons:
        return
    village = liaisons[0].membership.villages.order_by("pk").first()
    firms = [_household(demo, village, number, *row) for number, row in enumerate(HOUSEHOLDS, 1)]
    campaign = next((row for row in demo.campaigns[town.code][::-1] if row.state == "running"), None)
    units = Units(township=town, audience=Audience.ENTERPRISES, firms=[firm.pk for firm in firms])
    with _at(demo, 8):
        fire = send(
            version=Checklist.objects.get(key="fire-and-gas").current,
            units=units,
            due_on=demo.day(6),
            campaign=campaign,
            by=officer,
        )
        secret = Checklist.objects.get(key="three-questions").current
        send(version=secret, units=units, due_on=demo.day(9), campaign=campaign, by=officer)
    for number, check in enumerate(fire.checks[:2]):
        with _at(demo, 4 - number):
            _copied(check, liaisons[0], bad=number == 1)
    with _at(demo, 2):
        accept(check=fire.checks[0], by=officer)


def _at(demo, ago):
    return clock.at(timezone.make_aware(datetime.combine(demo.day(-ago), time(10, 40))))


def _household(demo, village, number, name, sector, principal):
    body = f"MB{number:06d}"
    code = f"92990101{body}{org_check_character(body)}"
    with _at(demo, 300):
        return Enterprise.objects.create(
            name=f"{village.short_name}{name}", credit_code=code + check_character(code), village=village, sector_id=sector,
            scale="household", principal=principal, principal_phone=f"1390000{number:04d}", employees=2,
            address=f"{village.name}{number * 7}号",
        )  # fmt: skip


def _copied(check, by, bad):
    """As the sheet says; on the second the extinguishers are past their day."""
    answers = {item.pk: _said(item) for item in check.version.items.all()}
    if bad:
        item = check.version.items.filter(text__contains="灭火器", bad_answer=BadAnswer.NO).order_by("order").first()
        answers[item.pk] = ("no", EXPIRED)
    return copying.copy(
        check=check, answers=answers, name=check.enterprise.principal, signed_on=clock.today(),
        scans=[photos.keep(scan(), by=by).pk], by=by,
    )  # fmt: skip


def _said(item):
    plain = {ItemKind.NUMBER: "2", ItemKind.TEXT: "无"}
    return plain.get(item.kind) or ("no" if item.bad_answer == BadAnswer.YES else "yes"), ""
