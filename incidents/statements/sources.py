"""All that is said about a case: statements that were entered, and what the portal's own rows say already."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from core.encrypted import Closed

from ..matching.reading import day_of
from ..matching.shown import told
from ..models import Accident, Candidate, Statement
from ..models.lead import NOT_KNOWN
from ..services.again import rounds_before
from . import values
from .enums import NUMBERS, TIMES, Matter, Precision


@dataclass(frozen=True)
class Said:
    """One statement. `key` names the row it comes from; `value` is what values.compare takes; `row` a Statement or None."""

    key: str
    matter: str
    value: object
    who: str
    source: str
    link: str = ""
    about: str = ""
    where: str = ""
    proven: bool = True
    row: object = None

    @property
    def words(self):
        return values.words(self.matter, self.value)

    @property
    def label(self):
        return Matter(self.matter).label

    @property
    def at(self):
        return self.value[0] if self.matter in TIMES else None


def of(lead, user):
    """All statements about a case, for somebody who sees it; what does not open or says nothing is left out."""
    found = [*_entered(lead), *_of_leads(lead, user), *_of_accident(lead), *_of_lists(lead, user)]
    return [said for said in found if _says(said)]


def _says(said):
    if said.matter in TIMES:
        return said.value[0] is not None
    return said.value not in ("", None, *NOT_KNOWN) and not isinstance(said.value, Closed)


def _entered(lead):
    rows = Statement.objects.filter(lead=lead).in_force().select_related("talk", "visit", "exhibit")
    for row in rows:
        source, link = source_of(row)
        yield Said(
            f"statement-{row.pk}", row.matter, value_of(row), row.said_by, source, link, about=row.about, where=row.where,
            proven=bool(row.talk_id or row.visit_id or row.exhibit_id) or row.origin not in ("", "other"), row=row,
        )  # fmt: skip


def value_of(row):
    if row.matter in TIMES:
        return row.at, row.precision
    return row.count if row.matter in NUMBERS else row.text


def source_of(row):
    """(where it is written, its address); a talk or visit by its time, for its names are covered."""
    for kind, label in (("talk", "谈话笔录"), ("visit", "走访记录")):
        if one := getattr(row, kind):
            case = reverse("incidents:detail", args=[row.lead_id])
            return f"{label} {timezone.localtime(one.at):%m-%d %H:%M}", f"{case}#{kind}-{one.pk}"
    if row.exhibit_id:
        return f"证据 {row.exhibit.number}", reverse("incidents:exhibit", args=[row.lead_id, row.exhibit_id])
    return row.get_origin_display(), ""


def _of_leads(lead, user):
    """The registration, and those of the rounds before with the conclusion of each."""
    rounds = list(rounds_before(lead))
    keys = [row.pk for row in rounds]
    seen = set(type(lead).objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    for row in rounds:
        link = reverse("incidents:detail", args=[row.pk]) if row.pk in seen else ""
        source = "线索登记" if row.pk == lead.pk else f"原线索 {row.number}（{row.get_conclusion_display()}）"
        who, key = row.get_source_display(), f"lead-{row.number}"
        yield Said(f"{key}-day", Matter.EVENT, (_day(row.happened_on), Precision.DAY), who, source, link)
        yield Said(f"{key}-person", Matter.NAME, row.person.strip(), who, source, link)


def _day(day):
    return timezone.make_aware(datetime.combine(day, time(12))) if day else None


def _of_accident(lead):
    row = Accident.objects.filter(lead=lead).first()
    if row is None:
        return
    link, said = reverse("incidents:accident", args=[lead.pk]), {"who": "事故登记", "source": "事故情况"}
    exact = Precision.MINUTE
    yield Said("accident-at", Matter.EVENT, (row.happened_at, exact), link=link, **said)
    yield Said("accident-place", Matter.PLACE, row.place, link=link, **said)
    yield Said("accident-deaths", Matter.DEATHS, row.deaths or None, link=link, **said)
    yield Said("accident-serious", Matter.INJURED, row.serious or None, link=link, **said)
    for sent in row.reports.all():
        about = sent.get_sender_display()
        yield Said(
            f"report-{sent.pk}", Matter.REPORTED, (sent.sent_at, exact), link=link, about=about, where=sent.told, **said
        )
    yield from _of_people(row, link)


def _of_people(accident, link):
    """One dead person needs no name to be told apart; of several each is told by the own name."""
    dead = list(accident.victims.filter(withdrawn_at=None, outcome="dead").select_related("employer"))
    for one in dead:
        about, key = one.name if len(dead) > 1 else "", f"victim-{one.pk}"
        said = {"who": one.certified_by or "事故登记", "source": "伤亡人员", "link": link, "about": about}
        yield Said(f"{key}-name", Matter.NAME, one.name, **said)
        yield Said(f"{key}-at", Matter.DEATH, (one.died_at, Precision.MINUTE), **said)
        yield Said(f"{key}-place", Matter.DEATH_PLACE, one.died_in, **said)
        yield Said(f"{key}-cause", Matter.CAUSE, one.cause, **said)
        yield Said(f"{key}-employer", Matter.EMPLOYER, str(one.employer or one.employer_name), **said)


def _of_lists(lead, user):
    """The line of the list of deaths that the case came from, until the list is destroyed; the list itself stays shut."""
    rows = Candidate.objects.filter(lead=lead).select_related("one__names")
    seen = set(Candidate.objects.visible_to(user).filter(lead=lead).values_list("pk", flat=True)) if rows else set()
    for row in rows:
        line = told(row.one)
        if not line:
            continue
        said = {"who": row.one.names.get_kind_display(), "source": f"死亡名单第 {row.one_line} 行"}
        said["link"] = reverse("incidents:candidate", args=[row.pk]) if row.pk in seen else ""
        yield Said(f"list-{row.pk}-name", Matter.NAME, line.get("name", ""), **said)
        yield Said(f"list-{row.pk}-day", Matter.DEATH, (_day(day_of(line.get("day", ""))), Precision.DAY), **said)
        yield Said(f"list-{row.pk}-cause", Matter.CAUSE, line.get("cause", ""), **said)
        yield Said(f"list-{row.pk}-work", Matter.EMPLOYER, line.get("work", ""), **said)
