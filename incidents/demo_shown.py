"""What the accounts of a station and of discipline that are shown handle: a case of theirs, a tip, a list of names, an export."""

from datetime import datetime, time

from django.utils import timezone

from accounts.models import User
from core import clock

from . import services
from .guard import exporting
from .matching import services as matching
from .models import DeathReport, Lead, NameList, Tip
from .tips import services as tips

SHOWN = ("zhansuo", "jiwei")


def load(demo, leader):
    town = demo.towns[0].code[:9]
    report = DeathReport.objects.filter(by_itself=False, lead__village__code__startswith=town).select_related("lead").first()
    tip = Tip.objects.filter(state="handed", place__code__startswith=town).first()
    names = NameList.objects.filter(township=demo.towns[0], destroyed_at=None).first()
    for user in User.objects.filter(username__in=SHOWN):
        with clock.at(timezone.make_aware(datetime.combine(demo.day(-2), time(9, 30)))):
            if report:
                services.name_handler(lead=report.lead, user=user, by=leader)
            tips.name_handler(tip=tip, user=user, by=leader)
            matching.name_handler(names=names, user=user, by=leader)
        with clock.at(timezone.make_aware(datetime.combine(demo.day(-1), time(16)))):
            mine = Lead.objects.visible_to(user)
            if mine:
                exporting.ask(kind="register", rows=mine, reason="核对本单位经办的线索", by=user)
