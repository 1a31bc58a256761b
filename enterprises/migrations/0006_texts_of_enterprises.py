import django.db.models.deletion
from django.db import migrations, models

import core.search


def fill(apps, schema_editor):
    """Enterprises of before are found by words as well."""
    rows = apps.get_model("enterprises", "Enterprise").objects.order_by("pk").values_list("pk", "name", "initials")
    texts = ((key, "\n".join(said)) for key, *said in rows.iterator(chunk_size=2000))
    core.search.keep(apps.get_model("enterprises", "EnterpriseText"), texts)


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0005_everyones_duties'),
    ]

    operations = [
        migrations.CreateModel(
            name='EnterpriseText',
            fields=[
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='enterprises.enterprise', verbose_name='企业')),
                ('text', models.TextField(verbose_name='检索用文字')),
            ],
            options={'verbose_name': '企业检索'},
        ),
        # by itself: an index made with its table comes only at the end, after the rows that are to be written into it
        migrations.AddIndex(
            model_name='enterprisetext',
            index=core.search.WordIndex(fields=['text'], name='enterprises_text_words'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
