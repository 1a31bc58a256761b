"""The demonstration's tips: every state and kind, rewards in every step but refused, nothing in the future."""

from types import SimpleNamespace

from core import clock
from dashboard.management.commands.demo import day_from
from hazards.models import Hazard
from incidents.models import Reward, Tip, TipLog, TipNote, TipOpening, TipSource
from incidents.tips import demo as tips_demo
from incidents.tips.enums import TipKind, TipState


def test_every_state_and_kind_occurs_and_nothing_lies_in_the_future(w):
    today, code = clock.today(), w.town.code
    demo = SimpleNamespace(today=today, day=day_from(today), towns=[w.town], villages={code: [w.village, w.village2]})
    tips_demo.load(demo, w.leader, w.officer)
    kinds = lambda model, field: set(model.objects.values_list(field, flat=True))  # noqa: E731
    assert kinds(Tip, "state") == set(TipState.values) and kinds(Tip, "kind") == set(TipKind.values)
    assert kinds(Reward, "state") == {"reported", "granted", "done"}
    assert Hazard.objects.filter(source="tip").count() == 1 and TipOpening.objects.exists()
    for model, field in ((Tip, "received_at"), (TipLog, "at"), (TipNote, "at"), (TipOpening, "at")):
        assert not model.objects.filter(**{f"{field}__gt": clock.now()}).exists()
    assert all("某" in row.name for row in TipSource.objects.all())
    assert Tip.objects.overdue().exists()
