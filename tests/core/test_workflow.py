import pytest
from django.db import IntegrityError, transaction

from core.clock import at
from core.errors import Refused
from core.workflow import advance, begin
from hazards.models import Hazard, HazardLog
from tests import factories


def grade(hazard, by, **extra):
    return advance(hazard, "order_at_once", by=by, **{"grade": "ordinary", "at_once": True, **extra})


def test_advance_moves_stamps_and_logs_in_one_step(w):
    hazard = factories.hazard(w.village)
    grade(hazard, w.officer)
    stored = Hazard.objects.get(pk=hazard.pk)
    assert (stored.state, stored.grade, stored.version) == ("rectifying", "ordinary", 2)
    assert stored.graded_at is not None
    line = stored.log.get()
    assert (line.actor, line.action, line.from_state, line.to_state) == (w.officer, "order_at_once", "found", "rectifying")
    assert line.actor_title == w.officer.title


def test_advance_updates_the_object_in_hand(w):
    hazard = factories.hazard(w.village)
    assert grade(hazard, w.officer) is hazard
    assert hazard.state == "rectifying"


def test_a_step_from_the_wrong_state_is_refused_with_the_state_named(w):
    hazard = factories.hazard(w.village)
    with pytest.raises(Refused, match="当前状态是“待定级”，不能验收销号"):
        advance(hazard, "accept", by=w.officer)
    assert HazardLog.objects.count() == 0


def test_the_rule_decides_who_may(w):
    hazard = factories.hazard(w.village)
    with pytest.raises(Refused, match="由应急办或监管站所定级"):
        grade(hazard, w.cadre)


def test_a_stale_object_does_not_move_twice(w):
    first, second = (Hazard.objects.get(pk=factories.hazard(w.village).pk) for _ in range(2))
    second = Hazard.objects.get(pk=first.pk)
    grade(first, w.officer)
    with pytest.raises(Refused):
        grade(second, w.officer)
    assert first.log.count() == 1


def test_a_step_that_needs_a_reason_refuses_blanks(w):
    hazard = factories.hazard(w.village)
    with pytest.raises(Refused, match="取消必须写明原因"):
        advance(hazard, "cancel", by=w.officer, note="  ")
    assert advance(hazard, "cancel", by=w.officer, note="重复登记").state == "cancelled"


def test_a_step_sets_only_its_own_fields(w):
    with pytest.raises(TypeError):
        grade(factories.hazard(w.village), w.officer, description="改掉")


def test_the_database_refuses_a_log_line_without_the_due_note(w):
    hazard = factories.hazard(w.village)
    with pytest.raises(IntegrityError), transaction.atomic():
        hazard.log.create(actor=w.officer, action="cancel", action_label="取消", to_state="cancelled", note_required=True)


def test_log_lines_can_be_neither_changed_nor_deleted(w):
    hazard = begin(factories.hazard(w.village), by=w.officer)
    line = hazard.log.get()
    line.note = "改写"
    with pytest.raises(RuntimeError):
        line.save()
    with pytest.raises(RuntimeError):
        line.delete()


def test_open_to_lists_only_what_this_person_may_do_now(w):
    hazard = factories.hazard(w.village)
    actions = lambda user: [step.action for step in Hazard.workflow.open_to(hazard, user)]  # noqa: E731
    assert actions(w.officer) == ["order_at_once", "order_plan", "cancel"]
    assert actions(w.cadre) == []


def test_records_of_the_past_bear_their_own_moment(w):
    from datetime import datetime

    from django.utils import timezone

    moment = timezone.make_aware(datetime(2025, 3, 1, 9, 0))
    hazard = factories.hazard(w.village)
    with at(moment):
        grade(hazard, w.officer)
    assert hazard.graded_at == moment
    assert hazard.log.get().at == moment
