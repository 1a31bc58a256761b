"""The room, the register and its filters, registering a lead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.models import SavedView
from incidents import services
from incidents.models import Handler, Lead
from tests import factories

from .conftest import (
    SECRET,
    SUMMARY,
    as_user,
    concluded,
    later,
    lead_form,
    opened,
    reported,
    started,
    talk,
    text_of,
    url,
)


@pytest.mark.parametrize("who", ["liaison", "supervisor", "cadre", "boss"])
@pytest.mark.parametrize("name", ["list", "new", "again_list", "export", "accesses", "access_export"])
def test_other_roles_are_refused_the_whole_room_with_the_reason(w, who, name):
    page = as_user(getattr(w, who)).get(url(name))
    assert page.status_code == 403
    assert "只对乡镇领导和指定的经办人开放" in text_of(page)


@pytest.mark.parametrize("who", ["department", "discipline"])
def test_departments_and_discipline_neither_register_nor_take_up_nor_read_looks(w, who):
    client = as_user(getattr(w, who))
    assert client.get(url("list")).status_code == 200
    reasons = {"new": "由应急办或乡镇领导登记", "again_list": "由应急办或乡镇领导", "accesses": "只对乡镇领导"}
    for name, reason in reasons.items():
        page = client.get(url(name))
        assert page.status_code == 403 and reason in text_of(page)


def test_empty_filtered_and_uninvolved_registers_say_so(w):
    assert "没有您经办的涉亡线索" in text_of(as_user(w.leader).get(url("list")))
    assert "乡镇领导指定您为经办人后" in text_of(as_user(w.discipline).get(url("list")))
    opened(w)
    assert "没有符合条件的线索" in text_of(as_user(w.leader).get(url("list"), {"state": "dismissed"}))
    assert "没有您经办的涉亡线索" in text_of(as_user(w.second).get(url("list")))


def test_the_register_masks_the_name_and_leaves_out_the_summary(w):
    lead = opened(w)
    for who in (w.leader, w.officer):
        text = text_of(as_user(who).get(url("list")))
        assert lead.number in text and "卞＊" in text
        assert SECRET not in text and "碾压机" not in text


def test_the_detail_page_shows_all_to_its_handler_and_leader(w):
    row = reported(w)
    for who in (w.leader, w.officer):
        text = text_of(as_user(who).get(url("detail", row.lead)))
        assert SUMMARY.replace(SECRET, "卞＊") in text and "邰＊" in text and SECRET not in text


def test_a_lead_without_handler_is_marked(w):
    lead = opened(w, by=w.leader)
    assert "未指定" in text_of(as_user(w.leader).get(url("list")))
    assert "还没有经办人" in text_of(as_user(w.leader).get(url("detail", lead)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "received"}, "a"), ({"state": "concluded"}, "b"), ({"source": "tip"}, "b"),
        ({"conclusion": "refuted"}, "b"), ({"village": "柳湾"}, "b"), ({"village": "990101100201"}, "ac"),
        ({"overdue": "1"}, "a"), ({"reported": "1"}, "c"), ({"number": "2"}, "abc"), ({}, "abc"),
        ({"campaign": "bad"}, "abc"), ({"state": "nonsense"}, "abc"),
    ],
)  # fmt: skip
def test_filters(w, query, expected):
    rows = {"a": opened(w), "b": concluded(w, opened(w, village=w.village2, source="tip")), "c": reported(w).lead}
    Lead.objects.filter(pk=rows["a"].pk).update(due_on=later(-1))
    page = as_user(w.leader).get(url("list"), query)
    assert {row.pk for row in page.context["page"]} == {rows[letter].pk for letter in expected}


def test_filter_by_campaign(w):
    campaign = factories.campaign(w.town)
    inside, _ = opened(w, campaign=campaign), opened(w)
    page = as_user(w.leader).get(url("list"), {"campaign": campaign.pk})
    assert [row.pk for row in page.context["page"]] == [inside.pk]


def test_a_name_is_no_search_word(w):
    opened(w)
    for query in ({"q": SECRET}, {"number": SECRET}, {"person": SECRET}, {"o": "person"}):
        text = text_of(as_user(w.leader).get(url("list"), query))
        assert "卞秘安在" not in text


def test_a_filter_is_kept_as_a_tab_of_ones_own(w):
    opened(w)
    client = as_user(w.leader)
    client.post(reverse("core:save_view"), {"page": "incidents:list", "name": "逾期的", "query": "overdue=1"})
    assert SavedView.objects.get().owner == w.leader
    assert "逾期的" in text_of(client.get(url("list")))
    assert "逾期的" not in text_of(as_user(w.leader2).get(url("list")))


def test_paging_keeps_the_filter(w):
    for _ in range(51):
        factories.lead(w.village, source="tip")
    text = text_of(as_user(w.leader).get(url("list"), {"source": "tip"}))
    assert "第 1 / 2 页" in text and "?source=tip&amp;page=2" in text


@pytest.mark.parametrize("name", ["list", "accesses", "again_list"])
def test_queries_do_not_grow_with_rows(w, name, django_assert_max_num_queries):
    factories.campaign(w.town)
    client = as_user(w.leader)
    rows = [concluded(w)]
    client.get(url("detail", rows[0]))
    with django_assert_max_num_queries(25) as one:
        client.get(url(name))
    rows += [concluded(w, opened(w)) for _ in range(2)]
    [client.get(url("detail", row)) for row in rows]
    with django_assert_max_num_queries(25) as three:
        client.get(url(name))
    assert len(one) == len(three)


def test_queries_of_a_lead_do_not_grow_with_its_talks(w, django_assert_max_num_queries):
    row = started(w)
    client = as_user(w.leader)
    services.add_interview(verification=row, by=w.officer, **talk())
    client.get(url("detail", row.lead))  # what is kept between requests is read now
    with django_assert_max_num_queries(48) as one:
        client.get(url("detail", row.lead))
    [services.add_interview(verification=row, by=w.officer, **talk()) for _ in range(2)]
    with django_assert_max_num_queries(48) as three:
        client.get(url("detail", row.lead))
    assert len(one) == len(three)


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_registering_leads_to_the_lead_with_its_number_only_in_the_message(w, who):
    client = as_user(getattr(w, who))
    page = client.post(url("new"), lead_form())
    lead = Lead.objects.get()
    assert page.url == url("detail", lead)
    assert (lead.village, lead.person, lead.created_by) == (w.village, SECRET, getattr(w, who))
    assert [str(m) for m in client.get(page.url).context["messages"]] == [f"已登记 {lead.number}，已通知乡镇领导"]
    assert Handler.objects.filter(user=w.officer).exists() is (who == "officer")


def test_a_form_sent_twice_registers_one_lead(w):
    client = as_user(w.officer)
    first, second = (client.post(url("new"), lead_form()) for _ in range(2))
    assert first.url == second.url and Lead.objects.count() == 1
    client.post(url("new"), lead_form(form_token="t2"))
    assert Lead.objects.count() == 2


def test_the_enterprise_gives_the_village_and_is_found_by_name_or_choice(w):
    client = as_user(w.officer)
    client.post(url("new"), lead_form(village="", enterprise_name=w.firm2.name))
    client.post(url("new"), lead_form(village="", enterprise_name=w.firm.name, enterprise=w.firm.pk, form_token="t2"))
    assert set(Lead.objects.values_list("enterprise", "village")) == {
        (w.firm2.pk, w.village2.pk), (w.firm.pk, w.village.pk),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"village": ""}, "请填写所在村，或填写涉及企业"),
        ({"village": "北岭村"}, "本辖区没有“北岭村”"),
        ({"village": "", "enterprise_name": "没有这家厂"}, "没有找到这家企业"),
        ({"happened_on": "2999-01-01"}, "发生日期不能晚于今天"),
        ({"happened_on": "昨天"}, "输入"),
        ({"source": "rumour"}, "rumour"),
        ({"source": ""}, "请选择线索来源"),
        ({"summary": " "}, "请填写线索内容"),
        ({"person": "长" * 41}, "40"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(w, changes, reason):
    page = as_user(w.officer).post(url("new"), lead_form(**changes))
    assert page.status_code == 200 and not Lead.objects.exists()
    assert reason in text_of(page)
    if "summary" not in changes:
        assert SUMMARY in text_of(page)


def test_an_enterprise_elsewhere_is_not_taken(w):
    client = as_user(w.officer)
    page = client.post(url("new"), lead_form(village="", enterprise_name=w.other_firm.name, enterprise=w.other_firm.pk))
    assert "没有找到这家企业" in text_of(page)
    page = client.post(url("new"), lead_form(village="柳湾村", enterprise_name=w.firm.name))
    assert "与所填的村不一致" in text_of(page)
    assert not Lead.objects.exists()


def test_the_fields_offer_enterprises_and_villages_from_their_own_addresses(w):
    text = text_of(as_user(w.officer).get(url("new")))
    assert f'data-options-url="{reverse("enterprises:options")}"' in text and 'data-options-for="id_enterprise"' in text
    assert '<option value="石桥村">' in text and "北岭村" not in text
    options = as_user(w.officer).get(reverse("enterprises:options"), {"q": w.firm.name}).json()["options"]
    assert options == [{"value": w.firm.pk, "label": w.firm.name}]


def test_a_case_leads_to_the_trace_of_its_enterprise_on_that_day_for_who_may_look(w):
    lead = opened(w, enterprise=w.firm, happened_on=clock.today() - timedelta(days=9))
    services.name_handler(lead=lead, user=w.third, by=w.leader)
    way = f"{reverse('hazards:trace', args=[w.firm.pk])}?day={lead.happened_on}"
    assert way in text_of(as_user(w.leader).get(url("detail", lead)))
    assert as_user(w.leader).get(way).status_code == 200
    assert way not in text_of(as_user(w.third).get(url("detail", lead)))
    assert "hazards/traces" not in text_of(as_user(w.leader).get(url("detail", opened(w))))
