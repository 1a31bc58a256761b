"""The papers begun for a row of supervision."""

from django.contrib.contenttypes.models import ContentType

from notices.enums import PaperState
from notices.models import Paper


def _about(row):
    return {"content_type": ContentType.objects.get_for_model(row), "object_id": str(row.pk)}


def papers_about(row):
    return Paper.objects.filter(**_about(row)).order_by("-created_at")


def papers_on(row, user):
    """Those in sight, newest first."""
    return Paper.objects.visible_to(user).filter(**_about(row)).order_by("-created_at")


def key_of(stem, row):
    """The same key while the paper stands, a new one when it was made void."""
    void = Paper.objects.filter(**_about(row), state=PaperState.WITHDRAWN).count()
    return f"{stem}:{row.pk}:{void}"
