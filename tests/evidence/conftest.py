import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def w(db):
    return factories.world()


@pytest.fixture
def login():
    """A client logged in as a person."""

    def enter(person):
        client = Client()
        client.force_login(person, backend="accounts.backends.SeatedBackend")
        return client

    return enter


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of each test in a folder of its own, to count what is stored."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
