"""Mother and child cases: linking, taking apart, the tree a person may see, what might belong together."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.enums import Role
from core import clock
from core.encrypted import Closed
from core.errors import Refused

from .. import access
from ..enums import AccessAction
from ..models import CaseLink, Lead
from ..models.lead import NOT_KNOWN
from .ties import Tie

HIDDEN = "这两条线索不能这样关联，请乡镇领导办理"  # the same words whatever stands in the way out of sight
DEEPEST = 20
PROPOSED = 20
BASIS = {Tie.SAME: "所在村和死亡人员相同，或企业和发生日期相同"}  # of a proposal taken up by one press


def may_link(user, *leads):
    """Officers and leaders who see both."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "由应急办或乡镇领导关联案件"
    keys = {lead.pk for lead in leads}
    return "" if Lead.objects.visible_to(user).filter(pk__in=keys).count() == len(keys) else HIDDEN


@transaction.atomic
def link(*, mother, child, tie, reason, by):
    """Put `child` under `mother`. A case has one mother, and nobody is under itself."""
    if why := may_link(by, mother, child) or (
        "不能归入自己" if mother == child else "" if reason.strip() else "请写明关联依据"
    ):
        raise Refused(why)
    list(Lead.objects.select_for_update(of=("self",)).filter(pk__in=[mother.pk, child.pk]).order_by("pk"))
    if up := CaseLink.objects.in_force().filter(child=child).select_related("mother").first():
        seen = CaseLink.objects.visible_to(by).filter(pk=up.pk).exists()
        raise Refused(f"{child.number} 已归入 {up.mother.number}，请先解除原来的关联" if seen else HIDDEN)
    if child.pk in _above(mother):
        raise Refused(_circle(mother, child, by))
    try:
        with transaction.atomic():
            row = CaseLink.objects.create(mother=mother, child=child, tie=tie, reason=reason.strip(), created_by=by)
    except IntegrityError:
        raise Refused(HIDDEN) from None
    _log(row, by, f"关联：{Tie(tie).label}")
    return row


def _above(lead):
    """Keys of the case and all cases above it."""
    keys = [lead.pk]
    while len(keys) < DEEPEST and (up := CaseLink.objects.in_force().filter(child=keys[-1]).first()):
        keys.append(up.mother_id)
    return keys


def _circle(mother, child, by):
    keys = _above(mother)
    seen = Lead.objects.visible_to(by).filter(pk__in=keys).count() == len(keys)
    return f"{mother.number} 已在 {child.number} 之下，不能互为母案" if seen else HIDDEN


def _log(row, by, detail):
    for lead in (row.mother, row.child):
        access.log(lead=lead, by=by, action=AccessAction.WORK, detail=detail)


@transaction.atomic
def unlink(*, row, reason, by):
    """Take two cases apart again; the link stays on record."""
    if why := may_link(by, row.mother, row.child) or ("" if reason.strip() else "请写明解除原因"):
        raise Refused(why)
    locked = CaseLink.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.withdrawn_at:
        raise Refused("这项关联已经解除")
    locked.withdrawn_at, locked.undone_by, locked.undone_reason = clock.now(), by, reason.strip()
    locked.save(update_fields=["withdrawn_at", "undone_by", "undone_reason", "updated_at"])
    _log(row, by, "解除关联")
    return locked


def tree(lead, user):
    """[(depth, lead, link or None)] of the case's tree as far as it hangs together in sight, the mother first.

    What is out of sight is left out with everything that is only reached through it.
    """
    rows = CaseLink.objects.in_force().visible_to(user).select_related("mother", "child")
    root, up = lead, rows.filter(child=lead).first()
    while up:
        root, up = up.mother, rows.filter(child=up.mother).first()
    found, open_ends = [], [(0, root, None)]
    while open_ends:
        depth, one, tied = open_ends.pop()
        found.append((depth, one, tied))
        below = rows.filter(mother=one).order_by("-created_at")
        open_ends += [(depth + 1, row.child, row) for row in below]
    return found if len(found) > 1 else []


def alike(lead, user):
    """Cases in sight that may belong to it: [(lead, tie)], first those that seem to tell of the same death."""
    linked = {one.pk for _, one, _ in tree(lead, user)} | {lead.pk, lead.former_id}
    rows = Lead.objects.visible_to(user).exclude(pk__in=linked - {None}).exclude(former=lead)
    rows = rows.select_related("enterprise", "village").order_by("-received_at")
    firm = lead.enterprise
    near = rows.filter(Q(village=lead.village) | Q(enterprise=firm) if firm else Q(village=lead.village))
    same = [row for row in near if same_death(lead, row)]
    found = [(row, Tie.SAME) for row in same]
    if firm:
        owned = Q(enterprise=firm) | (Q(enterprise__principal=firm.principal) if firm.principal else Q(pk__in=[]))
        rows = rows.filter(owned).exclude(pk__in=[row.pk for row in same])
        found += [(row, Tie.ENTERPRISE if row.enterprise_id == firm.pk else Tie.BOSS) for row in rows[:PROPOSED]]
    return found[:PROPOSED]


def same_death(one, other):
    """One village and one name, or one enterprise and one day. Names are opened to be compared, and shown nowhere."""
    name = _name(one)
    if one.village_id == other.village_id and name and name == _name(other):
        return True
    return bool(one.enterprise_id and one.happened_on) and (one.enterprise_id, one.happened_on) == (
        other.enterprise_id,
        other.happened_on,
    )


def _name(lead):
    name = "" if isinstance(lead.person, Closed) else "".join(lead.person.split())
    return "" if name in NOT_KNOWN else name
