"""The first step of a new township: its place, its safety office and the first officer, who adds all others."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.services import initial_password
from core import reference
from places.enums import Level
from places.models import Office, Place


class Command(BaseCommand):
    help = "Open a township: place, safety office, first officer (prints the initial password once)"

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="12-digit division code of the township")
        parser.add_argument("--name", required=True, help="e.g. 云溪镇")
        parser.add_argument("--county", required=True, help="name of its county, e.g. 青禾县")
        parser.add_argument("--paper-code", default="", help="机关代字 of its papers, e.g. 云政发")
        parser.add_argument("--office", default="应急管理办公室", help="name of the safety office")
        parser.add_argument("--username", required=True, help="login name of the first officer")
        parser.add_argument("--officer", required=True, help="name of the first officer")

    def handle(self, *args, code, name, **options):
        if len(code) != 12 or not code.isdigit() or not code.endswith("000") or code[6:9] == "000":
            raise CommandError("--code 应为乡镇的 12 位区划代码，末三位是 000")
        word = initial_password()
        try:
            open_township(code=code, name=name, word=word, **options)
        except IntegrityError as error:
            raise CommandError(f"登录名“{options['username']}”已有人使用") from error
        self.stdout.write(f"{name}已开通。请登录后修改初始密码，再到“设置”导入村、站所、人员和企业。")
        self.stdout.write(f"登录名：{options['username']}\n初始密码（只显示这一次）：{word}")


@transaction.atomic
def open_township(*, code, name, word, county, paper_code, office, username, officer, **_):
    """Rows that exist already stay; the officer is always new."""
    reference.load_all()
    Place.objects.get_or_create(code=code[:6] + "000000", defaults={"name": county, "level": Level.COUNTY})
    short = name.removesuffix("镇").removesuffix("乡").removesuffix("街道")
    values = {"name": name, "level": Level.TOWNSHIP, "short_name": short, "paper_code": paper_code}
    town, _ = Place.objects.get_or_create(code=code, defaults=values)
    safety, _ = Office.objects.get_or_create(township=town, name=office, defaults={"is_safety_office": True})
    person = User.objects.create_user(username, word, name=officer, must_change_password=True)
    Membership.objects.create(user=person, role=Role.OFFICER, place=town, office=safety)
    return person
