from datetime import timedelta

from django.db import migrations, models

import incidents.models.handler
from core import clock

DAYS = 90


def end(apps, schema_editor):
    """Who was named without an end keeps what they see for the usual time, counted from now."""
    apps.get_model('incidents', 'Handler').objects.filter(until=None).update(until=clock.today() + timedelta(days=DAYS))


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0011_accidents_and_links'),
    ]

    operations = [
        migrations.RunPython(end, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='handler',
            name='until',
            field=models.DateField(default=incidents.models.handler.grant_end, verbose_name='有效期至'),
        ),
        migrations.AlterModelOptions(name='handler', options={'verbose_name': '经办授权'}),
    ]
