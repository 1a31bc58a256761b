"""Papers from draft to delivery."""

import hashlib
import secrets

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import clock, jobs
from core.errors import Refused
from core.workflow import advance, begin
from reminders.enums import MessageKind
from reminders.services import tell

from . import numbers, rules, typeset
from .enums import PaperKind, PaperState, ReceiptState
from .models import Paper, Receipt

CODES = {PaperKind.CIRCULAR: "发", PaperKind.ORDER: "应急责改", PaperKind.URGING: "督"}
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def draft(*, kind, title, content, by, subject=None, units=()):
    """A new draft of the drafter's township, addressed to units; raises Refused."""
    if reason := rules.may_draft(by):
        raise Refused(reason)
    town = by.membership.place
    target = ContentType.objects.get_for_model(subject) if subject is not None else None
    paper = Paper.objects.create(
        township=town, kind=kind, issuer=issuer_of(kind, by), code=code_of(kind, town), title=title, content=content,
        created_by=by, content_type=target, object_id=str(subject.pk) if subject is not None else "",
    )  # fmt: skip
    address(paper=paper, units=units, by=by)
    return begin(paper, by=by, label="起草")


def issuer_of(kind, by):
    """Orders go out in the safety office's name, the rest in the government's."""
    town = by.membership.place
    office = by.membership.office
    return f"{town.name}{office.name}" if kind == PaperKind.ORDER and office else f"{town.name}人民政府"


def code_of(kind, town):
    """机关代字, e.g. 云政发, 云应急责改, 云政督."""
    short = (town.paper_code or town.short_name or town.name[:1]).removesuffix("政发") or town.name[:1]
    return f"{short}{CODES[kind]}" if kind == PaperKind.ORDER else f"{short}政{CODES[kind]}"


def address(*, paper, units, by):
    """Put units on the list of recipients of a paper not yet issued; returns how many are new."""
    if paper.state in (PaperState.ISSUED, PaperState.WITHDRAWN):
        raise Refused("公文已印发，不能再改主送单位")
    before = paper.receipts.count()
    Receipt.objects.bulk_create([Receipt(paper=paper, **keys_of(unit)) for unit in units], ignore_conflicts=True)
    return paper.receipts.count() - before


def keys_of(unit):
    """The place, office and enterprise by which a unit row names a unit."""
    name = unit._meta.model_name
    if name == "enterprise":
        return {"place_id": unit.village_id, "enterprise": unit}
    if name == "office":
        return {"place_id": unit.township_id, "office": unit}
    return {"place": unit}


def unaddress(*, paper, receipt, by):
    """Take a unit off the list before the paper goes out."""
    if paper.state in (PaperState.ISSUED, PaperState.WITHDRAWN):
        raise Refused("公文已印发，不能再改主送单位")
    receipt.delete()


@transaction.atomic
def revise(*, paper, title, content, by):
    """Change the text of a draft; a reviewed text must be sent back first."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.state != PaperState.DRAFT:
        raise Refused("只有起草中的公文可以修改，请先退回修改")
    locked.title, locked.content, locked.version = title, content, locked.version + 1
    locked.save(update_fields=["title", "content", "version", "updated_at"])
    return locked


def sign(*, paper, by, note=""):
    return advance(paper, "sign", by=by, note=note, signer=by)


@transaction.atomic
def request_issue(*, paper, by, due_on=None):
    """Start the job that numbers, prints and delivers a signed paper; asking twice gives the same job."""
    if reason := Paper.workflow.refusal(paper, "issue", by):
        raise Refused(reason)
    if not paper.receipts.exists():
        raise Refused("还没有主送单位，请先选定收文单位")
    typeset.check(paper)
    job = jobs.enqueue(
        "notices.issue", by=by, title=f"印发：{paper.title}", key=f"issue:{paper.pk}", paper=str(paper.pk),
        due_on=due_on.isoformat() if due_on else None,
    )  # fmt: skip
    Paper.objects.filter(pk=paper.pk).update(job=job)
    return job


@transaction.atomic
def issue(*, paper, by, due_on=None):
    """Number, print, store and deliver in one transaction: a crash leaves neither a gap nor half a paper."""
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    if paper.state == PaperState.ISSUED:
        return paper
    today = clock.today()
    number = numbers.take(township=paper.township, code=paper.code, year=today.year)
    paper.year, paper.number, paper.issued_on, paper.verify_code = today.year, number, today, new_code()
    data, pages = typeset.render(paper)
    name = f"{paper.code}{today.year}-{number}-{secrets.token_hex(4)}.pdf"
    stored = paper.file.storage.save(f"papers/{today.year}/{name}", ContentFile(data))
    advance(
        paper, "issue", by=by, year=today.year, number=number, issued_on=today, file=stored, pages=pages,
        sha256=hashlib.sha256(data).hexdigest(), verify_code=paper.verify_code,
    )  # fmt: skip
    deliver(paper=paper, by=by, due_on=due_on)
    return paper


def new_code():
    """12 characters nobody can guess or misread, printed beside the QR code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def deliver(*, paper, by, due_on=None):
    """Tell every recipient unit; receipts wait to be signed."""
    paper.receipts.update(due_on=due_on)
    for receipt in paper.receipts.select_related("place", "office", "enterprise"):
        tell(
            people=people_of(receipt), title=f"收到公文：{paper.title}", body=paper.doc_number, about=paper, by=by,
            key=f"paper:{paper.pk}", link=reverse("notices:detail", args=[paper.pk]),
        )  # fmt: skip


def people_of(receipt):
    """Who receives for a unit."""
    seats = Membership.objects.current().filter(user__is_active=True).select_related("user")
    if receipt.enterprise_id:
        seats = seats.filter(seat__enterprise=receipt.enterprise_id)
    elif receipt.office_id:
        seats = seats.filter(role__in=[Role.DEPARTMENT, Role.OFFICER], office=receipt.office_id)
    else:
        seats = seats.filter(role=Role.CADRE, place=receipt.place_id)
    return [seat.user for seat in seats]


def mark_read(*, receipt, by):
    """Opening a paper that one's unit received leaves its mark once."""
    if receipt.state == ReceiptState.SENT and not Receipt.workflow.refusal(receipt, "read", by):
        advance(receipt, "read", by=by)


def intact_bytes(paper):
    """The stored bytes of an issued paper; raises Refused when they no longer match their hash."""
    with paper.file.open("rb") as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise Refused("存档文件与印发时的校验值不符，已停止下载，请联系管理员核查")
    return data


def urge_receipts(*, paper, by):
    """Tell those who have not signed for a paper, once a day; returns (units, people told)."""
    late = list(paper.receipts.exclude(state=ReceiptState.SIGNED).select_related("place", "office", "enterprise"))
    told = sum(
        tell(
            people=people_of(receipt), title=f"请签收公文：{paper.title}", body=paper.doc_number, about=paper, by=by,
            key=f"paper-urge:{receipt.pk}:{clock.today()}", link=reverse("notices:detail", args=[paper.pk]),
            kind=MessageKind.URGING,
        )
        for receipt in late
    )  # fmt: skip
    return len(late), told
