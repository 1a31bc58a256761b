"""Who was told what, when: on the page of each row, for whoever sees the row."""

import pytest
from django.urls import reverse

from hazards.models import Hazard
from reminders import services
from reminders.models import Message
from tests import factories

TOLD = "还剩 3 天：要办的事"


@pytest.fixture
def rows(w):
    """A row of each kind whose page tells of its reminders, with its address."""
    duty = factories.assignment(factories.task(factories.campaign(w.town)), w.village)
    hazard, lead = factories.hazard(w.village), factories.lead(w.village, handlers=[w.officer])
    paper = factories.paper(w.town)
    return {
        "assignment": (duty, reverse("campaigns:assignment", args=[duty.pk])),
        "hazard": (hazard, reverse("hazards:detail", args=[hazard.pk])),
        "lead": (lead, reverse("incidents:detail", args=[lead.pk])),
        "receipt": (factories.receipt(paper, w.village), reverse("notices:detail", args=[paper.pk])),
        "permit": (factories.permit(w.firm), reverse("enterprises:detail", args=[w.firm.pk])),
    }


KINDS = ["assignment", "hazard", "lead", "receipt", "permit"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_tells_who_was_told_and_whether_they_read_it(client, w, rows, kind):
    row, to = rows[kind]
    services.tell(people=[w.cadre], title=TOLD, key=kind, about=row)
    client.force_login(w.officer)
    body = client.get(to).content.decode()
    assert f"{w.cadre}：{TOLD}" in body and "未读" in body
    services.mark_read(messages=Message.objects.all(), by=w.cadre)
    assert "已读" in client.get(to).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_told_is_said_too(client, w, rows, kind):
    client.force_login(w.officer)
    assert "还没有提醒过任何人" in client.get(rows[kind][1]).content.decode()


@pytest.mark.parametrize("kind", ["assignment", "hazard"])
def test_a_phone_is_spared_the_list(client, w, rows, kind):
    row, to = rows[kind]
    services.tell(people=[w.cadre], title=TOLD, key=kind, about=row)
    client.force_login(w.cadre)
    answer = client.get(to)
    assert answer.status_code == 200 and TOLD not in answer.content.decode()


def test_the_reminders_of_one_row_do_not_stand_on_another(client, w, rows):
    other = factories.hazard(w.village)
    services.tell(people=[w.cadre], title=TOLD, key="other", about=other)
    client.force_login(w.officer)
    assert TOLD not in client.get(rows["hazard"][1]).content.decode()


def test_rows_of_several_kinds_with_the_same_key_are_told_apart(w, rows):
    duty = rows["assignment"][0]
    Hazard.objects.filter(pk=duty.pk).delete()
    hazard = factories.hazard(w.village, pk=duty.pk)
    services.tell(people=[w.cadre], title=TOLD, key="h", about=hazard)
    assert Message.objects.about(hazard).count() == 1 and Message.objects.about(duty).count() == 0
    assert Message.objects.about(hazard, duty).count() == 1 and Message.objects.about().count() == 0


def test_only_the_latest_are_listed(client, w, rows):
    row, to = rows["assignment"]
    for n in range(23):
        services.tell(people=[w.cadre], title=f"第{n:02d}次提醒", key=f"n{n}", about=row)
    client.force_login(w.officer)
    body = client.get(to).content.decode()
    assert "第22次提醒" in body and "第02次提醒" not in body and "只列出最近 20 条" in body


def test_the_list_costs_the_same_for_one_and_for_three(client, w, rows, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row, to = rows["assignment"]
    client.force_login(w.officer)
    counts = []
    for n in range(3):
        services.tell(people=[w.cadre, w.boss, w.leader][n : n + 1], title=TOLD, key=f"q{n}", about=row)
        client.get(to)
        with CaptureQueriesContext(connection) as queries:
            client.get(to)
        counts.append(len(queries))
    assert counts[0] == counts[2]
