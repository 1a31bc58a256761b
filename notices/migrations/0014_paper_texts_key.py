from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0013_countersign_said'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='papertext',
            index=models.Index(fields=['id', 'owner'], name='notices_papertext_key'),
        ),
    ]
