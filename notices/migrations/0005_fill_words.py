from django.db import migrations


def fill(apps, schema_editor):
    """Papers written before the search reached into their text."""
    paper = apps.get_model("notices", "Paper")
    for row in paper.objects.filter(words="").only("title", "content").iterator(chunk_size=500):
        paper.objects.filter(pk=row.pk).update(words="\n".join([row.title, *texts(row.content)]))


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_kinds_countersign_replace")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
