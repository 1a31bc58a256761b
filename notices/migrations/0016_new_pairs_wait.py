from django.db import migrations

from core.search import let_wait


class Migration(migrations.Migration):
    dependencies = [("notices", "0015_files_are_sealed")]
    operations = [
        migrations.RunPython(lambda apps, editor: let_wait(editor, "notices_papertext"), migrations.RunPython.noop)
    ]
