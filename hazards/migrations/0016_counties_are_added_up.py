import datetime

from django.db import migrations


def count_anew(apps, schema_editor):
    """Sums kept before have no counties: until the job has counted them, all are counted from their rows."""
    apps.get_model("hazards", "CountedTown").objects.update(day=datetime.date(2000, 1, 1))


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0015_files_are_sealed"),
    ]

    operations = [
        migrations.RunPython(count_anew, migrations.RunPython.noop, elidable=True),
    ]
