"""What follows from a locked inspection: hazards of bad answers and findings, and who is told."""

from django.urls import reverse

from accounts.enums import Role
from campaigns.people import Directory
from campaigns.units import Target
from hazards.enums import HazardState, Source
from hazards.services.inspected import found_on_inspection
from reminders.services import tell as write_messages

from ..enums import Kind, LeadsTo
from . import rechecking
from .criteria import proposed
from .findings import photos_of, problem_of


def follow(row, *, by):
    """Once each: a bad answer or finding that has its hazard keeps it; of a recheck, that of the visit before goes on."""
    rechecking.follow(row, by=by)
    for answer in row.answers.bad().select_related("item__clause__standard"):
        if answer.hazard_id is None and (same := rechecking.known(row, answer)):
            answer.hazard_id = same
            answer.save(update_fields=["hazard"])
        elif answer.hazard_id is None and answer.item.leads_to == LeadsTo.HAZARD:
            said = proposed(answer.item, day=row.held_on, township=row.place.township_code)
            _enter(row, answer, f"inspection-answer:{answer.pk}", problem_of(answer), row.location, by, said)
    for finding in row.findings.filter(hazard=None).select_related("clause__standard"):
        said = {"grade": finding.grade, "grade_basis": finding.basis, "clause": finding.clause}
        where = finding.location or row.location
        _enter(row, finding, f"inspection-finding:{finding.pk}", finding.description, where, by, said)


def _enter(row, source, key, description, location, by, said):
    source.hazard = found_on_inspection(
        key=key, by=by, description=description, photos=list(photos_of(source)), village=row.place,
        enterprise=row.enterprise, campaign=row.campaigns.first(), location=location[:120], source=source_of(row),
        state=HazardState.DRAFT if row.is_own else HazardState.FOUND, found_on=row.held_on,
        found_by="、".join(member.name for member in row.team.all())[:60], **said,
    )  # fmt: skip
    source.save(update_fields=["hazard"])


def source_of(row):
    if row.is_own:
        return Source.SELF_CHECK
    return Source.VILLAGE if row.kind == Kind.VILLAGE else Source.INSPECTION


def hazards_of(row):
    """The hazards a visit has led to, those of items first."""
    rows = [
        *row.answers.exclude(hazard=None).select_related("hazard"),
        *row.findings.exclude(hazard=None).select_related("hazard"),
    ]
    return [source.hazard for source in rows]


def tell(row, *, by):
    """The unit that was inspected, now that it is over; the safety office when something was found."""
    target = Target(row.place_id, enterprise_id=row.enterprise_id)
    people, found = Directory([target]), hazards_of(row)
    link = reverse("checks:inspection", args=[row.pk])
    count = f"，发现 {len(found)} 个问题" if found else "，没有发现问题"
    said = {"link": link, "about": row, "by": by}
    if not row.is_own:
        others = [person for person in people.of(target) if person != by]
        title = f"{row.agency} {row.held_on:%m月%d日} 现场检查记录已签名{count}"
        write_messages(people=others, title=title, key=f"inspection:{row.pk}", **said)
    if found:
        town = row.place_id[:9] + "000"
        officers = [p for p in people.officers.get(town, []) if p != by] if by.role != Role.OFFICER else []
        write_messages(
            people=officers,
            title=f"{row.unit_name} {row.get_kind_display()}{count}",
            key=f"inspection-found:{row.pk}",
            **said,
        )
