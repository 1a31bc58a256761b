"""会签: leaders and offices say what they think of a reviewed paper before it is signed."""

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core import clock
from core.errors import Refused
from core.workflow import advance
from places.models import Office
from reminders.services import tell

from .models import Countersign, Paper
from .people import seats

LONGEST = 200  # characters of an opinion


def leaders(town):
    return User.objects.filter(pk__in=Membership.objects.of_role(Role.LEADER).filter(place=town).values("user"))


def offices(town):
    """Those with somebody to answer for them."""
    manned = seats(Role.DEPARTMENT, Role.OFFICER).filter(place=town, office__isnull=False)
    return Office.objects.filter(township=town, is_active=True, pk__in=manned.values("office"))


@transaction.atomic
def ask(*, paper, people=(), offices=(), by):
    """Ask for their word; those asked already are not asked twice. Returns how many are new. Raises Refused."""
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if reason := Paper.workflow.refusal(locked, "consult", by):
        raise Refused(reason)
    known = {(row.person_id, row.office_id) for row in locked.countersigns.standing()}
    rows = [_asked(locked, person=person) for person in people if (person.pk, None) not in known]
    rows += [_asked(locked, office=office) for office in offices if (None, office.pk) not in known]
    if not rows:
        return 0
    Countersign.objects.bulk_create(rows)
    advance(paper, "consult", by=by, note=f"请{'、'.join(str(row) for row in rows)}会签")
    _tell(paper, rows, by)
    return len(rows)


def _asked(paper, **who):
    return Countersign(paper=paper, asked_at=clock.now(), **who)


def _tell(paper, rows, by):
    people = [row.person for row in rows if row.person]
    asked = [row.office_id for row in rows if row.office_id]
    people += [seat.user for seat in seats(Role.DEPARTMENT, Role.OFFICER).filter(office__in=asked)]
    link = reverse("notices:detail", args=[paper.pk])
    key = f"paper:countersign:{paper.pk}:{paper.version}"
    tell(people=people, title=f"请会签公文：{paper.title}"[:120], about=paper, by=by, key=key, link=link)


@transaction.atomic
def agree(*, paper, by, said=""):
    """The word of the person, and of the office the person sits in where both were asked; `said` is an opinion beside it."""
    said = said.strip()
    if len(said) > LONGEST:
        raise Refused(f"会签意见最多 {LONGEST} 字，现在 {len(said)} 字，请压缩")
    names = "、".join(_named(paper, by))
    advance(paper, "agree", by=by, note=f"{names}：{said}" if said else names)
    paper.countersigns.waiting().of_user(by).update(agreed_at=clock.now(), agreed_by=by, said=said)
    return paper


@transaction.atomic
def retract(*, paper, by):
    """Agreed by mistake: the word is waited for again. Raises Refused once the paper is signed."""
    rows = paper.countersigns.standing().filter(agreed_by=by)
    names = "、".join(str(row) for row in rows.select_related("person", "office"))
    advance(paper, "retract", by=by, note=names)
    rows.update(agreed_at=None, agreed_by=None, said="")
    return paper


@transaction.atomic
def give_back(*, paper, by, note):
    """Back to its writer with the reason; all are asked anew when it comes again. The writer is told."""
    names = "、".join(_named(paper, by))
    advance(paper, "object", by=by, note=note)
    paper.countersigns.update(void=True)
    link = reverse("notices:detail", args=[paper.pk])
    key = f"paper:objected:{paper.pk}:{paper.version}"
    title = f"会签退回：{paper.title}"[:120]
    tell(
        people=[paper.created_by] if paper.created_by else [],
        title=title,
        body=f"{names}：{note}",
        about=paper,
        by=by,
        key=key,
        link=link,
    )
    return paper


def _named(paper, by):
    return [str(row) for row in paper.countersigns.waiting().of_user(by).select_related("person", "office")]
