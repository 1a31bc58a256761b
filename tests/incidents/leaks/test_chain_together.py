"""Many look at the same moment: one record, without gap or fork."""

import pytest
from django.db import connection

from incidents import access, chain
from incidents.enums import AccessAction
from incidents.models import AccessChain
from tests import factories
from tests.together import together

from ..conftest import opened, people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def test_twelve_looks_at_once_are_one_chain(transactional_db):
    w = people(factories.world())
    leads = [opened(w), opened(w)]
    look = lambda n: access.log(lead=leads[n % 2], by=w.leader, action=AccessAction.VIEW, detail=str(n))  # noqa: E731
    outcomes = together(*[lambda n=n: look(n) for n in range(12)])
    record = AccessChain.objects.get(pk=w.town.pk)
    assert outcomes == [None] * 12 and record.length == 12 and chain.breaks(record) == []
