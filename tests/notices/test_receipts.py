"""Delivery, signing for a paper, urging, and the deadline of receipts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from notices import services
from notices.deadlines import due_receipts
from notices.models import Receipt
from notices.people import Recipients
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from .conftest import ROLES, as_user, circular, in_state, issued, order


def copy_of(paper, **fields):
    return paper.receipts.select_related("paper", "place", "office", "enterprise").get(**fields)


def test_issue_tells_exactly_the_people_of_the_recipients(w):
    issued(w, circular(w, units=[w.village, w.office, w.firm, w.safety_office]))
    told = set(Message.objects.filter(title__startswith="收到公文").values_list("recipient", flat=True))
    assert told == {w.cadre.pk, w.department.pk, w.boss.pk, w.officer.pk}


def test_a_draft_tells_nobody(w):
    in_state(w, "signed")
    assert not Message.objects.exists()


def test_the_message_leads_to_the_paper(w):
    paper = issued(w)
    message = w.cadre.inbox.get()
    assert (message.link, message.body) == (reverse("notices:detail", args=[paper.pk]), paper.doc_number)


@pytest.mark.parametrize("address", ["detail", "file"])
def test_opening_a_paper_marks_the_copy_as_read_once(w, address):
    paper = issued(w)
    for _ in range(2):
        as_user(w.cadre).get(reverse(f"notices:{address}", args=[paper.pk]))
    receipt = copy_of(paper, office=None)
    assert receipt.state == "read" and receipt.log.count() == 1
    assert copy_of(paper, office=w.office).state == "sent"


@pytest.mark.parametrize("role", ["leader", "liaison", "supervisor", "discipline", "officer"])
def test_the_look_of_somebody_else_marks_nothing(w, role):
    paper = issued(w)
    as_user(getattr(w, role)).get(reverse("notices:detail", args=[paper.pk]))
    assert set(paper.receipts.values_list("state", flat=True)) == {"sent"}


UNITS = {"village": "cadre", "office": "department", "firm": "boss", "safety_office": "officer"}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("role", ROLES)
def test_each_unit_signs_for_its_own_copy_and_nobody_for_another(w, unit, role):
    paper = issued(w, circular(w, units=[getattr(w, name) for name in UNITS]))
    target = getattr(w, unit)
    receipt = next(row for row in paper.receipts.all() if row.unit == target)
    answer = as_user(getattr(w, role)).post(reverse("notices:sign_receipt", args=[receipt.pk]))
    receipt.refresh_from_db()
    assert (receipt.state == "signed") == (UNITS[unit] == role)
    assert answer.status_code in ((302,) if UNITS[unit] == role else (403, 404))
    assert receipt.signed_by == (getattr(w, role) if UNITS[unit] == role else None)


def test_signing_twice_is_said_and_changes_nothing(w):
    receipt = copy_of(issued(w), office=None)
    client = as_user(w.cadre)
    client.post(reverse("notices:sign_receipt", args=[receipt.pk]))
    page = client.post(reverse("notices:sign_receipt", args=[receipt.pk]), follow=True)
    assert "已经签收过了" in page.content.decode()
    assert receipt.log.filter(action="sign").count() == 1


def test_a_copy_of_a_draft_cannot_be_signed_for(w):
    receipt = circular(w).receipts.get(office=None)
    assert as_user(w.cadre).post(reverse("notices:sign_receipt", args=[receipt.pk])).status_code == 404
    with pytest.raises(Refused, match="没有印发"):
        services.sign_receipt(receipt=receipt, by=w.cadre)


def test_the_phone_page_shows_the_text_and_one_button(w):
    paper = issued(w)
    words = as_user(w.cadre).get(reverse("notices:detail", args=[paper.pk])).content.decode()
    assert "登记煤炉" in words and words.count(">签收</button>") == 1 and "phone-bar" in words
    services.sign_receipt(receipt=copy_of(paper, office=None), by=w.cadre)
    words = as_user(w.cadre).get(reverse("notices:detail", args=[paper.pk])).content.decode()
    assert ">签收</button>" not in words and "已签收" in words


# urging


def test_urging_tells_those_who_have_not_signed_once_a_day(w):
    paper = issued(w)
    services.sign_receipt(receipt=copy_of(paper, office=None), by=w.cadre)
    assert services.urge_receipts(paper=paper, by=w.officer) == (1, 1)
    assert services.urge_receipts(paper=paper, by=w.officer) == (1, 0)
    with clock.at(clock.now() + timedelta(days=1)):
        assert services.urge_receipts(paper=paper, by=w.officer) == (1, 1)
    assert Message.objects.filter(kind="urging").values_list("recipient", flat=True).distinct().get() == w.department.pk


def test_the_page_says_what_urging_did(w):
    paper = issued(w)
    url = reverse("notices:urge", args=[paper.pk])
    client = as_user(w.officer)
    assert "已催办 2 个单位，通知 2 人" in client.post(url, follow=True).content.decode()
    assert "没有重复发送" in client.post(url, follow=True).content.decode()
    for receipt, person in ((copy_of(paper, office=None), w.cadre), (copy_of(paper, office=w.office), w.department)):
        services.sign_receipt(receipt=receipt, by=person)
    assert "都已签收" in client.post(url, follow=True).content.decode()


def test_where_nobody_is_left_to_sign_there_is_nothing_to_urge(w):
    paper = issued(w, circular(w, units=[w.village]))
    page = lambda: as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])).content.decode()  # noqa: E731
    assert "催办未签收" in page()
    services.sign_receipt(receipt=paper.receipts.get(), by=w.cadre)
    assert "催办未签收" not in page()


@pytest.mark.parametrize("role", ["leader", "discipline", "supervisor", "cadre", "department"])
def test_only_the_safety_office_urges(w, role):
    paper = issued(w)
    assert as_user(getattr(w, role)).post(reverse("notices:urge", args=[paper.pk])).status_code == 403


@pytest.mark.parametrize("state", ["draft", "reviewed", "signed", "withdrawn"])
def test_only_a_paper_in_force_is_urged(w, state):
    with pytest.raises(Refused, match="已印发"):
        services.urge_receipts(paper=in_state(w, state), by=w.officer)


# deadlines


def issued_until(w, day, paper=None):
    return services.issue(paper=in_state(w, "signed", paper), by=w.officer, due_on=day)


def test_unsigned_copies_in_the_span_are_due_to_their_people_with_the_ladder_above(w):
    today = clock.today()
    paper = issued_until(w, today + timedelta(days=2))
    rows = {due.obj.unit_name: due for due in due_receipts(today, today + timedelta(days=3))}
    assert set(rows) == {"石桥村", "市场监督管理所"}
    village = rows["石桥村"]
    assert (village.people, village.ladder) == ([w.cadre], [[w.liaison], [w.officer], [w.leader]])
    assert village.title == f"石桥村 签收《{paper.title}》" and village.link == reverse("notices:detail", args=[paper.pk])
    assert not list(due_receipts(today, today + timedelta(days=1)))


def test_what_is_signed_for_withdrawn_or_without_limit_is_not_due(w):
    today = clock.today()
    signed = issued_until(w, today, circular(w, units=[w.village]))
    services.sign_receipt(receipt=copy_of(signed), by=w.cadre)
    gone = issued_until(w, today, circular(w, units=[w.village]))
    services.withdraw(paper=gone, by=w.officer, note="有误")
    issued(w)
    assert not list(due_receipts(today - timedelta(days=9), today + timedelta(days=9)))


def test_the_scan_reminds_on_the_last_day_and_climbs_when_late(w):
    today = clock.today()
    issued_until(w, today, circular(w, units=[w.village]))
    assert scan(today)["receipt"] == 1 and scan(today)["receipt"] == 0
    scan(today + timedelta(days=10))
    assert Message.objects.filter(recipient=w.liaison, kind="escalation").count() == 1


def test_the_people_of_many_copies_cost_the_same_queries(w, django_assert_num_queries):
    few = list(circular(w, units=[w.village, w.office, w.firm]).receipts.all())
    many = list(circular(w, units=[w.village, w.village2, w.office, w.safety_office, w.firm, w.firm2]).receipts.all())
    with django_assert_num_queries(6):
        Recipients(few)
    with django_assert_num_queries(6):
        people = Recipients(many)
    assert [people.of(row) for row in many if row.enterprise_id == w.firm.pk] == [[w.boss]]


def test_a_copy_is_kept_once_per_unit(w):
    paper = circular(w, units=[w.village, w.village, w.firm])
    assert services.address(paper=paper, units=[w.village, w.firm, w.firm2, w.office], by=w.officer) == 2
    assert Receipt.objects.filter(paper=paper).count() == 4


def test_somebody_who_left_receives_nothing(w):
    gone = factories.user("cadre", w.village)
    gone.memberships.update(ended_at=clock.now())
    issued(w, circular(w, units=[w.village]))
    assert not gone.inbox.exists() and w.cadre.inbox.count() == 1


def test_an_enterprise_without_account_still_gets_its_copy(w):
    paper = issued(w, order(w, unit=w.firm2))
    assert copy_of(paper).state == "sent" and not Message.objects.exists()
