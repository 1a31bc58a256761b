"""What one test leaves to the next."""

import pytest

from tests import factories
from tests.pouring import ALWAYS_THERE, filled


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_committed_is_gone_before_the_next(time):
    assert filled() == ALWAYS_THERE
    factories.world()
    assert filled() > ALWAYS_THERE
