"""Papers from draft to delivery."""

import hashlib
import secrets

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from core import cipher, clock, jobs
from core.enums import JobState
from core.errors import Refused, Stale
from core.models import Job
from core.workflow import advance, begin
from reminders.enums import MessageKind
from reminders.services import tell

from . import issued, numbers, rules, typeset, wording
from .enums import PaperState, ReceiptState
from .kinds import KINDS, drawn, goes_alone
from .models import Paper, PaperText, Receipt
from .people import Recipients

FIXED = "只有起草中的公文可以修改，请先退回修改"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def draft(*, kind, title, content, by, subject=None, units=(), key=None, replaces=None):
    """A new draft of the drafter's township, addressed to units; the same `key` gives the same paper. Raises Refused."""
    if reason := rules.may_draft(by):
        raise Refused(reason)
    if replaces is not None:
        replaces = Paper.objects.select_for_update().get(pk=replaces.pk)  # two officers at once make one successor
        if reason := refusal_to_replace(replaces, by, key=token_of(by, key)):
            raise Refused(reason)
    town = by.membership.place
    target = ContentType.objects.get_for_model(subject) if subject is not None else None
    values = {
        "township": town, "kind": kind, "issuer": issuer_of(kind, by), "code": code_of(kind, town), "title": title,
        "content": content, "created_by": by, "created_at": clock.now(), "content_type": target,
        "object_id": str(subject.pk) if subject is not None else "", "replaces": replaces,
        "wording": wording.snapshot(kind, town), "confidential": KINDS[kind].confidential,
    }  # fmt: skip
    if not key:
        paper, fresh = Paper.objects.create(**values), True
    else:
        paper, fresh = Paper.objects.get_or_create(form_token=token_of(by, key), defaults=values)
    if fresh:
        address(paper=paper, units=units, by=by)
        begin(paper, by=by, label="起草")
    return paper


def token_of(by, key):
    """One person's form, sent however often."""
    return f"{by.pk}:{key}"[:80] if key else None


def issuer_of(kind, by):
    """Orders and what follows them go out in the safety office's name, the rest in the government's."""
    town = by.membership.place
    office = by.membership.office
    return f"{town.name}{office.name}" if KINDS[kind].by_office and office else f"{town.name}人民政府"


def printer_of(by):
    """Who prints a circular: the office its drafter sits in."""
    seat = by.membership
    return f"{seat.place.name}{seat.office.name}" if seat.office else ""


def code_of(kind, town):
    """机关代字, e.g. 云政发, 云应急责改, 云政督."""
    return f"{numbers.short_of(town)}{KINDS[kind].code}"


def address(*, paper, units, by):
    """Put units on the list of recipients of a paper not yet issued; returns how many are new."""
    _may_address(paper, by)
    before = paper.receipts.count()
    Receipt.objects.bulk_create([Receipt(paper=paper, **keys_of(unit)) for unit in _missing(paper, units)])
    let_find(paper)
    return paper.receipts.count() - before


def _missing(paper, units):
    """The units not on the list yet."""
    known = set(paper.receipts.values_list("place_id", "office_id", "enterprise_id"))
    for unit in units:
        keys = keys_of(unit)
        row = Receipt(**keys)
        mark = (row.place_id, row.office_id, row.enterprise_id)
        if mark not in known:
            known.add(mark)
            yield unit


def _may_address(paper, by):
    if reason := rules.may_draft(by, paper):
        raise Refused(reason)
    if paper.state in (PaperState.ISSUED, PaperState.WITHDRAWN):
        raise Refused("公文已印发或作废，不能再改收文单位")
    if paper.seal_uses.standing().exists():
        raise Refused("公文已经用印，不能再改收文单位；要改请先退回修改")


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
    _may_address(paper, by)
    receipt.delete()
    let_find(paper)


def let_find(paper):
    """The search finds a paper by what it says now."""
    PaperText.refresh(Paper.objects.filter(pk=paper.pk))


