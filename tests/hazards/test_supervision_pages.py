"""Listed supervision on its pages: register, steps, scope, the public list, pressed twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import clock
from hazards.models import Hazard, Listing
from hazards.services import supervision as services
from tests import factories

from .conftest import found, graded, later
from .supervising import listed, listing_in, major, mended, proposed
from .test_views import as_user

EVERYBODY = ("officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor")


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


def published(w, listing=None):
    listing = listing or listed(w)
    return services.publish_listing(listing=listing, by=w.officer, published_on=clock.today())


def test_a_hazard_is_proposed_from_its_page_and_twice_once(w):
    hazard = major(w)
    client = as_user(w.officer)
    assert url("listing_propose", hazard.pk) in client.get(url("detail", hazard.pk)).content.decode()
    form = client.get(url("listing_propose", hazard.pk)).context["form"]
    assert form["supervisor"].value() == "云溪镇人民政府"
    fields = {"reason": "久拖不改", "asked": "整改", "supervisor": "云溪镇人民政府"}
    assert client.post(url("listing_propose", hazard.pk), fields).status_code == 302
    assert url("listing_propose", hazard.pk) not in client.get(url("detail", hazard.pk)).content.decode()
    answer = client.post(url("listing_propose", hazard.pk), fields)
    assert "已经提请" in answer.content.decode() and Listing.objects.count() == 1


@pytest.mark.parametrize("missing", ["reason", "asked", "supervisor"])
def test_a_proposal_wants_its_words(w, missing):
    hazard = major(w)
    fields = {"reason": "久拖", "asked": "整改", "supervisor": "镇政府"} | {missing: " "}
    answer = as_user(w.officer).post(url("listing_propose", hazard.pk), fields)
    assert answer.status_code == 200 and "请填写" in answer.content.decode() and not Listing.objects.exists()


@pytest.mark.parametrize("role", ["department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_propose(w, role):
    hazard = major(w, office=w.office)
    answer = as_user(getattr(w, role)).post(url("listing_propose", hazard.pk), {"reason": "x"})
    assert answer.status_code in (403, 404) and not Listing.objects.exists()


def test_a_decision_from_a_stale_page_is_told(w):
    listing, client = proposed(w), as_user(w.leader)
    assert client.post(url("listing_step", listing.pk, "approve")).status_code == 302
    answer = client.post(url("listing_step", listing.pk, "approve"), follow=True)
    assert "不能批准挂牌" in answer.content.decode() and listing.log.filter(action="approve").count() == 1
    assert client.post(url("listing_step", listing.pk, "nothing")).status_code == 404
    assert client.get(url("listing_step", listing.pk, "revoke")).status_code == 200


def test_words_for_a_step_that_another_took_first_stand_on_the_page(w):
    listing = proposed(w)
    name = next(name for name, step in Listing.workflow.steps.items() if step.note and listing.state in step.sources)
    client, words = as_user(w.leader), {"note": "材料不全，\n请补正后再报"}
    assert client.post(url("listing_step", listing.pk, name), words).status_code == 302
    page = client.post(url("listing_step", listing.pk, name), words)
    assert page.status_code == 200
    text = page.content.decode()
    assert "当前状态" in text and "材料不全，<br>请补正后再报" in text and url("listing", listing.pk) in text
    assert client.get(url("listing_step", listing.pk, name), follow=True).redirect_chain


@pytest.mark.parametrize("state", ["proposed", "dropped", "listed"])
def test_the_unit_sees_a_listing_once_it_is_decided(w, state):
    listing = listing_in(w, state)
    for person in (w.boss, w.cadre):
        client = as_user(person)
        assert client.get(url("listing", listing.pk)).status_code == (200 if state == "listed" else 404)
        assert (url("listing", listing.pk) in client.get(url("detail", listing.hazard_id)).content.decode()) == (
            state == "listed"
        )


@pytest.mark.parametrize("role", ["other_officer", "other_cadre"])
def test_next_door_there_is_nothing(w, role):
    listing = published(w)
    client = as_user(getattr(w, role))
    assert client.get(url("listing", listing.pk)).status_code == 404
    assert client.post(url("listing_paper", listing.pk)).status_code == 404
    assert client.get(url("listings")).context["total"] == client.get(url("listings_public")).context["total"] == 0


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_of_the_township_reads_the_public_list(w, role):
    published(w)
    second = graded(
        w, found(w, village=w.village2, enterprise=w.firm2, description="粉尘堆积"), grade="major", at_once=False
    )
    published(w, listed(w, second))
    listed(w)  # not made public
    client = as_user(getattr(w, role))
    page = client.get(url("listings_public"))
    assert page.context["total"] == 2
    text = page.content.decode()
    assert "粉尘堆积" in text and "季长河" not in text and w.firm.principal_phone not in text


def test_a_revoked_listing_leaves_the_public_list_and_a_removed_one_says_so(w):
    first, second = published(w), published(w)
    services.decide(listing=first, action="revoke", by=w.leader, note="企业关闭")
    services.decide(listing=mended(w, second), action="remove", by=w.leader)
    page = as_user(w.cadre).get(url("listings_public"))
    assert [row.pk for row in page.context["page"]] == [second.pk] and "已摘牌" in page.content.decode()


def test_the_register_is_filtered_by_what_waits_and_exported(w):
    rows = {"approve": proposed(w), "record": listed(w), "remove": mended(w, listed(w))}
    client = as_user(w.leader)
    for todo, row in rows.items():
        shown = [r.pk for r in client.get(url("listings"), {"todo": todo}).context["page"]]
        assert row.pk in shown and (todo == "record" or shown == [row.pk])
    assert client.get(url("listings"), {"q": rows["record"].hazard.number}).context["total"] == 1
    assert client.get(url("listings"), {"export": "xlsx"}).content[:2] == b"PK"


def test_today_shows_what_waits_for_whom(w):
    first = proposed(w)
    listed(w)
    home = lambda who: as_user(who).get("/").content.decode()  # noqa: E731
    assert "待批准挂牌督办" in home(w.leader) and url("listing", first.pk) in home(w.leader)
    assert "挂牌待备案公示" in home(w.officer) and "待批准挂牌督办" not in home(w.officer)


def test_a_part_is_ticked_and_taken_back_on_the_page(w):
    listing, client = listed(w), as_user(w.officer)
    address = url("listing_part", listing.pk, "village")
    assert address in client.get(url("listing", listing.pk)).content.decode()
    assert client.post(address, {"done_on": later(3), "evidence": "考核通报"}).status_code == 200
    assert client.post(address, {"done_on": clock.today(), "evidence": "考核通报"}).status_code == 302
    assert listing.parts.get().evidence == "考核通报"
    assert client.post(address, {"note": "登记错误"}).status_code == 302 and not listing.parts.exists()
    assert client.get(url("listing_part", listing.pk, "nothing")).status_code == 404
    assert as_user(w.leader).get(address).status_code == 403


def test_the_settings_are_the_offices(w):
    client = as_user(w.officer)
    fields = {"file_within": 2, "publish_within": 4, "rectify_within": 30, "accept_within": 10}
    assert client.post(url("listing_settings"), fields).status_code == 302
    assert client.get(url("listing_settings")).context["form"]["file_within"].value() == 2
    assert client.post(url("listing_settings"), fields | {"file_within": 0}).status_code == 200
    assert as_user(w.leader).get(url("listing_settings")).status_code == 403


def test_the_lists_ask_the_same_for_one_and_three(w):
    client = as_user(w.officer)

    def asked(name):
        client.get(url(name))
        with CaptureQueriesContext(connection) as seen:
            client.get(url(name))
        return len(seen)

    published(w)
    names = ("listings", "listings_public")
    counts = [asked(name) for name in names]
    published(w)
    published(w)
    assert [asked(name) for name in names] == counts


def test_an_ordinary_hazard_offers_no_proposal(w):
    hazard = factories.hazard(w.village, enterprise=w.firm)
    assert Hazard.objects.get(pk=hazard.pk).grade == ""
    assert url("listing_propose", hazard.pk) not in as_user(w.officer).get(url("detail", hazard.pk)).content.decode()


# listed by the upper level

ABOVE = {
    "level": "province",
    "supervisor": "介休市应急管理局",
    "paper": "省安委督〔2026〕3号",
    "reason": "整改难度大",
    "asked": "按方案整改",
}


def test_what_the_upper_level_listed_is_entered_from_its_paper(w):
    hazard, client = major(w), as_user(w.officer)
    address = url("listing_above", hazard.pk)
    assert address in client.get(url("listing_propose", hazard.pk)).content.decode()
    assert client.post(address, ABOVE | {"listed_on": clock.today()}).status_code == 302
    listing = hazard.listings.get()
    assert (listing.state, listing.level, listing.paper) == ("listed", "province", "省安委督〔2026〕3号")
    assert listing.due_on == hazard.due_on and timezone.localdate(listing.listed_at) == clock.today()
    assert listing.log.get().action_label == "登记上级挂牌"
    page = client.get(url("listing", listing.pk)).content.decode()
    assert "省级" in page and "省安委督〔2026〕3号" in page
    assert client.post(address, ABOVE | {"listed_on": clock.today()}).status_code == 403


@pytest.mark.parametrize(
    "fields, said",
    [({"listed_on": later(1)}, "不能晚于今天"), ({"listed_on": later(-9)}, "不能早于发现日期"), ({"paper": " "}, "上级挂牌文号"),
     ({"level": "township"}, "督办级别")],
)  # fmt: skip
def test_bad_entries_of_the_upper_level_are_said(w, fields, said):
    hazard = major(w)
    page = as_user(w.officer).post(url("listing_above", hazard.pk), ABOVE | {"listed_on": clock.today()} | fields)
    assert page.status_code == 200 and said in page.content.decode() and not hazard.listings.exists()


def test_what_is_proposed_is_the_townships(w):
    assert proposed(w).level == "township"


@pytest.mark.parametrize("role", ["department", "liaison", "cadre", "boss"])
def test_others_enter_nothing_from_above(w, role):
    hazard = major(w)
    assert as_user(getattr(w, role)).post(url("listing_above", hazard.pk), ABOVE).status_code in (403, 404)
