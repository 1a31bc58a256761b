"""Who spoke first: the moments a case came to light by the enterprise itself, by others, by an inspection.

They are read from the rows that bear them and typed in nowhere. Other apps register theirs in AppConfig.ready.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from .enums import LeadSource
from .models import CaseLink, DeathReport, Lead
from .services.again import rounds_before


class By(models.TextChoices):
    ITSELF = "itself", "企业主动报告"
    OTHERS = "others", "线索反映"
    INSPECTION = "inspection", "检查"
    DENIED = "denied", "签字报“没有”"


class Standing(models.TextChoices):
    FIRST = "first", "主动报告在先，可提请从宽"
    AFTER = "after", "被反映或检查之后才报告，按被查处理"
    NEVER = "never", "没有主动报告，按被查处理"


@dataclass(frozen=True)
class Moment:
    at: datetime
    by: str
    said: str


_sources = []


def register(find):
    """`find(lead)` yields Moments of the lead's enterprise."""
    if find not in _sources:
        _sources.append(find)


def of(lead):
    """All moments of a case, the earliest first: of its rounds, of the cases linked to it, of other apps."""
    found = [_of_lead(row) for row in _rounds(lead)]
    found += [moment for find in _sources for moment in find(lead)]
    return sorted(found, key=lambda moment: moment.at)


def _rounds(lead):
    """The lead, its former rounds, its mother and the children of that: one matter told several times."""
    rows = {row.pk: row for row in rounds_before(lead)}
    ties = CaseLink.objects.in_force()
    mothers = set(ties.filter(child__in=rows).values_list("mother", flat=True)) or set(rows)
    children = ties.filter(mother__in=mothers).values("child")
    linked = Lead.objects.filter(pk__in=mothers) | Lead.objects.filter(pk__in=children)
    same_firm = linked.filter(enterprise=lead.enterprise_id) if lead.enterprise_id else linked.none()
    return {**rows, **{row.pk: row for row in same_firm}}.values()


def _of_lead(row):
    if report := DeathReport.objects.filter(lead=row).first():
        by, who = (By.ITSELF, "企业") if report.by_itself else (By.OTHERS, "村")
        return Moment(row.received_at, by, f"{who}报告人员死亡（{row.number}）")
    if row.source == LeadSource.SELF_CHECK:
        return Moment(row.received_at, By.ITSELF, f"企业自查填报（{row.number}）")
    return Moment(row.received_at, By.OTHERS, f"{row.get_source_display()}线索（{row.number}）")


def standing(moments):
    """What the order of the moments says; at the same moment the enterprise was not first.

    That it signed a "no" before is shown beside it, for whoever decides to weigh.
    """
    own = min((moment.at for moment in moments if moment.by == By.ITSELF), default=None)
    others = min((moment.at for moment in moments if moment.by in (By.OTHERS, By.INSPECTION)), default=None)
    if own is None:
        return Standing.NEVER
    return Standing.FIRST if others is None or own < others else Standing.AFTER
