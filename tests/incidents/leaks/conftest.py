import pytest

from tests import factories

from ..conftest import people


@pytest.fixture
def w(db):
    return people(factories.world())
