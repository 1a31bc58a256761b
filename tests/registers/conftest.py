from datetime import datetime

import pytest
from django.utils import timezone

from core import clock
from tests import factories

TODAY = timezone.make_aware(datetime(2026, 11, 25, 10))


@pytest.fixture(autouse=True)
def today():
    """October is the month before, whenever the tests are run."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def w(db):
    return factories.world()
