"""今日 about the files of enterprises: what runs out and the tickets, for whom, and each number that of its list."""

from datetime import timedelta

import pytest

from core import clock
from dashboard import today
from tests import factories
from tests.enterprises import rows

DAY = timedelta(days=1)


@pytest.fixture
def w(db):
    return factories.world()


@pytest.fixture
def filled(w):
    """Files that run out and open tickets at home, at the next village and in the next township."""
    for firm in (w.firm, w.firm2, w.other_firm):
        worker = rows.make("operators", firm, expires_on=clock.today() - DAY)
        rows.make("operators", firm, name="白做的", number="", expires_on=None)
        rows.make("insurance", firm, starts_on=clock.today() - 9 * DAY, expires_on=clock.today() + 5 * DAY)
        rows.make("supplies", firm, expires_on=clock.today())
        rows.make("contracts", firm)
        rows.ticket(firm, worker, state="working", starts_at=clock.now() - 2 * DAY, ends_at=clock.now() - DAY)
    return w


def boxes(user):
    return {box.title: box for box in [*today.boxes(today.WAITING, user), *today.boxes(today.LATE, user)]}


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        ("officer", {"特种作业证到期": 4, "安责险到期": 2, "动火逾期未关": 2}),
        (
            "boss",
            {"特种作业证到期": 2, "安责险到期": 1, "动火逾期未关": 1, "待批待关动火票": 1, "应急物资维护或预案修订到期": 1},
        ),
        ("other_officer", {"特种作业证到期": 2, "安责险到期": 1, "动火逾期未关": 1}),
        ("cadre", {}),
        ("leader", {}),
    ],
)
def test_each_seat_has_its_boxes_and_only_rows_in_sight(filled, role, numbers):
    found = {title: box.total for title, box in boxes(getattr(filled, role)).items()}
    concerned = {
        "特种作业证到期",
        "安责险到期",
        "外包外租协议到期",
        "再培训到期",
        "应急物资维护或预案修订到期",
        "动火逾期未关",
        "待批待关动火票",
    }
    assert {title: total for title, total in found.items() if title in concerned} == numbers


@pytest.mark.parametrize("role", ["officer", "boss"])
def test_each_number_is_that_of_the_list_it_opens(client, filled, role):
    client.force_login(getattr(filled, role))
    opened = [box for box in boxes(getattr(filled, role)).values() if "/files/" in box.more or "/fire/" in box.more]
    assert len(opened) >= 3
    for box in opened:
        assert client.get(box.more).context["total"] == box.total, box.title


def test_who_works_without_certificate_is_marked(filled):
    lines = boxes(filled.boss)["特种作业证到期"].lines
    assert [line.mark for line in lines if "白做的" in line.title] == ["无证上岗"]
    assert all(line.link.startswith(f"/enterprises/{filled.firm.pk}/files/operators/") for line in lines)
