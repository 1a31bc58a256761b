from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hazards.big import City
from places.models import Place


class Command(BaseCommand):
    help = "Fill an empty portal with an invented city of any size, to measure with; the same seed gives the same rows"

    def add_arguments(self, parser):
        parser.add_argument("--hazards", type=int, default=1_000_000)
        parser.add_argument("--enterprises", type=int, default=200_000)
        parser.add_argument("--villages", type=int, default=5_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, hazards, enterprises, villages, seed, **options):
        if min(hazards, enterprises, villages) < 1:
            raise CommandError("数量至少是 1")
        if villages > 90 * 10 * 20:
            raise CommandError("村最多 18000 个")
        if Place.objects.exists():
            raise CommandError("只能写入空的数据库，请换一个 DATA_DIR 或 DATABASE_URL")
        with transaction.atomic():
            City(villages=villages, enterprises=enterprises, hazards=hazards, seed=seed).build(self.stdout.write)
