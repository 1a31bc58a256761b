"""Print a trace as a kept paper; every print and every later look into the kept file is a line of its log."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from core import clock
from core.errors import refuse_if
from core.sealed_files import read_whole

from .. import rules_trace as rules
from ..models import TraceSheet
from ..services.running import create_numbered
from .gather import trace
from .sheet import sheet


@transaction.atomic
def print_sheet(*, firm, since, day, reason, by, hazard=None, key=None):
    """Number, print and keep; the same `key` gives the same paper. Raises Refused."""
    refuse_if(
        rules.may_trace(by, firm), rules.wrong_span(since, day, clock.today()), "" if reason.strip() else "请写明倒查事由"
    )
    row, fresh = create_numbered(
        TraceSheet, township_id=firm.village.township_code, token=key, village=firm.village, enterprise=firm, hazard=hazard,
        since=since, day=day, reason=reason.strip(), created_by=by, created_at=clock.now(),
    )  # fmt: skip
    if fresh:
        _keep(row, trace(firm, since, day, by))
        _noted(row, "print", "打印倒查报告", by, row.reason)
    return row


def _keep(row, found):
    row.looks, row.missed = found.held, len(found.missed)
    data = sheet(found, row)
    row.sha256 = hashlib.sha256(data).hexdigest()
    row.file.save(f"{row.pk}.pdf", ContentFile(data), save=False)
    row.save()


@transaction.atomic
def opened(*, row, by):
    """The kept bytes, with a line that somebody looked."""
    refuse_if(rules.may_open(by, row))
    _noted(row, "open", "打开倒查报告", by, "")
    return read_whole(row.file, "存档的倒查报告")


def _noted(row, action, label, by, note):
    row.log.create(actor=by, actor_title=by.title, action=action, action_label=label, to_state="", note=note, at=clock.now())
