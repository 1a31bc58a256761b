from django.db import migrations

import core.search

AT_ONCE = 2000


def mark_texts(apps, editor):
    """Add the marks of township and county to the texts that stand there already, and to their index."""
    Text = apps.get_model("hazards", "HazardText")
    core.search.keep(Text, ((key, "\n".join([text, *_marks(village)])) for key, text, village in _every(Text)))


def _every(Text):
    rows, last = Text.objects.order_by("pk").values_list("pk", "text", "owner__village_id"), 0
    while part := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield from part
        last = part[-1][0]


def _marks(village):
    return [core.search.mark(int(village[:digits])) for digits in (6, 9)]


class Migration(migrations.Migration):
    dependencies = [("hazards", "0028_plain_names_of_transfers")]

    operations = [migrations.RunPython(mark_texts, migrations.RunPython.noop)]
