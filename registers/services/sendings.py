"""What is sent to the level above is kept as it went: made once, sealed, handed out again unchanged."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from core import clock, jobs
from core.errors import Refused, refuse_if
from core.sealed_files import read_whole
from notices.tasks import acting

from .. import exports, prints, rules, tally
from ..enums import SendingKind
from ..models import Sending, SentFile
from . import printing

MOST = 50_000  # rows of one sending


@transaction.atomic
def keep(*, by, kind, title, rows, sent_to, files, chosen="", note="", report=None, token=None):
    """One sending with its files [(slot, name, bytes)]; the same `token` gives the same one."""
    refuse_if(rules.may_send(by), "" if sent_to.strip() else "请写明报送给谁")
    if token and (known := Sending.objects.filter(token=token).first()):
        return known
    row = Sending.objects.create(
        township=by.membership.place, kind=kind, title=title[:120], chosen=chosen[:300], rows=rows, sent_to=sent_to.strip(),
        note=note.strip(), report=report, token=token, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    for slot, name, data in files:
        _store(row, slot, name, data)
    return row


def _store(sending, slot, name, data):
    kept = SentFile(sending=sending, slot=slot, name=name[-160:], size=len(data), sha256=hashlib.sha256(data).hexdigest())
    kept.file.save(f"{kept.sha256[:16]}.{name.rpartition('.')[2]}", ContentFile(data), save=False)
    kept.save()


def keep_month(report, by):
    """The form of a month being sent, once by village, by office and by trade."""
    files = [(way, f"{report}（按{word}）.xlsx", exports.monthly_workbook(report, way)) for way, word in tally.BY.items()]
    return keep(
        by=by, kind=SendingKind.MONTHLY, title=str(report), rows=report.entries.count(), sent_to=report.sent_to, files=files,
        chosen=str(report.campaign or "全部工作"), report=report,
    )  # fmt: skip


def bytes_of(kept):
    """The bytes as they were sent; Refused when they are gone or no longer these."""
    data = read_whole(kept.file, "报送时留存的文件")
    refuse_if("" if hashlib.sha256(data).hexdigest() == kept.sha256 else "留存的文件与报送时不一致，请联系管理员从备份恢复")
    return data


def kept_month(report, way):
    """The file of a sent month, None of one sent before files were kept."""
    return SentFile.objects.filter(sending__report=report, slot=way).first()


@transaction.atomic
def strike(*, sending, by, note):
    """What was sent by mistake stays on the list, with the reason."""
    row = Sending.objects.select_for_update(of=("self",)).get(pk=sending.pk)
    refuse_if(rules.may_strike(by, row), "" if note.strip() else "请写明作废原因")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), f"{by.name}：{note.strip()}"[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row


def sent_to_before(township):
    """Whom the township sent to last."""
    return Sending.objects.filter(township=township).values_list("sent_to", flat=True).first() or ""


def too_many(kind, total):
    """Why so many rows cannot be sent in one go, with what to do; "" when they can."""
    most = printing.MOST_PHOTOS if kind == SendingKind.PHOTOS else MOST
    if not total:
        return "没有可以报送的隐患，请换个月份或放宽筛选条件"
    return f"共 {total} 条，一次最多报送 {most} 条，请按月份、村或站所筛选后分次报送" if total > most else ""


def begin(*, by, kind, title, query, sent_to, note=""):
    """The job that makes the files and keeps them; the page of its progress is core:job."""
    refuse_if(rules.may_send(by), "" if sent_to.strip() else "请写明报送给谁")
    return jobs.enqueue(
        "registers.send", by=by, title=f"报送{title}"[:120], query=query, seat=by.membership.pk, name=title, what=kind,
        sent_to=sent_to, note=note,
    )  # fmt: skip


@jobs.handler("registers.send")
def send(job):
    by, asked = acting(job), job.params
    rows = list(printing.asked(job, by)[: MOST + 1])
    if reason := rules.may_send(by) or too_many(asked["what"], len(rows)):
        raise Refused(reason)
    title = f"{by.membership.place}{asked['name']}"
    files, left = MAKERS[asked["what"]](title, f"填报单位：{by.membership.place}", rows, printing.told(job))
    row = keep(
        by=by, kind=asked["what"], title=title, rows=len(rows), sent_to=asked["sent_to"], note=asked["note"], files=files,
        chosen=printing.narrowed(by, asked["query"]), token=str(job.pk),
    )  # fmt: skip
    return {
        "url": reverse("registers:sending", args=[row.pk]),
        "text": f"已报送{row.sent_to}，{row.rows} 条，文件已留存{left}",
    }


def _ten(title, unit, rows, told):
    """The workbook, and the print where it is not too long for one."""
    files = [("xlsx", f"{title}.xlsx", exports.big_check_workbook(title, unit, rows))]
    if len(rows) > printing.MOST_PRINTED:
        return files, f"；超过 {printing.MOST_PRINTED} 条，只留存表格，没有打印件"
    return [*files, ("pdf", f"{title}.pdf", prints.big_check(title, rows, told))], ""


def _photos(title, unit, rows, told):
    return [("pdf", f"{title}.pdf", prints.photo_sheets(title, rows, told))], ""


MAKERS = {SendingKind.TEN: _ten, SendingKind.PHOTOS: _photos}
