"""Enterprises that a campaign has not asked: who they are, where they are named, and asking just these."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from checks import services, unasked
from checks.models import Check, ChecklistVersion
from core import clock
from tests import factories

from .conftest import a_check, a_list, later, shipped, submitted
from .test_sending import send


@pytest.fixture
def campaign(w):
    return factories.campaign(w.town, looks_back=True)


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def listed(user, campaign, **asked):
    return [firm.pk for firm in page(user, campaign, **asked).context["page"]]


def page(user, campaign, **asked):
    return as_user(user).get(reverse("checks:unasked", args=[campaign.pk]), asked)


def test_a_firm_registered_later_is_named_before_the_campaign_ends_and_alone_is_asked(w, campaign):
    asked = send(w, shipped(), campaign=campaign)
    services.accept(check=submitted(w, asked.checks[0]), by=w.officer)
    late = factories.enterprise(w.village, name="后来登记的厂")
    for who in (w.officer, w.leader):
        body = as_user(who).get(reverse("campaigns:conclude", args=[campaign.pk])).content.decode()
        assert f'<a href="{reverse("enterprises:detail", args=[late.pk])}">后来登记的厂</a>' in body
        assert w.firm.name not in body and reverse("checks:unasked", args=[campaign.pk]) in body
        assert listed(who, campaign) == [late.pk]
    sent = send(w, shipped(), campaign=campaign, only_new=True)
    assert ([row.enterprise for row in sent.checks], sent.already) == ([late], 2)
    assert listed(w.officer, campaign) == []


def test_many_are_named_up_to_ten_and_all_are_in_the_list(w, campaign):
    for n in range(10):
        factories.enterprise(w.village, name=f"第{n}厂")
    body = as_user(w.leader).get(reverse("campaigns:conclude", args=[campaign.pk])).content.decode()
    assert (
        "12 家企业没有派发三项核实" in body
        and len(re.findall(r'href="/enterprises/\d+/"', body)) == 10
        and "全部名单" in body
    )


@pytest.mark.parametrize("state", ["sent", "accepted", "cancelled"])
def test_only_new_leaves_out_whoever_was_ever_asked(w, state):
    campaign, of = factories.campaign(w.town), a_list()
    a_check(w, of, campaign=campaign, state=state)
    assert [row.enterprise for row in send(w, of, campaign=campaign, only_new=True).checks] == [w.firm2]
    assert listed(w.officer, campaign, checklist=of.pk) == []


def test_a_list_of_another_campaign_is_no_answer_and_one_counted_here_too_is(w):
    campaign, of = factories.campaign(w.town, looks_back=False), a_list()
    a_check(w, of, campaign=factories.campaign(w.town))
    assert listed(w.officer, campaign, checklist=of.pk) == [w.firm.pk, w.firm2.pk]
    Check.objects.get().also_for.add(campaign)
    assert listed(w.officer, campaign, checklist=of.pk) == [w.firm2.pk] == listed(w.officer, campaign)
    assert [row.enterprise for row in send(w, of, campaign=campaign, only_new=True).checks] == [w.firm2]


def test_without_a_campaign_the_list_alone_says_who_was_asked(w):
    of = a_list()
    a_check(w, of, campaign=factories.campaign(w.town), state="accepted")
    assert [row.enterprise for row in send(w, of, only_new=True).checks] == [w.firm2]


def test_a_new_version_of_the_confidential_questions_asks_no_one_again(w, campaign):
    services.accept(check=submitted(w, send(w, shipped(), campaign=campaign).checks[0]), by=w.officer)
    first = shipped().current
    newer = ChecklistVersion.objects.create(checklist=shipped(), number=first.number + 1, published_at=clock.now())
    assert shipped().current == newer and send(w, shipped(), campaign=campaign).already == 2


def test_the_form_counts_and_sends_to_those_not_asked(w, campaign):
    a_check(w, shipped(), campaign=campaign, state="accepted")
    client = as_user(w.officer)
    to = page(w.officer, campaign).context["send"]
    form = client.get(to).context["form"]
    assert (form.initial["campaign"], form.initial["only_new"]) == (str(campaign.pk), "on")
    assert form.initial["checklist"] == str(shipped().pk) and "checked" in str(form["only_new"])
    given = {
        "checklist": shipped().pk, "campaign": campaign.pk, "due_on": later().isoformat(), "audience": "enterprises",
        "only_new": "on",
    }  # fmt: skip
    shown = client.post(reverse("checks:send"), given | {"act": "preview"})
    assert [row.enterprise for row in shown.context["fresh"]] == [w.firm2] and shown.context["already"] == 1
    client.post(reverse("checks:send"), given | {"act": "send"})
    assert Check.objects.filter(enterprise=w.firm).count() == 1 and Check.objects.filter(enterprise=w.firm2).count() == 1


def test_the_list_is_filtered_exported_and_kept_from_others(w, campaign):
    w.firm2.sector_id = "trade"
    w.firm2.save()
    assert listed(w.officer, campaign, sector="trade") == [w.firm2.pk] == listed(w.leader, campaign, q=w.firm2.name)
    assert listed(w.officer, campaign, village=w.village.name) == [w.firm.pk]
    book = load_workbook(io.BytesIO(page(w.officer, campaign, export="xlsx", sector="trade").content)).active
    assert [line[0] for line in book.iter_rows(min_row=2, values_only=True)] == [w.firm2.name]
    for role in ("department", "liaison", "cadre", "boss"):
        assert page(getattr(w, role), campaign).status_code == 403
    assert page(w.other_officer, campaign).status_code == 404
    assert page(w.leader, campaign).context["send"] == ""


def test_who_has_not_answered_leads_on_to_who_was_not_asked(w, campaign):
    a_check(w, campaign=campaign)
    link = reverse("checks:unasked", args=[campaign.pk])
    shown = lambda who, **asked: as_user(who).get(reverse("checks:unheard"), asked).content.decode()  # noqa: E731
    assert link in shown(w.officer, campaign=campaign.pk) and link not in shown(w.officer)
    assert link not in shown(w.liaison, campaign=campaign.pk)


def test_a_list_not_sent_yet_is_not_guessed(w, campaign):
    assert unasked.list_of(campaign) is None and "checklist" not in page(w.officer, campaign).context["send"]
