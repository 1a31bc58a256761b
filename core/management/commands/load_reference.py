from django.core.management.base import BaseCommand

from core import reference


class Command(BaseCommand):
    help = "Load the reference rows (holidays, sectors, shipped checklists); safe to run again"

    def handle(self, *args, **options):
        reference.load_all()
