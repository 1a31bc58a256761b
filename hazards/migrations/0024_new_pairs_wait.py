from django.db import migrations

from core.search import let_wait


class Migration(migrations.Migration):
    dependencies = [("hazards", "0023_published_where")]
    operations = [
        migrations.RunPython(lambda apps, editor: let_wait(editor, "hazards_hazardtext"), migrations.RunPython.noop)
    ]
