"""Two people at the same listing, case or batch at the same moment."""

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from hazards.models import Batch, Hazard, LadderCase, Listing
from hazards.services import batches, ladder
from hazards.services import supervision as services
from notices.models import Paper
from tests import factories
from tests.together import together

from .supervising import batch_in, case, listed, major, proposed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def refused(outcomes):
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def test_approved_and_declined_at_once_one_goes_through():
    w = factories.world()
    pk = proposed(w).pk
    outcomes = together(
        lambda: services.decide(listing=Listing.objects.get(pk=pk), action="approve", by=w.leader),
        lambda: services.decide(listing=Listing.objects.get(pk=pk), action="decline", by=w.leader, note="暂缓"),
    )
    assert refused(outcomes) == 1 and Listing.objects.get().log.count() == 2


def test_proposed_twice_at_once_it_is_proposed_once():
    w = factories.world()
    pk = major(w).pk
    outcomes = together(*[lambda: proposed(w, Hazard.objects.get(pk=pk))] * 2)
    assert refused(outcomes) == 1 and Listing.objects.count() == 1


def test_ticked_twice_at_once_it_is_ticked_once():
    w = factories.world()
    listing = listed(w)
    tick = lambda: services.tick(  # noqa: E731
        listing=listing, by=w.officer, key="unit", done_on=clock.today(), evidence="考核表"
    )
    assert refused(together(tick, tick)) == 1 and listing.parts.count() == 1


def test_a_unit_put_on_the_ladder_twice_at_once_stands_there_once():
    w = factories.world()
    assert refused(together(lambda: case(w), lambda: case(w))) == 1 and LadderCase.objects.count() == 1


def test_moved_twice_at_once_it_moves_once_and_has_one_paper():
    w = factories.world()
    pk = case(w).pk
    move = lambda: ladder.move(  # noqa: E731
        case=LadderCase.objects.get(pk=pk), action="to_order", by=w.officer, note="未改"
    )
    assert refused(together(move, move)) == 1
    together(*[lambda: ladder.draft_paper(case=LadderCase.objects.get(pk=pk), by=w.officer)] * 2)
    assert Paper.objects.count() == 1


def test_a_list_sent_while_it_is_changed_is_fixed_afterwards():
    w = factories.world()
    pk = batch_in(w, "draft").pk
    together(
        lambda: batches.move_batch(batch=Batch.objects.get(pk=pk), action="send", by=w.officer),
        lambda: batches.add_enterprise(batch=Batch.objects.get(pk=pk), by=w.officer, enterprise=w.firm2, facts="逾期"),
    )
    batch = Batch.objects.get(pk=pk)
    assert batch.state == "sent" and batch.items.count() in (1, 2)
    with pytest.raises(Refused):
        batches.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm2, facts="又一次")
