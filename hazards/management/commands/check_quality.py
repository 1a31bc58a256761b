"""Look over what was filled in and photographed, in one township or all; safe to run again."""

import logging

from django.core.management.base import BaseCommand, CommandError

from hazards.quality import VERSION, scan
from places.models import Place

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "按现行规则检查填报质量、查找疑似重复隐患；可重复运行"

    def add_arguments(self, parser):
        parser.add_argument("--town", default="", help="乡镇的 12 位区划代码，不填则全部乡镇")

    def handle(self, *, town, **options):
        towns = Place.objects.filter(level="township")
        towns = towns.filter(pk=town) if town else towns
        if not towns:
            raise CommandError("没有这个乡镇")
        failed = []
        for place in towns:
            try:
                found = scan.scan(place.pk)
            except Exception:
                logger.exception("填报质量检查失败：%s", place.pk)
                failed.append(place.name)
                continue
            self.stdout.write(
                f"{place.name}（规则第 {VERSION} 版）：新标记 {found['new']}，取消 {found['lapsed']}，"
                f"疑似重复 {found['pairs']} 对"
            )
        if failed:
            raise CommandError(f"这些乡镇没有检查完，其余的已检查：{'、'.join(failed)}")
