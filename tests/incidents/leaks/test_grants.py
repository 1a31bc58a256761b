"""Who may see a case until when: the day it ends, prolonging, telling before, gone everywhere at once."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from core import clock
from core.errors import Refused
from dashboard.today import WAITING, boxes
from incidents import services
from incidents.guard import grants
from incidents.models import Handler, Lead
from incidents.models.handler import GRANT_DAYS
from incidents.rules import GRANT_AT_MOST
from reminders.models import Message
from reminders.scan import scan

from ..conftest import SECRET, as_user, later, opened, text_of, url

pytestmark = pytest.mark.django_db


def on(day, hour=9):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour))))


@pytest.fixture
def given(w):
    """The third person may see a case until in five days; the officer who registered it for the usual time."""
    return services.name_handler(lead=opened(w), user=w.third, by=w.leader, until=later(5))


def test_everybody_is_named_until_a_day(w, given):
    assert given.lead.handlers.get(user=w.officer).until == later(GRANT_DAYS)
    page = as_user(w.leader).get(url("detail", given.lead))
    assert f"，至 {later(5)}" in text_of(page) and str(later(GRANT_DAYS)) in str(page.context["handler_form"])
    refused = as_user(w.leader).post(url("handler_add", given.lead), {"user": w.fourth.pk, "until": ""})
    assert refused.context["handler_form"].errors["until"]


@pytest.mark.parametrize("days,why", [(-1, "期限不能早于今天"), (GRANT_AT_MOST + 1, f"授权最长 {GRANT_AT_MOST} 天")])
def test_an_end_lies_ahead_and_not_too_far(w, given, days, why):
    for act in (
        lambda: services.name_handler(lead=given.lead, user=w.fourth, by=w.leader, until=later(days)),
        lambda: grants.renew(handler=given, until=later(days), by=w.leader),
    ):
        with pytest.raises(Refused, match=why):
            act()


def test_the_day_after_the_end_a_case_is_gone_everywhere(w, given):
    client, lead = as_user(w.third), given.lead
    pages = [url("list"), f"{url('list')}?number={lead.number}", url("export"), "/", f"/search/?q={lead.number}"]
    with on(given.until, 23):
        assert client.get(url("detail", lead)).status_code == 200
        assert lead.number in text_of(client.get(url("list"))) and lead.number in text_of(client.get("/"))
    with on(given.until + timedelta(days=1), 0):
        assert not Lead.objects.visible_to(w.third).exists()
        for name in ("detail", "open", "verification_new", "dismiss"):
            assert client.get(url(name, lead)).status_code == 404
        for page in pages:
            text = re.sub(rf'(?:value="|搜索：|number=|q=){lead.number}', "", text_of(client.get(page)))
            assert lead.number not in text
        assert w.third not in services.handlers_of(lead)


def test_prolonged_it_goes_on_and_is_logged_and_told_once(w, given):
    for _ in range(2):
        grants.renew(handler=given, until=later(40), by=w.leader)
    given.refresh_from_db()
    assert given.until == later(40)
    assert given.lead.accesses.filter(action="named", detail__contains="延长至").count() == 1
    assert Message.objects.filter(recipient=w.third, title__contains="延长至").count() == 1
    with on(later(39)):
        assert Lead.objects.visible_to(w.third).exists()


def test_what_has_ended_is_not_prolonged_but_named_anew(w, given):
    with on(given.until + timedelta(days=1)):
        with pytest.raises(Refused, match="请在线索页重新指定"):
            grants.renew(handler=given, until=clock.today() + timedelta(days=9), by=w.leader)
        services.name_handler(lead=given.lead, user=w.third, by=w.leader)
        assert Lead.objects.visible_to(w.third).exists()


@pytest.mark.parametrize(
    "who,why", [("officer", "由乡镇领导指定"), ("other_leader", "不是这条线索"), ("third", "由乡镇领导指定")]
)
def test_nobody_else_prolongs(w, given, who, why):
    with pytest.raises(Refused, match=why):
        grants.renew(handler=given, until=later(40), by=getattr(w, who))


def test_leaders_prolong_the_ticked_on_one_page(w, given):
    client = as_user(w.leader)
    page = client.get(url("grants"), {"soon": 1})
    assert [row.pk for row in page.context["page"]] == [given.pk] and SECRET not in text_of(page)
    assert "请先勾选" in text_of(client.post(url("grants_renew"), {"until": later(60)}))
    wrong = client.post(url("grants_renew"), {"until": later(400), "ids": [given.pk]})
    assert "授权最长" in text_of(wrong) and f'value="{given.pk}" data-tick' in text_of(wrong) and "checked" in text_of(wrong)
    done = client.post(url("grants_renew") + "?soon=1", {"until": later(60), "ids": [given.pk, 10**9]}, follow=True)
    assert "已延长 1 项授权" in text_of(done) and Handler.objects.get(pk=given.pk).until == later(60)


@pytest.mark.parametrize("who", ["officer", "discipline", "cadre", "supervisor"])
def test_the_page_is_the_leaders(w, who):
    client = as_user(getattr(w, who))
    assert client.get(url("grants")).status_code == 403 and client.post(url("grants_renew")).status_code == 403


def test_leaders_of_another_township_find_and_prolong_nothing(w, given):
    client = as_user(w.other_leader)
    assert client.get(url("grants")).context["total"] == 0
    client.post(url("grants_renew"), {"until": later(60), "ids": [given.pk]})
    given.refresh_from_db()
    assert given.until == later(5)


def test_before_the_end_the_leaders_and_the_person_are_told_without_a_name_of_the_case(w, given):
    scan(on=later(4))
    told = Message.objects.filter(key__startswith="grant:", title__contains="到期")
    assert {row.recipient for row in told} == {w.leader, w.leader2, w.third}
    assert not [row for row in told if SECRET in row.title + row.body]
    assert "经办授权即将到期" in [box.title for box in boxes(WAITING, w.leader)]
    assert "经办授权即将到期" not in [box.title for box in boxes(WAITING, w.officer)]
