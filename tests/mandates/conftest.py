import pytest

from mandates.holders import Holder
from mandates.services import lists
from tests import factories


@pytest.fixture
def w(db):
    return factories.world()


def a_list(w, *, holder=None, items=("监督检查", "建立台账"), publish=True):
    """A list of duties of the first office, in force from today."""
    row = lists.draft_of(holder=holder or Holder(office=w.department.membership.office), by=w.officer)
    for text in items:
        lists.add(mandate=row, kind="duty", text=text, by=w.officer)
    return lists.publish(mandate=row, by=w.leader) if publish else row
