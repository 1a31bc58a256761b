from django.apps import apps
from django.core.management.base import BaseCommand

from core.search import SearchText


class Command(BaseCommand):
    help = (
        "Write the texts that the search looks into anew where they changed; safe to kill and to run beside people at work"
    )

    def handle(self, **options):
        for model in (model for model in apps.get_models() if issubclass(model, SearchText)):
            owner = model._meta.get_field("owner").related_model
            written = model.refresh(owner._default_manager.all())
            self.stdout.write(f"{owner._meta.verbose_name}：更新检索 {written} 条")
