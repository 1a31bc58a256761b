"""How many cases of deaths were open stands in no campaign's log."""

import re

from django.db import migrations

COUNTED = re.compile(r"涉亡线索 \d+ 条没有作出结论|原查否、存疑的线索 \d+ 条没有重新核查")
PUBLIC = "涉亡核查还没有全部办结"


def without_counts(note):
    said = COUNTED.sub(PUBLIC, note)
    return said.replace(f"{PUBLIC}；{PUBLIC}", PUBLIC)


def rewrite(apps, schema_editor):
    rows = apps.get_model("campaigns", "CampaignLog").objects.filter(
        action="conclude", note__startswith="带未完成事项结束："
    )
    for row in rows.iterator():
        if (note := without_counts(row.note)) != row.note:
            type(row).objects.filter(pk=row.pk).update(note=note)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_follow_up")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
