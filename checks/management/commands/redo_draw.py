"""Compute a draw again from its seed and lists, by number of the draw or from all of them."""

from django.core.management.base import BaseCommand, CommandError

from checks.models import Draw
from checks.services.planning import redone


class Command(BaseCommand):
    help = "重新计算双随机抽取的结果，核对是否一致"

    def add_arguments(self, parser):
        parser.add_argument("draw", nargs="?", type=int, help="抽取记录的编号；不写就核对全部")

    def handle(self, draw=None, **options):
        rows = Draw.objects.select_related("plan").order_by("pk")
        rows = rows.filter(pk=draw) if draw else rows
        if draw and not rows:
            raise CommandError(f"没有编号为 {draw} 的抽取记录")
        wrong = 0
        for row in rows:
            same, _ = redone(row)
            wrong += not same
            said = f"{row.pk} {row.plan} 第{row.number}次 种子 {row.seed} 抽 {row.want}/{len(row.candidates)}"
            self.stdout.write(f"{said}：{'一致' if same else '不一致'}")
        if wrong:
            raise CommandError(f"{wrong} 次抽取的结果与种子和名单不一致")
