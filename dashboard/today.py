"""今日: what waits for me by deadline, and what is late. One query per box that holds a row; each number is that of the list it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, Min, Q, Window

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Assignment
from checks.models import Check, SpotReturn
from core import clock
from enterprises.models import Enterprise
from hazards.filters_supervision import waiting
from hazards.models import Batch, Extension, Hazard, Listing, Miss, Trade, Transfer
from incidents.guard import grants, reviews
from incidents.models import Lead
from incidents.pledges import services as pledges
from notices.models import Paper, Receipt

from . import cases, duties, files, inspected, lines, regular
from .figures import listing

SHOWN = 5
STAFF = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)
UNITS = (Role.CADRE, Role.ENTERPRISE, Role.DEPARTMENT, Role.OFFICER)
REPORTERS = (*UNITS, Role.LIAISON)
JUDGES = (Role.OFFICER, Role.DEPARTMENT)
HANDLERS = (Role.LEADER, Role.OFFICER, Role.DISCIPLINE, Role.DEPARTMENT)
EXPIRES_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Box:
    key: str
    title: str
    lines: list
    total: int
    more: str = ""


@dataclass(frozen=True)
class Waiting:
    """A kind of row that waits for some roles: how to find it for a user, how to draw a line, the list of all of it."""

    title: str
    roles: tuple
    find: Callable
    line: Callable
    view: str = ""
    query: dict | Callable = None
    args: tuple = ()

    def more(self, user):
        query = self.query(user) if callable(self.query) else self.query
        return listing(self.view, *self.args, **(query or {})) if self.view else ""


def assignments(user):
    return Assignment.objects.visible_to(user).select_related("task", "place", "office", "enterprise")


def checks(user):
    return Check.objects.visible_to(user).select_related("version__checklist", "place", "office", "enterprise")


def hazards(user, **states):
    return Hazard.objects.visible_to(user).filter(**states).select_related("enterprise", "village")


def papers(user, state):
    return Paper.objects.visible_to(user).filter(state=state)


def to_countersign(user):
    return Paper.objects.visible_to(user).to_countersign(user)


def own_duties(user):
    return assignments(user).of_unit(user).waiting().of_running()


def own_checks(user):
    """What the unit has to fill in: a village and an office only what is their own."""
    rows = checks(user).waiting()
    if user.role in JUDGES:
        return rows.filter(office=user.membership.office_id, office__isnull=False)
    return rows.filter(enterprise=None, office=None) if user.role == Role.CADRE else rows


def checks_to_judge(user):
    return checks(user).to_judge(user)


def own_hazards(user):
    """What the unit has to mend: a village only what is its own."""
    rows = hazards(user, state__in=["planning", "rectifying"])
    return rows.filter(enterprise=None) if user.role == Role.CADRE else rows


def asked(user):
    return hazards(user).filter(pk__in=Extension.objects.to_decide(user).values("hazard"))


def receipts(user):
    return Receipt.objects.of_unit(user).unsigned().filter(paper__state="issued").select_related("paper")


def trades(user, state):
    return Trade.objects.visible_to(user).filter(state=state)


def unsigned(user):
    """Issued papers with copies not signed for in time."""
    late = Q(receipts__due_on__lt=clock.today()) & ~Q(receipts__state="signed")
    copies = Receipt.objects.unsigned().filter(due_on__lt=clock.today())
    rows = papers(user, "issued").filter(pk__in=copies.values("paper"))
    return rows.annotate(unsigned=Count("receipts", filter=late), first_due=Min("receipts__due_on", filter=late))


def expiring(user):
    due = Q(permits__withdrawn_at=None, permits__expires_on__lte=clock.today() + EXPIRES_WITHIN)
    rows = Enterprise.objects.visible_to(user).with_expiring_permits()
    return rows.annotate(permits_due=Count("permits", filter=due), first_due=Min("permits__expires_on", filter=due))


def by_due(find, field="due_on"):
    """The nearest deadline first, rows without one at the end."""
    return lambda user: find(user).order_by(F(field).asc(nulls_last=True), "pk")


def of_state(state, order="due_on"):
    return by_due(lambda user: hazards(user, state=state), order)


def entrusted(user):
    """Ordinary hazards that the village is to accept and this cadre did not mend."""
    return hazards(user, state="reported", village_accepts=True).exclude(rectified_by=user).exclude(responsible=user.name)


def listings(what):
    """Listed supervision that waits for this step."""
    related = ("hazard__enterprise", "hazard__village")
    return lambda user: (
        waiting(Listing.objects.visible_to(user), what).select_related(*related).order_by("hazard__due_on", "pk")
    )


def misses(user):
    rows = Miss.objects.visible_to(user).to_judge().select_related("hazard", "enterprise", "village")
    return rows.order_by("-hazard__found_on", "pk")


def batches(state):
    return lambda user: Batch.objects.visible_to(user).filter(state=state).order_by("created_at", "pk")


WAITING = (
    Waiting("待我签收", UNITS, by_due(receipts), lines.of_receipt, "notices:list", {"unsigned": "mine"}),
    Waiting("待办任务", REPORTERS, by_due(own_duties), lines.of_own_duty, "campaigns:duties"),
    Waiting("待填自查", UNITS, by_due(own_checks), lines.of_check, "checks:list",
            lambda u: {"waiting": 1} | {Role.CADRE: {"unit": "village"}, Role.ENTERPRISE: {}}.get(u.role, {"unit": "own"})),
    *inspected.waiting(Waiting),
    Waiting("待办抽查反馈", (*JUDGES, Role.SUPERVISOR), by_due(lambda u: SpotReturn.objects.to_do(u).select_related("place", "enterprise")),
            lines.of_return, "checks:returns", {"mine": 1}),
    *regular.waiting(Waiting),
    *duties.waiting(Waiting),
    Waiting("待整改隐患", (Role.CADRE, Role.ENTERPRISE), by_due(own_hazards), lines.of_hazard, "hazards:list",
            lambda u: {"mending": "own" if u.role == Role.CADRE else 1}),
    Waiting("待批待关动火票", (Role.ENTERPRISE,), lambda u: files.tickets(u).open(), lines.of_ticket,
            "enterprises:fires", {"open": 1}),
    Waiting("待我会签", (Role.LEADER, *JUDGES), to_countersign, lines.of_paper, "notices:list", {"desk": "mine"}),
    Waiting("待我签发", (Role.LEADER,), lambda u: Paper.objects.visible_to(u).to_sign(),
            lines.of_paper, "notices:list", {"desk": "sign"}),
    Waiting("待签保密承诺书", HANDLERS, pledges.to_sign, lines.of_pledge),
    Waiting("待核查涉亡线索", HANDLERS, by_due(lambda u: Lead.objects.visible_to(u).filter(state="verifying")),
            lines.of_lead,
            "incidents:list", {"state": "verifying"}),
    Waiting("新收涉亡线索", HANDLERS, by_due(lambda u: Lead.objects.visible_to(u).filter(state="received")), lines.of_lead,
            "incidents:list", {"state": "received"}),
    *cases.waiting(Waiting),
    Waiting("经办授权即将到期", (Role.LEADER,), grants.ending, lines.of_grant, "incidents:grants", {"soon": 1}),
    Waiting("待审阅查阅记录", (Role.LEADER,), reviews.waiting, lines.of_record, "incidents:reviews"),
    Waiting("待审核任务", (Role.OFFICER,), lambda u: assignments(u).filter(state="submitted").order_by("submitted_at", "pk"),
            lines.of_assignment, "campaigns:queue"),
    Waiting("待审核自查", (*JUDGES, Role.LEADER), by_due(checks_to_judge), lines.of_check,
            "checks:list", {"judge": 1}),
    Waiting("待确认隐患", JUDGES, of_state("draft", "found_on"), lines.of_hazard, "hazards:list", {"state": "draft"}),
    Waiting("待定级隐患", JUDGES, of_state("found", "found_on"), lines.of_hazard, "hazards:list", {"state": "found"}),
    Waiting("待验收隐患", JUDGES, of_state("reported", "reported_at"),
            lines.of_reported_hazard, "hazards:list", {"state": "reported"}),
    Waiting("委托本村验收", (Role.CADRE,), by_due(entrusted, "reported_at"), lines.of_reported_hazard,
            "hazards:list", {"state": "reported"}),
    Waiting("待审批延期", (*JUDGES, Role.LEADER), by_due(asked), lines.of_asked_hazard, "hazards:list", {"asked": "mine"}),
    Waiting("待办移送", (*JUDGES, Role.DISCIPLINE, Role.SUPERVISOR),
            by_due(lambda u: Transfer.objects.to_do(u).select_related("enterprise"), "receive_by"),
            lines.of_transfer, "hazards:transfers", {"mine": 1}),
    Waiting("待认领新业态", JUDGES, by_due(lambda u: trades(u, "asked"), "claim_by"),
            lines.of_trade, "hazards:trades", {"state": "asked"}),
    Waiting("待裁定新业态", (Role.LEADER,), by_due(lambda u: trades(u, "disputed"), "claim_by"),
            lines.of_trade, "hazards:trades", {"state": "disputed"}),
    Waiting("待批准挂牌督办", (Role.LEADER,), listings("approve"), lines.of_listing, "hazards:listings", {"todo": "approve"}),
    Waiting("待摘牌", (Role.LEADER,), listings("remove"), lines.of_listing, "hazards:listings", {"todo": "remove"}),
    Waiting("挂牌待备案公示", (Role.OFFICER,), listings("record"), lines.of_listing, "hazards:listings", {"todo": "record"}),
    Waiting("体制机制问题待分流", (Role.OFFICER,), by_due(lambda u: hazards(u).to_route()), lines.of_hazard,
            "hazards:list", {"unrouted": 1}),
    Waiting("待核对漏查", (Role.OFFICER, Role.LEADER), misses, lines.of_miss, "hazards:misses", {"state": "marked"}),
    Waiting("待批准名单", (Role.LEADER,), batches("sent"), lines.of_batch, "hazards:batches", {"state": "sent"}),
    Waiting("待公布名单", (Role.OFFICER,), batches("approved"), lines.of_batch, "hazards:batches", {"state": "approved"}),
    Waiting("待核稿公文", (Role.OFFICER,), lambda u: papers(u, "draft"), lines.of_paper, "notices:list", {"state": "draft"}),
    Waiting("待用印", (Role.OFFICER,), lambda u: Paper.objects.visible_to(u).to_seal(u),
            lines.of_paper, "notices:list", {"desk": "seal"}),
    Waiting("待印发公文", (Role.OFFICER,), lambda u: papers(u, "signed"),
            lines.of_paper, "notices:list", {"state": "signed"}),
)  # fmt: skip
LATE = (
    Waiting("逾期任务", (*STAFF, Role.LIAISON), by_due(lambda u: assignments(u).of_running().late(clock.today())),
            lines.of_assignment,
            "campaigns:register", {"running": 1, "late": 1}),
    Waiting("逾期自查", (*STAFF, Role.LIAISON), by_due(lambda u: checks(u).late(clock.today())),
            lines.of_check, "checks:list", {"late": 1}),
    *inspected.late(Waiting),
    Waiting("抽查反馈逾期", (*JUDGES, Role.LEADER), by_due(lambda u: SpotReturn.objects.visible_to(u).late().select_related("place", "enterprise")),
            lines.of_return, "checks:returns", {"late": 1}),
    *regular.late_boxes(Waiting),
    *duties.late(Waiting),
    Waiting("逾期隐患", (*STAFF, Role.LIAISON, Role.DEPARTMENT), by_due(lambda u: hazards(u).overdue(clock.today())),
            lines.of_hazard,
            "hazards:list", {"overdue": 1, "o": "due"}),
    Waiting("逾期未签收公文", (Role.OFFICER,), by_due(unsigned, "first_due"),
            lines.of_unsigned_paper, "notices:list", {"unsigned": "late"}),
    Waiting("证照到期企业", (Role.OFFICER, Role.DEPARTMENT, Role.ENTERPRISE), by_due(expiring, "first_due"),
            lines.of_expiring,
            "enterprises:list", {"expiring": 1}),
    *files.running_out(Waiting),
    *cases.late(Waiting),
    Waiting("动火逾期未关", files.OFFICE, lambda u: files.tickets(u).overdue(), lines.of_ticket, "enterprises:fires", {"late": 1}),
)  # fmt: skip


def boxes(kinds, user):
    """The non-empty boxes for this user: one query tells which hold a row, so that what is empty costs none of its own."""
    found = [(kind, kind.find(user)) for kind in kinds if user.role in kind.roles]
    asked = {f"holds_{n}": Exists(rows) for n, (_, rows) in enumerate(found)}
    holds = User.objects.filter(pk=user.pk).values(**asked).get() if asked else {}
    return [_box(kind, rows, user) for n, (kind, rows) in enumerate(found) if holds[f"holds_{n}"]]


def _box(kind, rows, user):
    """One query: the first rows, each with the number of all of them."""
    rows = list(rows.annotate(of_all=Window(Count("*")))[:SHOWN])
    key = f"box-{WAITING.index(kind) if kind in WAITING else len(WAITING) + LATE.index(kind)}"
    return Box(key, kind.title, [kind.line(row) for row in rows], rows[0].of_all, kind.more(user))
