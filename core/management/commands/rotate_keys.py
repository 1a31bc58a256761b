from django.core.management.base import BaseCommand, CommandError

from core import rotation


class Command(BaseCommand):
    help = "Seal everything anew with the newest of DATA_KEYS; safe to kill, to run again and beside people at work"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only count what older keys sealed")
        parser.add_argument("--lost", action="store_true", help="only name the rows that no key at hand opens")

    def handle(self, *, check, lost, **options):
        if lost:
            return self.name_lost()
        closed = {}
        for model in rotation.models_with_secrets():
            name = str(model._meta.verbose_name)
            if check:
                self.stdout.write(f"{name}：待换密钥 {rotation.waiting(model).count()} 条")
                continue
            renewed, closed[name] = rotation.rotate(model)
            self.stdout.write(f"{name}：已换密钥 {renewed} 条")
        if lost := [f"{name} {line}" for name, lines in closed.items() for line in lines]:
            raise CommandError(f"{len(lost)} 条打不开，未改动；找回旧密钥加入 DATA_KEYS 后再运行：\n" + "\n".join(lost))

    def name_lost(self):
        count = 0
        for model in rotation.models_with_secrets():
            for row in rotation.lost(model).order_by("pk").iterator():
                count += 1
                said = "；".join(f"{column}：{why}" for column, why in rotation.why_lost(row))
                self.stdout.write(f"{model._meta.verbose_name} {row.pk}　{said}")
        if count:
            raise CommandError(f"{count} 条打不开；找回旧密钥加入 DATA_KEYS")
        self.stdout.write("没有打不开的记录")
