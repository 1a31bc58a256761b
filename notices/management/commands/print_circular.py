"""Lay out any notice given as text on the pages of GB/T 9704-2012."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from circulars import fonts, layout
from circulars.intake import IntakeError, text_from
from circulars.layout.received import parts_of

LONGEST = 300_000  # characters; some 600 pages, more than any notice


class Command(BaseCommand):
    help = "Lay out a notice given as text (UTF-8 or GB18030) as a PDF"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the notice as text")
        parser.add_argument("out", type=Path, help="the PDF to write")

    def handle(self, *args, file, out, **options):
        text = read(file)
        try:
            data, pages = layout.render(layout.document_of(text), fonts.load(settings.FONTS_DIR))
            out.write_bytes(data)
        except (ValueError, fonts.FontsMissing, fonts.MissingGlyphs) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"不能写入 {out}，请检查文件夹是否存在、是否允许写入") from error
        left_out = parts_of(text).left_out
        note = f"，略去网页页眉页脚等 {left_out} 行" if left_out else ""
        self.stdout.write(f"已排版 {pages} 页{note}：{out}")


def read(file):
    """The text of the file; raises CommandError in Chinese for what is no text."""
    try:
        text = text_from(file.name, file.read_bytes())
    except IntakeError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"不能读取 {file}，请检查文件是否存在") from error
    if len(text) > LONGEST:
        raise CommandError(f"文字有 {len(text)} 字，超出一份公文的上限 {LONGEST // 10_000} 万字，请只保留通知正文")
    return text
