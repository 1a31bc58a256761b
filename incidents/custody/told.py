"""Photos that came with the tip of a case, taken into evidence: from the case's own files, by two, from nobody named."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import Refused
from evidence.models import Attachment

from ..enums import TOLD
from ..models import Exhibit, TipPhoto
from ..services.leads import held
from . import services
from .enums import ExhibitKind, Form

FROM = "群众举报"  # never more: who verifies does not learn by which tip, let alone by whom


def photos(lead):
    """Those that are no evidence yet."""
    return Attachment.objects.of(lead).filter(slot=TOLD).order_by("name")


def is_known(lead, sha256):
    """Whether a photo lies with the case or among its evidence already."""
    exhibits = [str(pk) for pk in lead.exhibits.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(Exhibit)
    taken = Attachment.objects.filter(content_type=kind, object_id__in=exhibits, sha256=sha256)
    return taken.exists() or photos(lead).filter(sha256=sha256).exists()


def traits(lead):
    """When they came, and the hashes by which the sealed originals are known again."""
    shown = [photo.sha256 for photo in photos(lead)]
    first = dict(TipPhoto.objects.filter(shown__sha256__in=shown).values_list("shown__sha256", "sha256"))
    codes = "、".join(first[code][: services.SHOWN] for code in shown if code in first)
    came = f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M} 随举报收到，拍摄信息已去除"
    return f"{came}；原件另行封存，校验值（前 {services.SHOWN} 位）：{codes}" if codes else came


@transaction.atomic
def take(*, lead, second, by, stored_in, traits="", key=None):
    """All of them as one piece of evidence; nothing that was with the tip goes along but the bare pictures."""
    held(lead)
    rows = list(photos(lead))
    if not rows and not (key and Exhibit.objects.filter(token=key).exists()):
        raise Refused("没有来源照片，或已经登记为证据")
    return services.take(
        lead=lead, second=second, by=by, kind=ExhibitKind.PHOTO, form=Form.COPY, title="来源照片", amount=f"{len(rows)} 张",
        traits=traits, taken_at=clock.now(), taken_in="举报登记", taken_from=FROM, stored_in=stored_in, passed=rows, key=key,
    )  # fmt: skip
