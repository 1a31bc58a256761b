from pathlib import Path

from django.db import migrations, models


def forget(apps, editor):
    """What senders called the uploads that still wait for a form."""
    waiting = apps.get_model("evidence", "Attachment").objects.filter(content_type=None)
    for row in waiting.only("pk", "name").iterator(chunk_size=1000):
        waiting.filter(pk=row.pk).update(name=f"文件-{row.pk.hex[:8]}{Path(row.name).suffix.lower()[:6]}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_papers_and_recordings")]

    operations = [
        migrations.AlterField(
            model_name="attachment", name="name", field=models.CharField(max_length=200, verbose_name="文件名")
        ),
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
