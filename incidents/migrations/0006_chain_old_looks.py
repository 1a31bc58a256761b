import hashlib
import json
from datetime import UTC

from django.db import migrations


def code_of(line):
    parts = [
        line.chain_id, line.number, line.previous, str(line.lead_id or ''), line.user_id, line.user_title, line.action,
        line.detail, line.at.astimezone(UTC).isoformat(timespec='microseconds'),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def chain(apps, schema_editor):
    """The looks of before, in the order they were written."""
    Log, Chain = apps.get_model('incidents', 'AccessLog'), apps.get_model('incidents', 'AccessChain')
    ends = {}
    for line in Log.objects.filter(chain=None).select_related('lead').order_by('pk').iterator(chunk_size=2000):
        town = line.lead.village_id[:9] + '000'
        if town not in ends:
            Chain.objects.get_or_create(pk=town)
        number, code = ends.get(town, (0, ''))
        line.chain_id, line.number, line.previous = town, number + 1, code
        line.sha256 = code_of(line)
        ends[town] = line.number, line.sha256
        line.save(update_fields=['chain', 'number', 'previous', 'sha256'])
    for town, (length, code) in ends.items():
        row = Chain.objects.get(pk=town)
        row.length, row.head = length, f'{length}:{code}'
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0005_access_chain'),
    ]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
    ]
