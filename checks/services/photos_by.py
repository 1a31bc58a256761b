"""Photos of many rows of one model in one query."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from evidence.models import Attachment


def photos_by(model, rows):
    """{pk: photos} of rows of one model, without signed papers; rows without any have an empty list."""
    found = defaultdict(list)
    kind = ContentType.objects.get_for_model(model)
    bound = Attachment.objects.filter(content_type=kind, object_id__in=[str(r.pk) for r in rows], withdrawn_at=None)
    for photo in bound.exclude(slot="paper"):
        found[int(photo.object_id)].append(photo)
    return found
