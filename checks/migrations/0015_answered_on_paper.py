from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checks", "0014_levels_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="check",
            name="paper_on",
            field=models.DateField(editable=False, null=True, verbose_name="纸质签名日期"),
        ),
    ]
