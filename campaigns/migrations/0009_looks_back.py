"""Campaigns that already have leads or a confidential checklist go on owing what they owed."""

from django.db import migrations, models
from django.db.models import Q


def mark(apps, schema_editor):
    leads = apps.get_model("incidents", "Lead").objects.exclude(campaign=None)
    checks = apps.get_model("checks", "Check").objects.filter(version__checklist__confidential=True).exclude(campaign=None)
    kept = Q(pk__in=leads.values("campaign")) | Q(pk__in=checks.values("campaign"))
    apps.get_model("campaigns", "Campaign").objects.filter(kept).update(looks_back=True)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0008_log_without_counts"),
        ("checks", "0013_files_are_sealed"),
        ("incidents", "0023_report_keeps_its_evidence"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="looks_back",
            field=models.BooleanField(
                default=False,
                help_text="选中的，以前查否、存疑的线索要重新核查，行动期间收到的线索都要有结论才能结束",
                verbose_name="开展瞒报回头看",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
