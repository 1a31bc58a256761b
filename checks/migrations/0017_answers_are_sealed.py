import core.encrypted
from django.db import migrations
from django.db.models import ExpressionWrapper, F, TextField

BATCH = 500


def seal(apps, schema_editor):
    """What was told in words before, in plain text."""
    rows = apps.get_model("checks", "Answer")._base_manager
    told = rows.annotate(plain=ExpressionWrapper(F("note"), TextField())).exclude(plain="")
    for pk, plain in told.values_list("pk", "plain").iterator(chunk_size=BATCH):
        rows.filter(pk=pk).update(note=plain)
    in_words = rows.filter(item__kind="text").exclude(value="")
    for pk, value in in_words.values_list("pk", "value").iterator(chunk_size=BATCH):
        rows.filter(pk=pk).update(words=value, value="text")


def shut(apps, schema_editor):
    """Reports of who looked that may have been printed with confidential answers."""
    sheets = apps.get_model("hazards", "TraceSheet").objects
    bad = apps.get_model("checks", "Answer").objects.filter(
        check_row__version__checklist__confidential=True, check_row__submitted_at__isnull=False, value=F("item__bad_answer")
    )
    firms = bad.filter(check_row__enterprise__isnull=False).values_list("check_row__enterprise", "check_row__submitted_at")
    for firm, at in firms.distinct():
        sheets.filter(enterprise=firm, created_at__gte=at).update(shut=True)


class Migration(migrations.Migration):
    dependencies = [
        ("checks", "0016_expert_opinions"),
        ("hazards", "0018_trace_sheets_shut"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="words",
            field=core.encrypted.EncryptedText(blank=True, default="", verbose_name="文字答案"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="answer",
            name="note",
            field=core.encrypted.EncryptedText(blank=True, verbose_name="说明"),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RunPython(shut, migrations.RunPython.noop),
    ]
