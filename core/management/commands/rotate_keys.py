from functools import partial

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
        for name, waiting, rotate in self.parts():
            if check:
                self.stdout.write(f"{name}：待换密钥 {waiting().count()} 条")
                continue
            renewed, closed[name] = rotate()
            self.stdout.write(f"{name}：已换密钥 {renewed} 条")
        if lost := [f"{name} {line}" for name, lines in closed.items() for line in lines]:
            raise CommandError(f"{len(lost)} 条打不开，未改动；找回旧密钥加入 DATA_KEYS 后再运行：\n" + "\n".join(lost))

    def parts(self):
        """(name, what waits, how it is renewed) of each table with sealed columns, and of those with sealed files."""
        for model in rotation.models_with_secrets():
            yield str(model._meta.verbose_name), partial(rotation.waiting, model), partial(rotation.rotate, model)
        for part in rotation.files():
            yield f"{part.model._meta.verbose_name}文件", part.waiting, part.rotate

    def name_lost(self):
        count = 0
        for part in rotation.files():
            for pk in part.lost().order_by("pk").values_list("pk", flat=True).iterator():
                count += 1
                self.stdout.write(f"{part.model._meta.verbose_name}文件 {pk}　密钥不在，无法解密")
        for model in rotation.models_with_secrets():
            for row in rotation.lost(model).order_by("pk").iterator():
                count += 1
                said = "；".join(f"{column}：{why}" for column, why in rotation.why_lost(row))
                self.stdout.write(f"{model._meta.verbose_name} {row.pk}　{said}")
        if count:
            raise CommandError(f"{count} 条打不开；找回旧密钥加入 DATA_KEYS")
        self.stdout.write("没有打不开的记录")
