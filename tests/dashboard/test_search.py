"""The search: what is found by which words, scoped, counted as in the registers; a lone hit opens at once; no deaths."""

import pytest
from django.urls import reverse

from tests import factories

from .conftest import queries, total

URL = "dashboard:search"


@pytest.fixture
def rows(w):
    """One row of each kind, and their likes next door."""
    w.mill = factories.enterprise(w.village, name="云溪恒远机械厂")
    w.far_mill = factories.enterprise(w.other_village, name="白塔恒远机械厂")
    w.campaign = factories.campaign(w.town, name="烟花爆竹打非行动", doc_number="云政发〔2026〕31号")
    factories.campaign(w.other_town, name="烟花爆竹打非行动", doc_number="白政发〔2026〕32号")
    w.hazard = factories.hazard(w.village, number="YH990101100-2026-0007", description="粉尘收集器堵塞")
    factories.hazard(w.other_village, number="YH990101101-2026-0007", description="粉尘收集器堵塞")
    issued = {"state": "issued", "year": 2026, "sha256": "0" * 64, "issued_on": "2026-11-02"}
    w.paper = factories.paper(w.town, title="关于加强值班的通知", code="云政发", number=12, **issued)
    factories.paper(w.other_town, title="关于加强值班的通知", code="白政发", number=12, **issued)
    return w


def search(client, text):
    return client.get(reverse(URL), {"q": text})


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("恒远机械", "mill"), ("恒远", "mill"), ("YXHYJX", "mill"), ("yxhyjx", "mill"), ("  恒远  ", "mill"),
        ("粉尘", "hazard"), ("YH990101100-2026-0007", "hazard"), ("yh990101100-2026-0007", "hazard"),
        ("值班", "paper"), ("云政发〔2026〕12号", "paper"), ("云政发[2026]12号", "paper"),
        ("打非", "campaign"), ("云政发〔2026〕31号", "campaign"),
    ],
)  # fmt: skip
def test_a_lone_hit_opens_at_once(rows, login, text, target):
    row = getattr(rows, target)
    names = {"mill": "enterprises", "hazard": "hazards", "paper": "notices", "campaign": "campaigns"}
    answer = search(login(rows.officer), text)
    assert answer.status_code == 302 and answer.url == reverse(f"{names[target]}:detail", args=[row.pk])


def test_a_credit_code_opens_its_enterprise(rows, login):
    for text in (rows.mill.credit_code, rows.mill.credit_code.lower()):
        assert search(login(rows.officer), text).url == reverse("enterprises:detail", args=[rows.mill.pk])


@pytest.mark.parametrize("who", ["officer", "leader", "cadre", "discipline"])
def test_rows_of_next_door_are_not_found(rows, login, who):
    client = login(getattr(rows, who))
    for text in ("白塔恒远机械厂", rows.far_mill.credit_code, "YH990101101-2026-0007", "BTHYJX"):
        answer = search(client, text)
        assert answer.status_code == 200 and answer.context["groups"] == [] and "没有找到" in answer.content.decode()


def test_an_enterprise_finds_itself_only(rows, login):
    assert "没有找到" in search(login(rows.boss), "恒远").content.decode()
    assert search(login(rows.boss), rows.firm.name).url == reverse("enterprises:detail", args=[rows.firm.pk])


def test_the_county_finds_both(rows, login):
    groups = search(login(rows.supervisor), "恒远").context["groups"]
    assert [(group.label, group.total) for group in groups] == [("企业", 2)]


def test_each_group_counts_what_its_register_lists(rows, login):
    for n in range(12):
        factories.enterprise(rows.village, name=f"云溪粉尘作坊{n}")
    factories.hazard(rows.village, description="粉尘积聚")
    client = login(rows.officer)
    answer = search(client, "粉尘")
    found = {group.label: group for group in answer.context["groups"]}
    assert {label: group.total for label, group in found.items()} == {"企业": 12, "隐患": 2}
    assert all(total(client, group.more) == group.total for group in found.values())
    assert len(found["企业"].hits) == 10 and "全部 12 条" in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "leader", "discipline"])
def test_deaths_are_not_searched(rows, login, who):
    person = getattr(rows, who)
    lead = factories.lead(rows.village, person="卞长庚", summary="采石场有人坠亡", handlers=[person])
    for text in ("卞长庚", "坠亡", lead.number):
        answer = search(login(person), text)
        assert answer.context["groups"] == [] and lead.summary not in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_asked_is_answered_with_what_one_may_ask(rows, login, text):
    assert "请输入要找的内容" in search(login(rows.officer), text).content.decode()


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "%", "<script>alert(1)</script>", "号99999999999999999999", "〔〕号", "\\", "x" * 500]
)
def test_strange_words_find_nothing_and_break_nothing(rows, login, text):
    answer = search(login(rows.officer), text)
    assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_three_hits_cost_the_queries_of_two(rows, login):
    for n in range(2):
        factories.enterprise(rows.village, name=f"试粉厂{n}")
    client = login(rows.officer)
    search(client, "试粉")
    two = queries(lambda: search(client, "试粉"))
    factories.enterprise(rows.village2, name="试粉厂9")
    assert queries(lambda: search(client, "试粉")) == two


def test_a_person_without_a_seat_finds_nothing(rows, login):
    assert search(login(factories.user()), "恒远").context["groups"] == []


def test_a_phone_has_the_box_on_the_page(rows, login):
    assert 'role="search"' in search(login(rows.cadre), "无此").content.decode()
