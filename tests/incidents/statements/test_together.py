"""Two verifiers at once, on a database that lets them: one settles, one takes over, one concludes; the other is told."""

import threading

import pytest
from django.db import connection, connections

from core import clock
from core.errors import Refused
from incidents import services as leads
from incidents.custody import checking
from incidents.custody import services as custody
from incidents.models import Exhibit, Settlement
from incidents.statements import contradictions, services
from tests import factories

from ..conftest import confirmed, people

needs_rows_locked = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time; run with tests.services"
)


def race(*acts):
    """What each of the acts, begun together, ended with: its value or the refusal."""
    ready, out = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        ready.wait()
        try:
            out[at] = act()
        except Refused as error:
            out[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    return out


@needs_rows_locked
@pytest.mark.django_db(transaction=True)
def test_two_settle_two_take_over_and_two_conclude_at_once():
    w = people(factories.world())
    lead = confirmed(w).lead
    for count in (1, 2):
        services.note(lead=lead, said_by="甲", matter="deaths", count=count, origin="paper", by=w.officer)
    key = contradictions.of(lead, w.leader)[0].key

    def settle(by):
        return lambda: services.settle(lead=lead, key=key, outcome="holds", side=0, reason="一致", by=by)

    out = race(settle(w.officer), settle(w.second))
    assert sum(isinstance(one, Refused) for one in out) == 1 and Settlement.objects.count() == 1

    row = custody.take(
        lead=lead, second=w.second, by=w.officer, kind="object", form="original", title="手柄", amount="1 个",
        taken_at=clock.now(), taken_in="车间", taken_from="现场", stored_in="柜",
    )  # fmt: skip
    custody.offer_all(exhibits=[row], receiver=w.second, note="轮换", by=w.officer)
    take, back = (
        lambda: custody.act(exhibit=Exhibit.objects.get(), action="accept", by=w.second, stored_in="柜"),
        lambda: custody.act(exhibit=Exhibit.objects.get(), action="withdraw", by=w.officer, note="弄错"),
    )
    out = race(take, back)
    assert sum(isinstance(one, Refused) for one in out) == 1
    looks = [lambda: custody.act(exhibit=Exhibit.objects.get(), action="look", by=w.officer, note="核对")] * 4
    assert not any(isinstance(one, Refused) for one in race(*looks))
    assert checking.breaks(Exhibit.objects.get()) == [] and Exhibit.objects.get().log.count() == 7

    def note():
        return services.note(lead=lead, said_by="乙", matter="deaths", count=3, origin="paper", by=w.officer)

    def conclude(by):
        return lambda: leads.conclude(lead=lead, conclusion="refuted", note="查清", by=by)

    out = race(conclude(w.leader), conclude(w.leader2), note)
    lead.refresh_from_db()
    late = isinstance(out[2], Refused)  # either the case was concluded first, or what was said anew kept it open
    assert (lead.state == "concluded") == late and sum(isinstance(one, Refused) for one in out) == 2
