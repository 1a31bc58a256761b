from datetime import date

from django.core.management.base import BaseCommand, CommandError

from reminders import deadlines
from reminders.scan import scan
from reminders.services import deliver_waiting


class Command(BaseCommand):
    help = "Scan all deadlines and tell people what is due; safe to run again"

    def add_arguments(self, parser):
        parser.add_argument("--on", help="the day to stand on, YYYY-MM-DD (default: today)")

    def handle(self, *args, on=None, **options):
        counts = scan(parse(on))
        labels = {source.name: source.label for source in deadlines.sources()}
        for name, count in counts.items():
            self.stdout.write(f"{labels[name]}：" + ("读取出错，已记录" if count is None else f"新提醒 {count} 条"))
        sent, failed = deliver_waiting()
        self.stdout.write(f"合计 {sum(filter(None, counts.values()))} 条；外发成功 {sent} 条，失败 {failed} 条")


def parse(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError("--on 的日期应写成 2026-11-24 这样") from error
