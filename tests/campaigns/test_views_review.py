import pytest
from django.urls import reverse

from campaigns.models import Campaign, Circular
from campaigns.services import circulars


@pytest.fixture
def circular(w, notice):
    return circulars.add_circular(text=notice, source_name="", by=w.officer)


def test_every_page_of_the_review_opens(w, login, circular):
    client = login(w.officer)
    page = client.get(reverse("campaigns:review", args=[circular.pk]))
    assert page.status_code == 200
    html = page.content.decode()
    assert "取暖用火" in html and "data-items" in html
    for kind in ("head", "phases", "tasks", "members"):
        first = circular.review["head"] if kind == "head" else circular.review[kind][0]
        answer = client.get(reverse("campaigns:item", args=[circular.pk, kind, first["id"]]))
        assert answer.status_code == 200 and "<form" in answer.content.decode()


def test_creating_twice_makes_one_campaign(w, login, circular):
    client = login(w.officer)
    url = reverse("campaigns:create", args=[circular.pk])
    first, second = client.post(url), client.post(url)
    assert first.url == second.url
    campaign = Campaign.objects.get()
    assert campaign.phases.count() == 3 and campaign.tasks.count() == 4 and campaign.members.count() == 3
    assert client.get(first.url).status_code == 200
    assert client.get(reverse("campaigns:dispatch", args=[campaign.pk])).status_code == 200


def test_paste_reads_and_opens_the_review(w, login, notice):
    client = login(w.officer)
    answer = client.post(reverse("campaigns:new"), {"text": notice, "form_token": "a1"})
    again = client.post(reverse("campaigns:new"), {"text": notice, "form_token": "a1"})
    assert answer.status_code == 302 and answer.url == again.url and Circular.objects.count() == 1