@transaction.atomic
def revise(*, paper, title, content, by):
    """Change the text of a draft as it was when `paper` was read; a reviewed text must be sent back first."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if reason := rules.may_draft(by, locked):
        raise Refused(reason)
    if locked.state != PaperState.DRAFT:
        raise Refused(FIXED)
    if locked.version != paper.version:
        raise Stale("这份公文刚被别人改过，请重新打开后再改")
    locked.title, locked.content, locked.version = title, content, locked.version + 1
    locked.save(update_fields=["title", "content", "version", "updated_at"])
    let_find(locked)
    return locked


def refusal_to_edit(paper, by):
    """Why its text may not be changed at the desk; "" when it may."""
    if reason := rules.may_draft(by, paper):
        return reason
    if paper.state != PaperState.DRAFT:
        return FIXED
    if drawn(paper):
        return "指令书和督办通知的内容来自隐患和任务，不在这里修改；可以作废后重新制作"
    return ""


def refusal_to_replace(paper, by, *, key=None):
    """Why no new paper may take the place of this one; "" when one may. `key` is the form that may have made it already."""
    if reason := rules.may_draft(by, paper):
        return reason
    if paper.state != PaperState.ISSUED:
        return "只有已印发的公文可以重新发文代替"
    if drawn(paper):
        return "指令书和督办通知请作废后，从隐患或任务重新制作"
    rivals = Paper.objects.filter(replaces=paper).exclude(state=PaperState.WITHDRAWN)
    if (rival := rivals.first()) and (key is None or rival.form_token != key):
        return f"已经起草了代替它的公文《{rival.title}》"
    return ""


def review(*, paper, by):
    """核稿: what cannot be printed is found here, before the leader sees it."""
    if not Paper.workflow.refusal(paper, "review", by):
        typeset.check(paper)
    return advance(paper, "review", by=by)


def sign(*, paper, by, note=""):
    return advance(paper, "sign", by=by, note=note, signer=by)


@transaction.atomic
def send_back(*, paper, by, note):
    """To be written anew: what was agreed to was another text."""
    advance(paper, "send_back", by=by, note=note)
    paper.countersigns.update(void=True)
    paper.seal_uses.update(void=True)
    return paper


@transaction.atomic
def withdraw(*, paper, by, note):
    """Void a paper; whoever received it is told."""
    was_issued = paper.state == PaperState.ISSUED
    advance(paper, "withdraw", by=by, note=note)
    if was_issued:
        _tell_void(paper, by, note)
    else:
        paper.seal_uses.update(void=True)
    return paper


def _tell_void(paper, by, note):
    title, body = f"公文作废：{paper.title}", f"{paper.doc_number} {note}"
    _tell(paper, paper.receipts, by=by, step="withdrawn", title=title, body=body)


@transaction.atomic
def request_issue(*, paper, by, due_on=None):
    """Start the job that numbers, prints and delivers a signed paper; asking twice gives the same job."""
    if reason := Paper.workflow.refusal(paper, "issue", by):
        raise Refused(reason)
    if not goes_alone(paper) and not paper.receipts.exists():
        raise Refused("还没有主送单位，请先选定收文单位")
    typeset.check(paper)
    job = jobs.enqueue(
        "notices.issue", by=by, title=f"印发：{paper.title}"[:120], key=f"issue:{paper.pk}", paper=str(paper.pk),
        seat=by.membership.pk, due_on=due_on.isoformat() if due_on else None,
    )  # fmt: skip
    if job.state == JobState.FAILED:
        Job.objects.filter(pk=job.pk).update(params={**job.params, "due_on": due_on.isoformat() if due_on else None})
        jobs.retry(job)
    Paper.objects.filter(pk=paper.pk).update(job=job)
    return job


def issue(*, paper, by, due_on=None):
    """Number, print, store and deliver. The number is held while the pages are painted; all else is one transaction.

    A crash leaves no half paper: whoever goes on finds the number held for the paper. A refusal gives it back.
    """
    paper = Paper.objects.select_related("township").get(pk=paper.pk)
    if paper.state == PaperState.ISSUED:
        return paper
    if reason := Paper.workflow.refusal(paper, "issue", by):
        raise Refused(reason)
    day, stored = typeset.day_of(paper), ""
    number = numbers.hold(paper=paper, year=day.year)
    try:
        paper.year, paper.number, paper.issued_on, paper.verify_code = day.year, number, day, new_code()
        data, pages = typeset.render(paper)
        name = f"papers/{day.year}/{paper.code}{day.year}-{number}-{secrets.token_hex(4)}.pdf"
        stored = paper.file.storage.save(name, ContentFile(data))
        issued = _issue(paper, by, due_on, file=stored, pages=pages, sha256=hashlib.sha256(data).hexdigest())
    except BaseException:
        numbers.release(paper=paper, year=day.year)
        _drop(stored)
        raise
    if issued.file.name != stored:
        _drop(stored)
    return issued


@transaction.atomic
def _issue(printed, by, due_on, **product):
    """Unless another worker was faster: the text must still be the one that was printed."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("township").get(pk=printed.pk)
    if paper.state == PaperState.ISSUED:
        return paper
    if paper.version != printed.version:
        raise Refused("排版时公文刚被改动，请核对后重试")
    numbers.settle(paper=paper, year=printed.year, number=printed.number)
    given = {name: getattr(printed, name) for name in ("year", "number", "issued_on", "verify_code")}
    advance(paper, "issue", by=by, **given, **product)
    let_find(paper)
    deliver(paper=paper, by=by, due_on=due_on)
    supersede(paper=paper, by=by)
    issued.told(paper, by)
    return paper


