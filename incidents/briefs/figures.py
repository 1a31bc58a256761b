"""The numbers a report begins with: leads in sight by source, state and conclusion, and what is owed."""

from django.db.models import Count, Q

from accounts.enums import Role
from circulars.layout import cn_date
from core import clock

from ..enums import Conclusion, LeadSource, LeadState
from ..models import Lead


def counts(rows, field, enum):
    """[(label, number)] of those that occur, in the order of the enum."""
    found = dict(rows.order_by().values_list(field).annotate(n=Count("pk")))
    return [(label, found[value]) for value, label in enum.choices if found.get(value)]


def received(user, first, last):
    """The leads in sight that were received between two days, both included."""
    return Lead.objects.visible_to(user).filter(received_at__date__range=(first, last))


def table(rows):
    """[(source, received, under way, concluded, refuted or doubtful, accident, dismissed)] of leads (a queryset)."""
    columns = {
        "received": Count("pk"),
        "open": Count("pk", filter=Q(state__in=(LeadState.RECEIVED, LeadState.VERIFYING))),
        "concluded": Count("pk", filter=Q(state=LeadState.CONCLUDED)),
        "refuted": Count("pk", filter=Q(conclusion__in=(Conclusion.REFUTED, Conclusion.DOUBTFUL))),
        "accident": Count("pk", filter=Q(conclusion__in=(Conclusion.ACCIDENT, Conclusion.CONCEALED))),
        "dismissed": Count("pk", filter=Q(state=LeadState.DISMISSED)),
    }
    found = {row["source"]: row for row in rows.order_by().values("source").annotate(**columns)}
    return [(label, *(found[value][name] for name in columns)) for value, label in LeadSource.choices if value in found]


def opening(user, campaign=None):
    """The first paragraphs of a report, from the rows in the writer's sight."""
    rows = Lead.objects.visible_to(user)
    rows = rows.filter(campaign=campaign) if campaign else rows
    whose = "登记" if user.has_role(Role.LEADER) else "本人经办"  # the office sees the cases it handles
    parts = [f"截至{cn_date(clock.today())}，{whose}涉亡线索 {rows.count()} 条"]
    for field, enum, word in (
        ("source", LeadSource, "按来源"),
        ("state", LeadState, "按办理情况"),
        ("conclusion", Conclusion, "按结论"),
    ):
        listed = "，".join(f"{label} {number} 条" for label, number in counts(rows, field, enum))
        parts += [f"{word}：{listed}"] if listed else []
    late = rows.overdue().count()
    again = rows.exclude(former=None).count()
    owed = Lead.objects.visible_to(user).to_verify_again(campaign).count() if campaign else 0
    return "。\n".join([*parts, f"重新核查立项 {again} 条，尚未重新核查 {owed} 条，逾期 {late} 条"]) + "。\n"
