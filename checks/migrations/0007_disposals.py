from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0006_spot_bulletins")]

    operations = [
        migrations.AddField(
            model_name="inspection",
            name="disposals",
            field=models.CharField(blank=True, max_length=80, verbose_name="现场处置"),
        ),
    ]
