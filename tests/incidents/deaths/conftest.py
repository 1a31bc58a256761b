from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import clock
from incidents.deaths import services
from tests import factories
from tests.incidents.conftest import opened, people

NAME, ID = "裘遇难", "990101198003070037"


@pytest.fixture
def w(db):
    return people(factories.world())


def local(text):
    """2025-12-31 23:30 in Shanghai."""
    return timezone.make_aware(datetime.fromisoformat(text))


def ago(**kwargs):
    return clock.now().replace(second=0, microsecond=0) - timedelta(**kwargs)


def facts(**changes):
    at = changes.get("happened_at") or ago(hours=9)
    given = {"happened_at": at, "learned_at": at, "field": "work", "place": "二号车间", "course": "", "loss": Decimal(0)}
    return given | changes


def accident(w, lead=None, **changes):
    return services.open_accident(lead=lead or opened(w, enterprise=w.firm), by=w.officer, **facts(**changes))


def victim(w, row, by=None, **changes):
    given = {"name": NAME, "outcome": "dead", "died_at": row.happened_at}
    given |= {"died_at": None} if changes.get("outcome") == "serious" else {}
    services.keep_victim(accident=row, by=by or w.officer, **(given | changes))
    row.refresh_from_db()
    return row.victims.order_by("pk").last()


def sent(w, row, sender="unit", at=None, **more):
    given = {"sent_at": at or row.happened_at, "told": "县应急局值班室，电话", "by": w.officer}
    row = services.record_report(accident=row, sender=sender, **(given | more))
    return row
