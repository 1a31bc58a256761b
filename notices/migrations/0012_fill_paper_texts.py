from django.db import migrations

from core.search import keep


def fill(apps, schema_editor):
    """Papers written before the search had texts of its own; `words` was their title and content."""
    keep(apps.get_model("notices", "PaperText"), texts(apps.get_model("notices", "Paper")))


def texts(paper):
    units = ("receipts__place", "receipts__office", "receipts__enterprise")
    for row in paper.objects.order_by().defer("content").prefetch_related(*units).iterator(chunk_size=200):
        names = [(copy.enterprise or copy.office or copy.place).name for copy in row.receipts.all()]
        number = f"{row.code}〔{row.year}〕{row.number}号" if row.number else ""
        yield row.pk, "\n".join([number, row.issuer, row.words, *names])


class Migration(migrations.Migration):
    dependencies = [("notices", "0011_paper_texts")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField("paper", "words"),
    ]
