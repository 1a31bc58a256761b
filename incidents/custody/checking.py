"""Is the evidence still what was registered: its chain of links, and the bytes of its files against their hashes."""

import hashlib

from django.db import transaction
from django.urls import reverse

from core import cipher, clock
from core.encrypted import Closed
from reminders.services import tell

from .. import access
from ..enums import AccessAction
from ..hashes import Break, at_end, joint
from ..models import AccessLog, Exhibit
from ..services.people import handlers_of, leaders_of
from . import services

PIECE = 1 << 18  # bytes read at once


def breaks(exhibit):
    """All places where the chain of custody is not what the portal wrote; empty when it is whole."""
    found, number, code = [], 0, ""
    recorded = set(
        AccessLog.objects.filter(lead=exhibit.lead_id, action=AccessAction.CUSTODY).values_list("detail", flat=True)
    )
    for link in exhibit.log.order_by("number"):
        found += _of_link(exhibit, link, number, code, recorded)
        number, code = link.number, link.sha256
    return found + at_end(exhibit.head, number, code, "环")


def _of_link(exhibit, link, number, code, recorded):
    if isinstance(link.note, Closed) or isinstance(link.salt, Closed):
        yield Break(link.number, f"第 {link.number} 环没有密钥能打开")
    elif link.code() != link.sha256:
        yield Break(link.number, f"第 {link.number} 环的内容被改动过")
    yield from joint(link, number, code, "环")
    if services.said(exhibit, link) not in recorded:
        yield Break(link.number, f"第 {link.number} 环与查阅记录不符")


def file_faults(exhibit):
    """What is wrong with the files: compared with the hashes that the last link holds, not with those beside the files."""
    last = exhibit.log.order_by("number").last()
    known, rows = dict(last.files if last else []), {str(row.pk): row for row in exhibit.files}
    found = [f"影像 {place} 不见了" for place, key in enumerate(known, 1) if key not in rows]
    found += [
        f"影像 {place} {why}"
        for place, (key, code) in enumerate(known.items(), 1)
        if key in rows and (why := _wrong_bytes(rows[key], code))
    ]
    return found + ["有没有登记过的影像"] * bool(set(rows) - set(known))


def _wrong_bytes(row, code):
    digest = hashlib.sha256()
    try:
        with row.file.open("rb") as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except (OSError, ValueError, cipher.Locked):
        return "读不出来"
    return "" if digest.hexdigest() == code else "与登记时的校验值不符"


def check(exhibit, by=None):
    """Look anew and keep what was found; a new fault is told to handlers and leaders. Returns the faults in words."""
    found = [place.words for place in breaks(exhibit)] + file_faults(exhibit)
    with transaction.atomic():
        row = Exhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
        before, row.fault, row.checked_at = row.fault, "；".join(found)[:200], clock.now()
        row.save(update_fields=["fault", "checked_at"])
        if by is not None:
            access.log(lead=exhibit.lead, by=by, action=AccessAction.WORK, detail=f"校验证据 {row.number}")
        if row.fault and row.fault != before:
            _tell(row)
    exhibit.fault, exhibit.checked_at = row.fault, row.checked_at
    return found


def _tell(row):
    people = dict.fromkeys([*leaders_of(row.lead), *handlers_of(row.lead)])
    tell(
        people=list(people), title=f"涉亡线索 {row.lead.number} 的证据 {row.number} 校验不符，请立即核对",
        key=f"exhibit-fault:{row.pk}:{row.checked_at.isoformat()}", about=row.lead,
        link=reverse("incidents:exhibit", args=[row.lead_id, row.pk]),
    )  # fmt: skip


def check_all():
    """The nightly task; returns how many pieces of evidence are not what was registered."""
    rows = Exhibit.objects.select_related("lead__village").order_by("pk")
    return sum(bool(check(row)) for row in rows.iterator(chunk_size=200))
