"""Writing checklists: a township's own, copied or new, in versions; what is published never changes."""

import hashlib

from django.db import transaction
from django.db.models import Max

from accounts.enums import Role
from core import clock
from core.errors import Stale, refuse_if

from .. import rules
from ..enums import BadAnswer, ItemKind, LeadsTo
from ..models import Checklist, ChecklistVersion, Item
from .criteria import doubts

COPIED = (
    "order", "group", "text", "help", "kind", "bad_answer", "photo_when_bad", "leads_to", "clause_id", "basis", "grade",
)  # fmt: skip
ELSEWHERE = 30_000  # an order no item has, while two change places


def new_list(*, name, audience, by, confidential=False, **values):
    """A list of the township's own, or of an office in it, with an empty first draft."""
    refuse_if(rules.may_keep_lists(by), rules.may_be_confidential(by) if confidential else "")
    seat = by.membership
    values |= {"office": seat.office} if by.has_role(Role.DEPARTMENT) else {}
    with transaction.atomic():
        row = Checklist.objects.create(
            township_id=seat.place.township_code, name=name, audience=audience, confidential=confidential, created_by=by,
            **values,
        )  # fmt: skip
        ChecklistVersion.objects.create(checklist=row, number=1)
    return row


@transaction.atomic
def copy_list(*, checklist, by):
    """The township's own copy of a list in sight, as a draft; told apart by its name."""
    refuse_if(rules.may_keep_lists(by), "" if checklist.current else "这张检查表还没有发布的版本")
    seat = by.membership
    name = (
        f"{checklist.name}（{seat.office if by.has_role(Role.DEPARTMENT) else seat.place.short_name or seat.place.name}）"[
            :60
        ]
    )
    row = new_list(
        name=name,
        audience=checklist.audience,
        confidential=checklist.confidential,
        by=by,
        topic=checklist.topic,
        sector=checklist.sector,
    )
    _copy_items(checklist.current, row.draft)
    return row


@transaction.atomic
def withdraw_list(*, checklist, reason, by):
    """Out of the library; what was sent or begun with it stays and goes on."""
    row = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    gone = f"检查表已撤下：{row.withdrawn_reason}" if row.withdrawn_at else ""
    refuse_if(rules.may_keep_lists(by, row), gone, "" if reason.strip() else "撤下检查表必须写明原因")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), f"{by.name}：{reason.strip()}"[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row


@transaction.atomic
def new_draft(*, checklist, by):
    """A draft that starts as the newest published version; the one that is being written, if there is one."""
    refuse_if(rules.may_keep_lists(by, checklist))
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    if checklist.draft:
        return checklist.draft
    number = checklist.versions.aggregate(last=Max("number"))["last"] or 0
    draft = ChecklistVersion.objects.create(checklist=checklist, number=number + 1)
    if checklist.current:
        _copy_items(checklist.current, draft)
    return draft


def _copy_items(source, target):
    rows = [Item(version=target, **{name: getattr(item, name) for name in COPIED}) for item in source.items.all()]
    Item.objects.bulk_create(rows)


def _held(version, by):
    """The draft, locked; Refused when it was published meanwhile. Call inside a transaction."""
    row = ChecklistVersion.objects.select_for_update(of=("self",)).select_related("checklist").get(pk=version.pk)
    refuse_if(rules.may_keep_lists(by, row.checklist), "已发布的版本不能再改，请在新版本上修改" if row.published_at else "")
    return row


@transaction.atomic
def add_item(*, version, by, **values):
    """A further item at the end."""
    row = _held(version, by)
    last = row.items.aggregate(last=Max("order"))["last"] or 0
    values["order"] = values.get("order") or last + 1
    return Item.objects.create(version=row, **sensible(values))


def mark_of(item):
    """Tells whether an item still reads as it was shown."""
    return hashlib.sha256(repr([getattr(item, name) for name in COPIED[1:]]).encode()).hexdigest()[:16]


@transaction.atomic
def change_item(*, item, by, seen=None, **values):
    """`seen` is the mark of the item that was shown; one that reads otherwise since is not overwritten."""
    _held(item.version, by)
    now = Item.objects.get(pk=item.pk)
    if seen and mark_of(now) != seen:
        raise Stale(f"这一项刚被别人改过，现在是“{now.text}”，请核对后重新保存，你填写的内容已保留")
    for name, value in sensible(values).items():
        setattr(item, name, value)
    item.save()
    return item


def sensible(values):
    """Numbers and words have no bad answer, so nothing follows from them; a clause sets grade and basis."""
    if values.get("kind") not in (None, ItemKind.YES_NO):
        values |= {"bad_answer": BadAnswer.NEVER}
    if values.get("bad_answer") == BadAnswer.NEVER:
        values |= {"photo_when_bad": False, "leads_to": LeadsTo.NOTHING}
    if values.get("leads_to") == LeadsTo.NOTHING:
        values |= {"clause": None}
    if clause := values.get("clause"):
        values |= {"grade": clause.grade, "basis": clause.cite[:200]}
    return values


@transaction.atomic
def move_item(*, item, up, by):
    """Change places with the neighbour above or below; at the end of the list nothing moves."""
    version = _held(item.version, by)
    items = list(version.items.all())
    here = next(n for n, row in enumerate(items) if row.pk == item.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(items):
        return
    one, other = items[here], items[there]
    orders = one.order, other.order
    for row, order in ((one, ELSEWHERE), (other, orders[0]), (one, orders[1])):
        Item.objects.filter(pk=row.pk).update(order=order)


@transaction.atomic
def drop_item(*, item, by):
    """Take an item out of a draft; nothing was ever answered with it."""
    _held(item.version, by)
    item.delete()


@transaction.atomic
def publish(*, version, by):
    """From now on this version is sent; checks already sent keep theirs."""
    row = _held(version, by)
    items, town = list(row.items.select_related("clause__standard")), row.checklist.township_id
    refuse_if("" if items else "检查表还没有检查内容，不能发布", _leaking(row.checklist, items), _run_out(items, town))
    row.published_at, row.published_by = clock.now(), by
    row.save(update_fields=["published_at", "published_by"])
    return row


def _leaking(checklist, items):
    """A lead must not be guessed from an open answer, nor a confidential answer read in the register of hazards."""
    leads = {item.leads_to for item in items}
    if checklist.confidential:
        return "结果保密的检查表不能转隐患，请改为仅记录或转涉亡线索" if LeadsTo.HAZARD in leads else ""
    return "有转涉亡线索的内容，只能放在结果保密的检查表里" if leads & {LeadsTo.LEAD, LeadsTo.OTHERS} else ""


def _run_out(items, township):
    """A published list names no clause and no standard that is not in force."""
    found = doubts(items, day=clock.today(), township=township)
    bad = [n for n, item in enumerate(items, 1) if item.pk in found]
    return f"第 {'、'.join(map(str, bad))} 项的判定条款或依据今天不在有效期内，请重新选择" if bad else ""