def _drop(name):
    if name:
        Paper._meta.get_field("file").storage.delete(name)


def supersede(*, paper, by):
    """The paper that an issued one replaces is void from now on; its recipients are told by which."""
    old = Paper.objects.filter(pk=paper.replaces_id, state=PaperState.ISSUED).first()
    if old is not None:
        note = f"由 {paper.doc_number}《{paper.title}》代替"
        advance(old, "supersede", by=by, note=note)
        _tell_void(old, by, note)


def new_code():
    """12 characters nobody can guess or misread, printed beside the QR code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def deliver(*, paper, by, due_on=None):
    """Tell every recipient unit; receipts wait to be signed."""
    paper.receipts.update(due_on=due_on, sent_at=clock.now())
    _tell(paper, paper.receipts, by=by, step="issued", title=f"收到公文：{paper.title}", body=paper.doc_number)


def _tell(paper, receipts, *, by, step, title, body, kind=MessageKind.NOTICE):
    """One message per person and step; returns the number of new ones."""
    rows = list(receipts.all())
    people = Recipients(rows)
    everybody = [person for row in rows for person in people.of(row)]
    link = reverse("notices:detail", args=[paper.pk])
    key = f"paper:{step}:{paper.pk}"
    return tell(people=everybody, title=title, body=body, about=paper, by=by, key=key, link=link, kind=kind)


def mark_read(*, paper, by):
    """Opening a paper that one's unit received leaves its mark once."""
    for receipt in Receipt.objects.of_unit(by).filter(paper=paper, state=ReceiptState.SENT).select_related("paper"):
        if not Receipt.workflow.refusal(receipt, "read", by):
            advance(receipt, "read", by=by)


def sign_receipt(*, receipt, by):
    return advance(receipt, "sign", by=by, signed_by=by)


def intact_bytes(paper):
    """The stored bytes of an issued paper; raises Refused when they no longer match their hash."""
    changed = "存档文件与印发时的校验值不符，已停止下载，请联系管理员核查"
    try:
        with paper.file.open("rb") as stream:
            data = stream.read()
    except cipher.Tampered as error:
        raise Refused(changed) from error
    except (OSError, cipher.Locked) as error:
        raise Refused("存档文件不在了或没有密钥打开，请联系管理员从备份恢复") from error
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise Refused(changed)
    return data


def urge_receipts(*, paper, by):
    """Tell those who have not signed for a paper, once a day; returns (units, people told)."""
    if reason := rules.may_urge(by, paper):
        raise Refused(reason)
    late = paper.receipts.unsigned()
    step = f"urge-{clock.today():%Y%m%d}"
    title = f"请签收公文：{paper.title}"
    told = _tell(paper, late, by=by, step=step, title=title, body=paper.doc_number, kind=MessageKind.URGING)
    return late.count(), told
