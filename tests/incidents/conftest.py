import pytest

from accounts.enums import Role
from tests import factories


@pytest.fixture
def w(db):
    """The world with two more officials of the township to form a second team."""
    world = factories.world()
    world.second = factories.user(Role.OFFICER, world.town, office=world.safety_office)
    world.third = factories.user(Role.DEPARTMENT, world.town, office=world.office)
    world.fourth = factories.user(Role.DISCIPLINE, world.town)
    return world
