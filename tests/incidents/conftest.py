from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import clock
from incidents import services
from incidents.models import Export
from tests import factories
from tests.pouring import standing

SECRET = "卞秘安"
SUMMARY = "卞秘安在碾压机旁倒下的经过"
TALKER = "邰知情"
ABOVE = {"authority": "青禾县人民政府", "number": "青政函〔2026〕9号"}


@pytest.fixture
def w(db):
    return people(factories.world())


def people(world):
    """The world with more officials of the township to form a second and third team, unless they stand there already."""
    if hasattr(world, "second"):
        return world
    world.second = factories.user(Role.OFFICER, world.town, office=world.safety_office)
    world.third = factories.user(Role.DEPARTMENT, world.town, office=world.office)
    world.fourth = factories.user(Role.DISCIPLINE, world.town)
    world.leader2 = factories.user(Role.LEADER, world.town)
    world.other_leader = factories.user(Role.LEADER, world.other_town)
    return world


standing.makers["tests/incidents/"] = lambda: people(factories.world())


def later(days=30):
    return clock.today() + timedelta(days=days)


def scanned(w, by=None):
    """Ids of an upload of the deciding authority's paper that waits for its conclusion."""
    return [factories.photo(by=by or w.leader, name="认定文件.png").pk]


def talk(**changes):
    values = {"person": TALKER, "relation": "工友", "place": "村委会", "present": "甲、乙", "text": f"{SECRET}当天在场"}
    return {**values, "at": clock.now(), **changes}


def talked(row, by, **changes):
    """The notes of one talk, signed."""
    said = services.add_interview(verification=row, by=by, **talk(**changes))
    return services.sign(interview=said, signing="signed", by=by)


def opened(w, **values):
    given = {"village": w.village, "source": "petition", "summary": SUMMARY, "person": SECRET, "by": w.officer}
    return services.open_lead(**(given | values))


def ready(w, lead=None):
    """A lead the township itself verifies."""
    lead = lead or opened(w)
    if not lead.competence and lead.state == "received":
        services.decide_competence(lead=lead, competence="township", due_on=later(), by=w.leader)
    return lead


def started(w, lead=None, *team, by=None):
    """A verification begun by a leader, whose choice names the team."""
    team = team or (w.officer, w.second)
    return services.start_verification(lead=ready(w, lead), team=team, plan="走访", due_on=later(), by=by or w.leader)


def reported(w, lead=None, *team):
    row = started(w, lead, *team)
    writer = row.team.order_by("pk").first()
    talked(row, writer)
    return services.report(verification=row, findings=f"{SECRET}未在厂内", proposal="refuted", by=writer)


def confirmed(w, lead=None, *team):
    return services.confirm(verification=reported(w, lead, *team), by=w.leader)


def concluded(w, lead=None, conclusion="refuted", *team, **extra):
    row = confirmed(w, lead, *team)
    if conclusion == "written-off":
        extra.setdefault("direct", "上级直接认定")
    if "authority" in extra:
        extra.setdefault("scans", scanned(w))
    return services.conclude(lead=row.lead, conclusion=conclusion, note="证据一致", by=w.leader, **extra)


def taken_up(w, former=None, campaign=None):
    return services.verify_again(former=former or concluded(w), campaign=campaign or factories.campaign(w.town), by=w.leader)


def lead_in(w, state):
    """A lead brought to a state by its steps; the verification's states are named with the lead's."""
    if state == "received":
        return ready(w)
    if state == "dismissed":
        return services.dismiss(lead=opened(w), note="不在本镇", by=w.leader)
    if state == "concluded":
        return concluded(w)
    return {"running": started, "reported": reported, "confirmed": confirmed}[state](w).lead


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def printed(w, by, to):
    """The answer with the paper of a case: asked for at `to` by one, allowed by another, fetched by the first."""
    as_user(by).post(to, {"reason": "报县里核对"})
    row = Export.objects.order_by("created_at").last()
    step = lambda who, action: as_user(who).post(reverse("incidents:export_step", args=[row.pk, action]))  # noqa: E731
    step(w.leader2 if by == w.leader else w.leader, "allow")
    return step(by, "fetch")


def url(name, lead=None, *more):
    return reverse(f"incidents:{name}", args=[lead.pk, *more] if lead else [])


def text_of(response):
    return response.content.decode()


def lead_form(**changes):
    return {"source": "petition", "summary": SUMMARY, "person": SECRET, "village": "石桥村", "form_token": "t1", **changes}


def team_form(lead, *people, **changes):
    return {
        "team": [person.pk for person in people], "due_on": later(), "plan": "走访", "row_version": lead.version, **changes,
    }  # fmt: skip


def talk_form(**changes):
    at = clock.now().strftime("%Y-%m-%dT00:00")
    return {**talk(), "at": at, "form_token": "t1", **changes}


def conclusion_form(lead, conclusion="refuted", **changes):
    return {"conclusion": conclusion, "note": "证据一致的理由", "row_version": lead.version, **changes}
