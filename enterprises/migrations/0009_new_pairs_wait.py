from django.db import migrations

from core.search import let_wait


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0008_trade_boards")]
    operations = [
        migrations.RunPython(lambda apps, editor: let_wait(editor, "enterprises_enterprisetext"), migrations.RunPython.noop)
    ]
