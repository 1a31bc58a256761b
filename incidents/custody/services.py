"""Taking evidence, handing it on with both sides confirming, giving it back or destroying it; each step is a link.

Every link also stands in the township's record of looks with the head of its hash.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from evidence import services as evidence
from evidence.enums import Takes
from evidence.models import Attachment
from reminders.services import tell

from .. import access
from ..enums import AccessAction
from ..models import Exhibit
from ..services.leads import held
from ..services.people import handlers_of, leaders_of
from . import rules

SHOWN = 16  # characters of a hash in the record of looks
BY_HAND = "signed"  # the slot of the scanned list that an outside body signed


@transaction.atomic
def take(*, lead, second, by, kind, form, title, amount, taken_at, taken_in, taken_from, stored_in, traits="",
         seal_number="", talk=None, files=(), passed=(), key=None):  # fmt: skip
    """Register evidence that `by` and `second` took. The same `key` keeps one.

    `talk` are the notes whose signed original it is.
    `files` are ids of uploads of `by`, `passed` rows of files that lay elsewhere and are this evidence's from now on.
    """
    held(lead)
    if known := key and Exhibit.objects.filter(token=key).first():
        return known
    refuse_if(rules.may_take(by, lead), rules.wrong_takers(by, second), rules.wrong_taking(taken_at, clock.now()))
    if talk is not None and not rules.signed_talks(lead).filter(pk=talk.pk).exists():
        raise Refused("只有本案已签字的谈话笔录才有签字原件")
    if rules.may_take(second, lead):
        raise Refused(f"{second.name}不是这条线索的经办人")
    row = Exhibit.objects.create(
        lead=lead, number=_next(lead), second=second, keeper=by, created_by=by, token=key or None, kind=kind, form=form,
        title=title, amount=amount, taken_at=taken_at, taken_in=taken_in, taken_from=taken_from, stored_in=stored_in,
        traits=traits, seal_number=seal_number, talk=talk,
    )  # fmt: skip
    evidence.bind(ids=files, owner=row, by=by, takes=Takes.ALL)
    evidence.pass_on(rows=passed, owner=row)
    at = f"{timezone.localtime(taken_at):%Y-%m-%d %H:%M}"
    sealed = f"，封条 {seal_number}" if seal_number else ""
    note = f"{at} 在{taken_in}由{by.name}、{second.name}提取，{taken_from} → {by.name}{sealed}，存放：{stored_in}"
    begin(row, by=by, label="提取", note=f"{row.get_form_display()}，{amount}；{note}")
    return _recorded(row, by)


def _next(lead):
    last = lead.exhibits.order_by("number").last()
    return last.number + 1 if last else 1


def _recorded(row, by):
    """The link just made, in the record of looks too: whoever rewrites a chain has that record against them."""
    link = row.log.order_by("number").last()
    access.log(lead=row.lead, by=by, action=AccessAction.CUSTODY, detail=said(row, link))
    return row


def said(row, link):
    """How a link stands in the record of looks: numbers and hash, no name and no title."""
    return f"证据 {row.number} 第 {link.number} 环 {link.action_label} {link.sha256[:SHOWN]}"


@transaction.atomic
def act(*, exhibit, action, by, note="", version=None, files=(), **values):
    """Take a step of the table; `values` are what its form asked beside the reason."""
    row = held(exhibit, version)
    if reason := Exhibit.workflow.refusal(row, action, by):
        raise Refused(reason)
    wanted, words = STEPS.get(action, _plain)(row, by, values)
    if Exhibit.workflow.steps[action].note and not note.strip():
        raise Refused(f"{Exhibit.workflow.steps[action].label}必须写明原因")
    if action in WITH_FILES:
        _bound(exhibit, by, action, files)
    advance(exhibit, action, by=by, note="；".join(part for part in (words, note.strip()) if part), **wanted)
    _recorded(exhibit, by)
    _told(exhibit, row, action, by)
    return exhibit


def _plain(row, by, values):
    return {}, ""


def _offer(row, by, values):
    receiver = values["receiver"]
    refuse_if(rules.wrong_receiver(row, receiver, {person.pk for person in receivers(row.lead)}))
    return {"receiver": receiver}, f"{row.keeper.name} → {receiver.name}，待接收"


def _accept(row, by, values):
    place = values["stored_in"]
    return {"keeper": by, "receiver": None, "stored_in": place}, f"{row.keeper.name} → {by.name}，存放：{place}"


def _stays(row, by, values):
    return {"receiver": None}, f"仍由{row.keeper.name}保管"


def _store(row, by, values):
    return {"stored_in": values["stored_in"]}, f"{row.stored_in} → {values['stored_in']}"


def _seal(row, by, values):
    return {"seal_number": values["seal_number"]}, f"封条 {values['seal_number']}"


def _unseal(row, by, values):
    return {"seal_number": ""}, f"拆去封条 {row.seal_number}" if row.seal_number else ""


def _hand_out(row, by, values):
    return {"held_by": values["body"]}, f"{row.keeper.name} → {values['body']}，接收人：{values['person']}"


def _take_back(row, by, values):
    place = values["stored_in"]
    return {"held_by": "", "stored_in": place}, f"{row.held_by} → {row.keeper.name}，存放：{place}"


def _give_back(row, by, values):
    return {"ended_on": clock.today()}, f"{row.keeper.name} → {values['person']}"


def _destroy(row, by, values):
    return {"ended_on": clock.today()}, f"监销人：{values['witness']}"


STEPS = {
    "offer": _offer, "accept": _accept, "refuse": _stays, "withdraw": _stays, "store": _store, "seal": _seal, "unseal": _unseal,
    "hand-out": _hand_out, "take-back": _take_back, "give-back": _give_back, "destroy": _destroy,
}  # fmt: skip
# steps that take files → why one is due, or "" when they may come without
WITH_FILES = {
    "add": "请选择要补充的影像", "hand-out": "请上传对方签收的移交清单", "take-back": "", "give-back": "请上传签收单",
    "destroy": "请上传销毁记录",
}  # fmt: skip


def _bound(exhibit, by, action, files):
    if WITH_FILES[action] and not Attachment.objects.waiting_of(by).filter(pk__in=files).exists():
        raise Refused(WITH_FILES[action])
    evidence.bind(ids=files, owner=exhibit, by=by, slot="" if action == "add" else BY_HAND, takes=Takes.ALL)


@transaction.atomic
def offer_all(*, exhibits, receiver, note, by):
    """Hand over several pieces at once: one list, one moment; all or none."""
    if not exhibits:
        raise Refused("请勾选要移交的证据")
    with clock.at(clock.now()):  # one moment holds the lines of one list together
        return [act(exhibit=row, action="offer", by=by, note=note, receiver=receiver) for row in exhibits]


def receivers(lead):
    """Who may take over: today's handlers and the leaders."""
    return list(dict.fromkeys([*handlers_of(lead), *leaders_of(lead)]))


def _told(exhibit, before, action, by):
    """The number of the case only; nothing of what it is."""
    people = {"offer": [exhibit.receiver], "accept": [before.keeper], "refuse": [before.keeper]}.get(action, [])
    titles = {"offer": "移交给您，请核对后确认接收", "accept": "已被接收", "refuse": "没有被接收，请核对"}
    if people := [person for person in people if person and person != by]:
        tell(
            people=people, title=f"涉亡线索 {exhibit.lead.number} 的证据 {exhibit.number} {titles[action]}",
            key=f"exhibit:{exhibit.pk}:{exhibit.version}", about=exhibit.lead,
            link=reverse("incidents:exhibit", args=[exhibit.lead_id, exhibit.pk]),
        )  # fmt: skip
