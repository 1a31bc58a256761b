from collections import Counter
from pathlib import PurePath

from django.db import migrations


def rename(apps, schema_editor):
    """What senders called files of evidence, of rulings and of confidential answers may name the dead."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    files = apps.get_model("evidence", "Attachment").objects
    exhibits = dict(apps.get_model("incidents", "Exhibit").objects.values_list("pk", "number"))
    secret = {"check_row__version__checklist__confidential": True}
    answers = set(apps.get_model("checks", "Answer").objects.filter(**secret).values_list("pk", flat=True))
    words = {
        ("incidents", "exhibit"): lambda key: f"证据{exhibits[int(key)]}",
        ("incidents", "lead"): lambda key: "认定文件",
        ("checks", "answer"): lambda key: "自查附件" if int(key) in answers else "",
    }
    for (app, model), named in words.items():
        kind, seen = kinds.filter(app_label=app, model=model).first(), Counter()
        rows = files.filter(content_type=kind) if kind else files.none()
        for pk, key, name in list(rows.order_by("uploaded_at", "pk").values_list("pk", "object_id", "name")):
            if word := named(key):
                seen[key] += 1
                files.filter(pk=pk).update(name=f"{word}-{seen[key]}{PurePath(name).suffix.lower()}")


class Migration(migrations.Migration):
    dependencies = [
        ("checks", "0018_recheck_lines"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("evidence", "0004_papers_and_recordings"),
        ("incidents", "0017_exhibits_and_statements"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
