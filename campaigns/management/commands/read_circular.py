"""Print what the engine reads in a circular, as JSON."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from circulars import read
from circulars.intake import IntakeError, text_from


class Command(BaseCommand):
    help = "Read a circular (.txt, .docx, .pdf) and print the reading as JSON"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="as JSON (the only form)")

    def handle(self, *args, file, **options):
        try:
            text = text_from(file.name, file.read_bytes())
        except (IntakeError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(read(text).to_json(), ensure_ascii=False, indent=1))
