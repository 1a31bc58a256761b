"""Chains: a link without a lead or unseen too long is a gap; the lead of a new trade comes from its claim."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards.services import trades
from mandates.services import chains
from tests.checks.visits import begun, signed


def a_link(w, **values):
    chain = values.pop("chain", None) or chains.new(name="城镇燃气", basis="", by=w.officer)
    given = {"name": "销售", "order": 1, "lead": w.department.membership.office, "within_days": 30, "enterprises": [w.firm]}
    return chains.keep_link(chain=chain, by=w.officer, **(given | values))


def look(link):
    return chains.looks(type(link).objects.filter(pk=link.pk))[0]


def test_a_link_is_closed_by_a_lead_and_a_signed_inspection_in_its_days(w):
    link = a_link(w)
    assert look(link).gaps == ["没有检查记录"]
    signed(begun(w, held_on=clock.today() - timedelta(days=31)), w.officer)
    assert look(link).gaps == ["31 天没有检查"]
    begun(w)
    assert look(link).gaps
    signed(begun(w), w.officer)
    assert look(link).gaps == [] and look(link).firms == 1


def test_a_visit_counted_by_hand_closes_a_link_without_enterprises(w):
    visit = signed(begun(w, firm=w.firm2), w.officer)
    link = a_link(w, enterprises=[])
    assert look(link).last is None
    a_link_again = chains.keep_link(
        chain=link.chain, link=link, name=link.name, lead=link.lead, inspections=[visit], by=w.officer
    )
    assert look(a_link_again).last == visit.held_on


def test_the_lead_of_a_new_trade_is_that_of_its_claim(w):
    trade = trades.ask(by=w.officer, name="电池换电柜", what="无人监管")
    link = a_link(w, lead=None, trade=trade)
    assert look(link).gaps == ["没有牵头站所", "没有检查记录"]
    trades.claim(trade=trade, by=w.department, basis="nearest")
    assert look(link).link.led_by == w.department.membership.office and look(link).gaps == ["没有检查记录"]


@pytest.mark.parametrize(("values", "why"), [({"name": " "}, "环节名称"), ({"supports": "lead"}, "不用再列为配合")])
def test_what_a_link_needs(w, values, why):
    if values.get("supports"):
        values = {"supports": [w.department.membership.office]}
    with pytest.raises(Refused, match=why):
        a_link(w, **values)


def test_a_link_stands_once_and_a_withdrawn_one_makes_room(w):
    link = a_link(w)
    with pytest.raises(Refused, match="同名环节"):
        a_link(w, chain=link.chain)
    chains.withdraw(row=link, note="并入运输", by=w.officer)
    with pytest.raises(Refused, match="已经撤销"):
        chains.withdraw(row=link, note="再来", by=w.officer)
    assert a_link(w, chain=link.chain).pk != link.pk


def test_the_matrix_shows_and_prints_who_leads_and_the_gaps(client, w):
    link = a_link(w)
    client.force_login(w.department)
    page = client.get(reverse("mandates:chain", args=[link.chain_id])).content.decode()
    assert "<b>牵头</b>" in page and "没有检查记录" in page and "加环节" not in page
    assert client.get(reverse("mandates:chain_pdf", args=[link.chain_id])).content[:5] == b"%PDF-"
    assert client.post(reverse("mandates:link_add", args=[link.chain_id]), {"name": "配送"}).status_code == 403
    client.force_login(w.officer)
    sent = {"name": "配送", "order": 2, "within_days": 30, "firms": f"{w.firm.name}\n没有这家"}
    assert "没有找到：没有这家" in client.post(reverse("mandates:link_add", args=[link.chain_id]), sent).content.decode()
    client.post(reverse("mandates:link_add", args=[link.chain_id]), sent | {"firms": w.firm.name})
    assert "没有牵头站所" in client.get(reverse("mandates:chains"), {"gaps": "1"}).content.decode()
