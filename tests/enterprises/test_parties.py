"""外包台账: who has somebody under contract, who signed that there is nobody, who has not answered; urging the latter."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock
from enterprises.files import parties
from enterprises.files.kinds import kind_of
from enterprises.models import Enterprise, NoContract
from reminders.models import Message

from .rows import make, sent

PAGE, URGE = reverse("enterprises:parties"), reverse("enterprises:parties_urge")


@pytest.fixture
def enter(client):
    return lambda user: client.force_login(user) or client


def found(client, **query):
    return {firm.pk for firm in client.get(PAGE, query).context["page"]}


def short(gap=""):
    return set(kind_of("contracts").short_of(Enterprise.objects.all(), gap).values_list("pk", flat=True))


def test_every_enterprise_is_asked_until_it_names_somebody_or_signs_that_there_is_nobody(w):
    everyone = set(Enterprise.objects.operating().values_list("pk", flat=True))
    assert short("silent") == everyone
    make("no-contracts", w.firm)
    make("contracts", w.firm2, checked_on=clock.today())
    assert short() == short("silent") == everyone - {w.firm.pk, w.firm2.pk}


def test_another_years_signature_and_a_contract_that_ran_out_before_it_answer_nothing(w):
    make("no-contracts", w.firm, year=clock.today().year - 1)
    make("contracts", w.firm2, expires_on=date(clock.today().year - 1, 12, 31))
    assert {w.firm.pk, w.firm2.pk} <= short("silent")


def test_who_had_somebody_for_a_part_of_the_year_has_answered(w):
    make("contracts", w.firm, starts_on=date(clock.today().year, 1, 1), expires_on=date(clock.today().year, 1, 5))
    assert w.firm.pk not in short()


@pytest.mark.parametrize(
    "answer, firms",
    [("some", "firm2"), ("none", "firm"), ("silent", ""), ("unseen", "firm2"), ("unfit", ""), ("short", "firm2")],
)
def test_the_ledger_is_filtered_by_the_answer(w, enter, answer, firms):
    make("no-contracts", w.firm)
    make("contracts", w.firm2)
    rest = set(Enterprise.objects.visible_to(w.officer).operating().values_list("pk", flat=True)) - {w.firm.pk, w.firm2.pk}
    wanted = {getattr(w, name).pk for name in firms.split()} | (rest if answer in ("silent", "short") else set())
    assert found(enter(w.officer), answer=answer) == wanted


def test_an_enterprise_finds_its_own_line_only(w, enter):
    assert found(enter(w.boss)) == {w.firm.pk}
    assert enter(w.boss).post(URGE).status_code in (302, 403) and not Message.objects.filter(kind="urging").exists()


def test_none_is_signed_by_the_enterprise_once_a_year(w, enter):
    url = reverse("enterprises:file_new", args=[w.firm.pk, "no-contracts"])
    assert enter(w.boss).post(url, sent("no-contracts")).status_code == 302
    assert "本年度已经签过" in enter(w.boss).post(url, sent("no-contracts")).content.decode()
    assert NoContract.objects.get().enterprise == w.firm


def test_none_is_not_signed_beside_a_contract_that_runs(w, enter):
    row = make("contracts", w.firm)
    url = reverse("enterprises:file_new", args=[w.firm.pk, "no-contracts"])
    assert "不能签“无”" in enter(w.boss).post(url, sent("no-contracts")).content.decode()
    type(row).objects.filter(pk=row.pk).update(expires_on=clock.today() - timedelta(days=1))
    assert enter(w.boss).post(url, sent("no-contracts")).status_code == 302


def test_a_contract_named_later_counts_before_the_signature(w, enter):
    make("no-contracts", w.firm)
    make("contracts", w.firm)
    assert found(enter(w.officer), answer="some") == {w.firm.pk} and not found(enter(w.officer), answer="none")


def test_who_owes_an_answer_is_urged_once_a_day(w, enter):
    make("no-contracts", w.firm2)
    client = enter(w.officer)
    told = client.post(URGE, follow=True).content.decode()
    assert "已催报" in told
    client.post(URGE)
    (row,) = Message.objects.filter(kind="urging", recipient=w.boss)
    assert "没有填报有无" in row.title and f"/{w.firm.pk}/" in row.link
    make("contracts", w.firm2, checked_on=None)
    asked, _ = parties.urge(
        firms=parties.with_answers(Enterprise.objects.filter(pk=w.firm2.pk), clock.today().year), by=w.officer
    )
    assert asked == 1


def test_nobody_to_urge_is_said(w, enter):
    client = enter(w.officer)
    assert "没有需要催报的企业" in client.post(f"{URGE}?answer=none", follow=True).content.decode()


def test_the_ledger_asks_as_often_for_three_as_for_one(w, enter, django_assert_max_num_queries):
    client = enter(w.officer)
    make("contracts", w.firm)
    with django_assert_max_num_queries(20) as one:
        client.get(PAGE, {"answer": "some"})
    for firm in (w.firm, w.firm2):
        make("contracts", firm)
    with django_assert_max_num_queries(20) as three:
        client.get(PAGE, {"answer": "some"})
    assert len(three) == len(one)
