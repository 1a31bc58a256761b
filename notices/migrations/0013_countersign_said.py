from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0012_fill_paper_texts")]

    operations = [
        migrations.AddField("countersign", "said", models.CharField(blank=True, max_length=200, verbose_name="会签意见")),
    ]
