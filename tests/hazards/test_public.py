"""The page for anybody: what was made public in a township, and nothing else; the printed lists lead to it."""

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards import public_sheet
from hazards.models import Hazard
from hazards.services import batches, supervision

from .supervising import batch_in, listed, major
from .test_views import as_user


def address(w, place=None):
    return reverse("hazards:public", args=[(place or w.town).pk])


def published(w, **fields):
    listing = listed(w)
    Hazard.objects.filter(pk=listing.hazard_id).update(**fields)
    listing.hazard.refresh_from_db()
    return supervision.publish_listing(listing=listing, by=w.officer, published_on=clock.today())


def read(w, place=None, **query):
    answer = Client().get(address(w, place), query)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_anybody_reads_what_was_made_public(w):
    published(w, description="除尘器积灰严重")
    batch_in(w, "published")
    text = read(w)
    for said in (
        w.firm.name,
        "除尘器积灰严重",
        "云溪镇人民政府督办",
        "第四季度通报名单",
        "两次逾期未整改",
        "公布于镇政府公示栏",
    ):
        assert said in text


def test_nobody_is_named(w):
    listing = published(w)
    batch_in(w, "published")
    text = read(w)
    people = (listing.hazard.responsible, listing.hazard.found_by, w.firm.principal, w.officer.name, w.leader.name)
    assert not [name for name in people if name and name in text] and all(people[:1])
    assert listing.hazard.number not in text and listing.reason not in text


@pytest.mark.parametrize("state", ["draft", "sent", "approved", "withdrawn"])
def test_a_batch_not_published_is_not_there(w, state):
    batch_in(w, state)
    assert "第四季度通报名单" not in read(w)


def test_a_listing_not_made_public_or_revoked_is_not_there(w):
    listed(w)
    assert "目前没有挂牌督办的隐患" in read(w)
    listing = published(w)
    assert "目前没有" not in read(w)
    supervision.decide(listing=listing, action="revoke", by=w.leader, note="企业关闭")
    assert "目前没有挂牌督办的隐患" in read(w)


def test_the_next_township_has_a_page_of_its_own(w):
    published(w)
    batch_in(w, "published")
    assert w.firm.name not in read(w, w.other_town)


@pytest.mark.parametrize("code", ["990101999000", "nowhere", "990101100201"])
def test_no_other_place_has_one(w, code):
    assert Client().get(reverse("hazards:public", args=[code])).status_code == 404


def test_it_only_shows(w):
    assert Client().post(address(w)).status_code == 405


def test_many_are_paged(w, monkeypatch):
    monkeypatch.setattr("hazards.views_public.PER_PAGE", 1)
    for text in ("甲处积灰", "乙处积灰"):
        published(w, description=text)
    assert "乙处积灰" in read(w) and "甲处积灰" not in read(w)
    assert "甲处积灰" in read(w, page=2) and "乙处积灰" not in read(w, page=2)


def test_the_page_for_tips_and_the_list_inside_lead_there(w):
    assert address(w) in Client().get(reverse("tips:new", args=[w.village.pk])).content.decode()
    assert address(w) in as_user(w.cadre).get(reverse("hazards:listings_public")).content.decode()


def test_the_printed_lists_bear_the_code(w, monkeypatch):
    import segno

    made, real = [], segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: made.append(text) or real(text, **options))
    assert public_sheet.listings_sheet([], w.village)[:4] == b"%PDF"
    public_sheet.batch_sheet(batch_in(w, "published"))
    public_sheet.listings_sheet([], w.county)
    assert [text.endswith(address(w)) for text in made] == [True, True]


def test_what_names_a_person_is_not_made_public(w):
    listing = listed(w, major(w))
    Hazard.objects.filter(pk=listing.hazard_id).update(description="季长河拒不停机", responsible="季长河")
    with pytest.raises(Refused, match="不能写个人姓名"):
        supervision.publish_listing(listing=listing, by=w.officer, published_on=clock.today())
    with pytest.raises(Refused, match="不能写个人姓名"):
        batches.add_enterprise(
            batch=batch_in(w, "draft"), by=w.officer, enterprise=w.firm2, facts=f"{w.firm2.principal}冒险作业"
        )
