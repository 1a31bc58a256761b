from django.core.management.base import BaseCommand

from core import search


class Command(BaseCommand):
    help = (
        "Write the texts that the search looks into anew where they changed; safe to kill and to run beside people at work"
    )

    def handle(self, **options):
        for model in search.texts():
            owner = model._meta.get_field("owner").related_model
            written = model.fill(owner._default_manager.all())
            self.stdout.write(f"{owner._meta.verbose_name}：更新检索 {written} 条")
