import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0006_chain_old_looks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accesslog',
            name='chain',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='incidents.accesschain'),
        ),
        migrations.AlterField(
            model_name='accesslog',
            name='number',
            field=models.PositiveIntegerField(verbose_name='序号'),
        ),
        migrations.AddConstraint(
            model_name='accesslog',
            constraint=models.UniqueConstraint(fields=('chain', 'number'), name='incidents_access_number'),
        ),
    ]
