import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0006_bylaws'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='follows',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_up', to='campaigns.campaign', verbose_name='接续的专项行动'),
        ),
    ]
