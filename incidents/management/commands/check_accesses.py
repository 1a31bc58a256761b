from django.core.management.base import BaseCommand, CommandError

from incidents import chain
from incidents.models import AccessChain


class Command(BaseCommand):
    help = "Check that the record of looks at deaths is what the portal wrote; names every place where it is not"

    def handle(self, **options):
        broken = 0
        for record in AccessChain.objects.select_related("town"):
            found = chain.breaks(record)
            broken += bool(found)
            self.stdout.write(f"{record.town}：{record.length} 条，{'有改动' if found else '首尾相接，没有改动'}")
            for place in found:
                self.stdout.write(f"  {place.words}")
        if broken:
            raise CommandError(f"{broken} 个乡镇的查阅记录与平台写下的不符，请保护现场并报告")
