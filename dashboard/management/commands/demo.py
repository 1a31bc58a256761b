"""The demonstration township: invented, seeded, dated relative to today, loaded once."""

import importlib
import random
from datetime import timedelta
from types import SimpleNamespace

from django.core.management.base import BaseCommand
from django.db import transaction

from core import bulk, clock, reference
from core.models import Preference

ORDER = (
    "places", "accounts", "enterprises", "campaigns", "checks", "hazards", "incidents", "registers", "mandates", "notices", "routines", "reminders",
)  # fmt: skip
MARK = "demo-loaded"


class Command(BaseCommand):
    help = "Load the demonstration county; a second run changes nothing"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="print the demonstration accounts only")

    def handle(self, *args, accounts=False, **options):
        if not accounts:
            self.load()
        self.stdout.write(account_table())

    def load(self):
        if Preference.objects.filter(key=MARK).exists():
            return
        reference.load_all()
        with transaction.atomic():
            demo = SimpleNamespace(rng=random.Random(2026), today=clock.today(), day=day_from(clock.today()))
            for app in ORDER:
                importlib.import_module(f"{app}.demo").load(demo)
            bulk.measure()
            Preference.objects.create(key=MARK, value={"on": str(demo.today)})


def day_from(today):
    """A function of a number of days: the date that many days after today."""
    return lambda days: today + timedelta(days=days)


def account_table():
    """The accounts one may log in with, one line each."""
    from accounts.demo import ACCOUNTS, PASSWORD

    lines = [f"{label}\t{username}\t{PASSWORD}" for username, label in ACCOUNTS]
    return "演示账号（身份 / 登录名 / 密码）：\n" + "\n".join(lines)
