"""Rules that are lacking: registered, revised, published, sent back; who may, who sees, what is told, printed and summed up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.bylaws import services
from campaigns.models import Bylaw
from core import clock
from core.errors import Refused, Stale
from evidence import files
from reminders.models import Message
from tests import factories
from tests.evidence import papers
from tests.notices.conftest import text_of as pdf_text

NAME = "生产安全事故报告制度"


def lacking(w, **values):
    given = {"by": w.officer, "place": w.village, "name": NAME, "gap": "lacking", "problem": "没有订立"}
    return services.register(**(given | {"due_on": clock.today() + timedelta(days=20)} | values))


def revised(w, row=None, by=None):
    values = {"revised_on": clock.today(), "change": "新订十条"}
    return services.step(bylaw=row or lacking(w), action="revise", by=by or w.cadre, **values)


def published(w, row=None, by=None, **values):
    by = by or w.cadre
    given = {"published_on": clock.today(), "published_where": "公开栏张贴", "photos": [factories.photo(by=by).pk]}
    return services.step(bylaw=row or revised(w), action="publish", by=by, **(given | values))


MAKE = {
    "lacking": lacking,
    "revised": revised,
    "published": published,
    "dropped": lambda w: services.step(bylaw=lacking(w), action="drop", by=w.officer, note="登记重复"),
}
DO = {
    "revise": lambda w, row, by: revised(w, row, by),
    "publish": lambda w, row, by: published(w, row, by),
    "send_back": lambda w, row, by: services.step(bylaw=row, action="send_back", by=by, note="没有责任人"),
    "drop": lambda w, row, by: services.step(bylaw=row, action="drop", by=by, note="重复"),
}
MAY = {"lacking": {"revise", "drop"}, "revised": {"publish", "send_back"}, "published": {"send_back"}, "dropped": set()}


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("action", DO)
def test_every_action_in_every_state(w, state, action):
    row = MAKE[state](w)
    with pytest.raises(Refused):
        DO[action](w, row, w.other_officer)
    if action in MAY[state]:
        assert DO[action](w, row, w.officer).state != state
    else:
        with pytest.raises(Refused):
            DO[action](w, row, w.officer)


def test_the_unit_registers_revises_and_publishes_its_own_and_only_that(w):
    own = lacking(w, by=w.boss, place=w.firm.village, enterprise=w.firm)
    assert published(w, revised(w, own, w.boss), w.boss).state == "published"
    with pytest.raises(Refused, match="只能登记本企业"):
        lacking(w, by=w.boss)
    with pytest.raises(Refused, match="只能登记本村"):
        lacking(w, by=w.cadre, place=w.village2)
    with pytest.raises(Refused, match="由本单位或应急办"):
        revised(w, lacking(w, place=w.firm.village, enterprise=w.firm), w.cadre)
    with pytest.raises(Refused, match="由应急办、包村干部、村和企业登记"):
        lacking(w, by=w.leader)


def test_publishing_needs_pictures_and_days_that_have_been(w):
    row = revised(w)
    with pytest.raises(Refused, match="请上传公布的制度的照片"):
        published(w, row, photos=[])
    with pytest.raises(Refused, match="不能晚于今天"):
        published(w, row, published_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="不能早于修订日期"):
        published(w, row, published_on=clock.today() - timedelta(days=1))
    with pytest.raises(Stale):
        published(w, row, version=row.version - 1)
    paper = files.keep(papers.sent(papers.pdf(4), "制度.pdf"), by=w.cadre)
    published(w, row, photos=[paper.pk])
    client = Client()
    client.force_login(w.officer)
    assert "PDF 4 页" in client.get(reverse("campaigns:bylaw", args=[row.pk])).content.decode()


def test_a_form_sent_twice_registers_once_and_the_unit_is_told(w):
    assert lacking(w, key="a") == lacking(w, key="a")
    assert Message.objects.filter(recipient=w.cadre, title__contains=NAME).count() == 1


def test_who_is_late_is_urged_once_a_day_and_found_by_the_scan(w):
    row = lacking(w)
    published(w)
    assert services.urge(rows=Bylaw.objects.all(), by=w.officer) == services.urge(rows=Bylaw.objects.all(), by=w.officer) + 1
    due = list(services.due_bylaws(row.due_on, row.due_on))
    assert [(one.obj, w.cadre in one.people) for one in due] == [(row, True)]
    with pytest.raises(Refused, match="由应急办催办"):
        services.urge(rows=Bylaw.objects.all(), by=w.cadre)


@pytest.mark.parametrize("who,count", [("officer", 2), ("leader", 2), ("cadre", 1), ("boss2", 1), ("other_officer", 0)])
def test_everybody_sees_the_rules_of_their_units(w, client, who, count):
    w.boss2 = factories.user("enterprise", w.village2, enterprise=w.firm2)
    lacking(w)
    lacking(w, place=w.firm2.village, enterprise=w.firm2, name="值班制度")
    client.force_login(getattr(w, who))
    page = client.get(reverse("campaigns:bylaws"))
    assert page.context["total"] == count
    assert client.get(reverse("campaigns:bylaws"), {"export": "xlsx"}).status_code == 200


def test_the_catalogue_of_one_unit_bears_its_name(w, client):
    published(w)
    lacking(w, place=w.firm.village, enterprise=w.firm, name="值班制度")
    client.force_login(w.officer)
    whole = pdf_text(client.get(reverse("campaigns:bylaws_pdf")).content)
    assert NAME in whole and "值班制度" in whole and "公开栏张贴" in whole
    one = pdf_text(client.get(reverse("campaigns:bylaws_pdf"), {"firm": w.firm.name}).content)
    assert f"{w.firm.name}制度目录" in one.replace("\n", "") and NAME not in one


def test_the_summary_counts_by_state(w):
    lacking(w)
    published(w)
    MAKE["dropped"](w)
    assert (
        services.summary(Bylaw.objects.all()) == "清查制度机制，登记制度缺项 2 项，涉及 1 个单位，其中缺 1 项、已公布 1 项"
    )
    assert services.summary(Bylaw.objects.none()) == ""


def test_by_the_pages_from_gap_to_publication(w, client):
    client.force_login(w.cadre)
    form = {"place": w.village.pk, "name": NAME, "gap": "outdated", "problem": "还是旧的", "form_token": "t"}
    client.post(reverse("campaigns:bylaw_new"), form | {"due_on": clock.today()})
    row = Bylaw.objects.get()
    to = lambda action: reverse("campaigns:bylaw_step", args=[row.pk, action])  # noqa: E731
    client.post(to("revise"), {"revised_on": clock.today(), "change": "全部改写"})
    values = {"published_on": clock.today(), "published_where": "村务公开栏"}
    assert "请上传公布的制度的照片" in client.post(to("publish"), values).content.decode()
    picture = factories.photo(by=w.cadre)
    client.post(to("publish"), values | {"photos": [picture.pk]})
    row.refresh_from_db()
    assert row.state == "published"
    page = client.get(reverse("campaigns:bylaw", args=[row.pk])).content.decode()
    assert "村务公开栏" in page and str(picture.pk) in page
    firm = {
        "place": w.village.pk,
        "firm": "没有这家",
        "name": NAME,
        "gap": "lacking",
        "problem": "x",
        "due_on": clock.today(),
    }
    assert "没有名叫" in client.post(reverse("campaigns:bylaw_new"), firm).content.decode()


def test_an_enterprises_rule_needs_no_village_and_a_form_sent_twice_makes_one(w, client):
    client.force_login(w.officer)
    given = {"firm": w.firm.name, "name": NAME, "gap": "lacking", "problem": "x", "due_on": clock.today(), "form_token": "t"}
    for _ in range(2):
        client.post(reverse("campaigns:bylaw_new"), given)
    row = Bylaw.objects.get()
    assert (row.enterprise, row.place) == (w.firm, w.firm.village)
    assert "请写企业，或选一个村" in client.post(reverse("campaigns:bylaw_new"), given | {"firm": ""}).content.decode()
    elsewhere = given | {"place": w.firm2.village_id}
    assert f"{w.firm2.village}没有名叫" in client.post(reverse("campaigns:bylaw_new"), elsewhere).content.decode()
    page = client.get(reverse("campaigns:bylaw_new")).content.decode()
    assert reverse("enterprises:options") in page and w.firm2.name not in page


def test_urging_many_asks_no_more_than_urging_two(w, django_assert_num_queries):
    for name in "子丑":
        lacking(w, name=f"{name}制度")
    with CaptureQueriesContext(connection) as two:
        services.urge(rows=Bylaw.objects.all(), by=w.officer)
    Message.objects.all().delete()
    for name in "甲乙丙":
        lacking(w, name=f"{name}制度")
    with django_assert_num_queries(len(two)):
        assert services.urge(rows=Bylaw.objects.all(), by=w.officer) == 5
