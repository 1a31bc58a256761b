"""An accident elsewhere becomes a paper, a search at enterprises of the like, and an answer from each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks.models import Alert, Check
from checks.services import alerts
from core import clock
from core.errors import Refused, Stale
from hazards.models import Hazard
from notices import services as papers
from notices.models import Paper
from reminders.models import Message
from tests import factories
from tests.enterprises import rows

from .conftest import fill, hand_in, later

WORDS = {
    "where": "邻县工业园", "accident": "fire", "what": "仓库电线短路起火，货物烧毁。", "wrong": "电线老化没有更换\n通道堵塞",
    "points": "电线是否完好\n通道是否畅通", "source": "县安委办通报",
}  # fmt: skip


def an_alert(w, firms=None, **values):
    given = WORDS | {"happened_on": clock.today() - timedelta(days=2), "due_on": later(), "township": w.town} | values
    return alerts.keep(alert=Alert(**given), firms=[w.firm] if firms is None else firms, by=w.officer)


def issued(w, alert):
    """Its paper, as if it had gone through all hands."""
    paper = alerts.draft_paper(alert=alert, by=w.officer)
    Paper.objects.filter(pk=paper.pk).update(
        state="issued", year=2026, number=1, issued_on=clock.today(), verify_code="CODE000001", sha256="1" * 64
    )
    alert.refresh_from_db()
    return paper


def pushed(w, **values):
    alert = an_alert(w, **values)
    issued(w, alert)
    alerts.push(alert=alert, by=w.officer)
    return alert


def test_the_paper_says_what_happened_and_goes_to_the_enterprises(w):
    alert = an_alert(w, firms=[w.firm, w.firm2])
    paper = alerts.draft_paper(alert=alert, by=w.officer)
    assert alerts.draft_paper(alert=alert, by=w.officer) == paper
    assert "邻县工业园火灾事故" in paper.title and paper.title.endswith("警示通知")
    body = paper.content["body"]
    assert all(words in body for words in ("仓库电线短路", "2.通道堵塞", "1.电线是否完好", f"{alert.due_on.day}日前"))
    assert {receipt.enterprise for receipt in paper.receipts.all()} == {w.firm, w.firm2}


def test_the_search_follows_the_issued_paper_only(w):
    alert = an_alert(w)
    with pytest.raises(Refused, match="印发后才能推送"):
        alerts.push(alert=alert, by=w.officer)
    alerts.draft_paper(alert=alert, by=w.officer)
    with pytest.raises(Refused, match="印发后才能推送"):
        alerts.push(alert=alert, by=w.officer)
    issued(w, alert)
    sent = alerts.push(alert=alert, by=w.officer)
    assert [check.enterprise for check in sent.checks] == [w.firm] and alert.state == "sent"
    assert [check.due_on for check in sent.checks] == [alert.due_on]
    assert Message.objects.filter(recipient=w.boss, title__contains="举一反三").exists()
    with pytest.raises(Refused, match="不能推送"):
        alerts.push(alert=alert, by=w.officer)


def test_a_zero_is_signed_and_a_fault_becomes_a_draft_hazard(w):
    alert = pushed(w, firms=[w.firm, w.firm2])
    one, other = (Check.objects.get(enterprise=firm) for firm in (w.firm, w.firm2))
    fill(one, w.boss)
    hand_in(one, w.boss)
    boss2 = factories.user("enterprise", w.village2, enterprise=w.firm2)
    fill(other, boss2, "no", photos=[])
    for answer in other.answers.all():
        factories.photo(answer, by=boss2)
    hand_in(other, boss2)
    found = Alert.objects.visible_to(w.officer).with_answers(w.officer).get(pk=alert.pk)
    assert (found.asked, found.waiting, found.zero) == (2, 0, 1)
    assert Hazard.objects.filter(enterprise=w.firm2, state="draft").count() == 2
    assert alerts.close(alert=alert, by=w.officer).state == "closed"


def test_closing_with_some_unheard_needs_a_reason(w):
    alert = pushed(w)
    with pytest.raises(Refused, match="还有 1 家没有回执"):
        alerts.close(alert=alert, by=w.officer)
    assert alerts.close(alert=alert, by=w.officer, note="企业已停产").log.last().note == "企业已停产"


def test_nothing_changes_once_the_paper_is_begun(w):
    alert = an_alert(w)
    alerts.draft_paper(alert=alert, by=w.officer)
    with pytest.raises(Refused, match="已经起草"):
        alerts.keep(alert=alert, firms=[w.firm2], by=w.officer)


def post(client, **values):
    given = WORDS | {"happened_on": clock.today().isoformat(), "due_on": later().isoformat()}
    return client.post(reverse("checks:alert_new"), given | values)


@pytest.mark.parametrize(("values", "why"), [
    ({}, "没有符合条件的企业"), ({"named": "没有这家厂"}, "没有找到在营企业"),
    ({"traits": ["high_risk"], "what": "死者张某进入罐内"}, "不写伤亡人员"),
    ({"traits": ["high_risk"], "due_on": "2020-01-01"}, "不能早于今天"),
])  # fmt: skip
def test_what_the_form_refuses(client, w, values, why):
    client.force_login(w.officer)
    page = post(client, **values).content.decode()
    assert why in page and "邻县工业园" in page and not Alert.objects.exists()


def test_enterprises_of_the_like_by_trade_trait_risk_and_name(client, w):
    client.force_login(w.officer)
    type(w.firm).objects.filter(pk=w.firm.pk).update(high_risk=True)
    third = factories.enterprise(w.village2)
    rows.make("risks", w.firm2, dangers="火灾、触电")
    post(client, traits=["high_risk", "risk"], named=third.name)
    assert set(Alert.objects.get().firms.all()) == {w.firm, w.firm2, third}
    post(client, sectors=["metals"], villages=[w.village.pk])
    assert list(Alert.objects.first().firms.all()) == [w.firm]


def test_the_page_from_writing_to_urging(client, w):
    client.force_login(w.officer)
    post(client, named=w.firm.name)
    alert = Alert.objects.get()
    page = reverse("checks:alert", args=[alert.pk])
    client.post(reverse("checks:alert_paper", args=[alert.pk]))
    assert client.post(reverse("checks:alert_push", args=[alert.pk])).status_code == 403
    alert.refresh_from_db()
    issued(w, alert)
    client.post(reverse("checks:alert_push", args=[alert.pk]))
    text = client.get(page).content.decode()
    assert w.firm.name in text and w.village.name in text and "催办" in text
    assert client.get(page, {"export": "xlsx"}).status_code == 200
    client.force_login(w.boss)
    check = Check.objects.get()
    assert "仓库电线短路" in client.get(reverse("checks:detail", args=[check.pk])).content.decode()
    assert client.get(page).status_code == 403


def test_an_alert_of_another_township_is_out_of_sight(client, w):
    alert = an_alert(w)
    client.force_login(w.other_officer)
    assert client.get(reverse("checks:alert", args=[alert.pk])).status_code == 404


def test_a_void_paper_makes_room_for_a_new_one(client, w):
    alert = an_alert(w)
    void = alerts.draft_paper(alert=alert, by=w.officer)
    papers.withdraw(paper=void, by=w.officer, note="事故经过写错")
    alert.refresh_from_db()
    client.force_login(w.officer)
    page = client.get(reverse("checks:alert", args=[alert.pk])).content.decode()
    assert "原警示通知已作废" in page and "起草警示通知</button>" in page
    alert.what, alert.version = "仓库充电线路短路起火。", alert.version + 1
    alerts.keep(alert=alert, firms=[w.firm], by=w.officer)
    client.post(reverse("checks:alert_paper", args=[alert.pk]))
    alert.refresh_from_db()
    assert alert.paper != void and "充电线路" in alert.paper.content["body"]
    issued(w, alert)
    assert [check.enterprise for check in alerts.push(alert=alert, by=w.officer).checks] == [w.firm]


def test_a_paper_that_was_replaced_is_followed_by_its_successor(w):
    alert = an_alert(w)
    old = issued(w, alert)
    new = papers.draft(
        kind="circular", title="更正后的警示通知", content=old.content, by=w.officer, units=[w.firm], replaces=old
    )
    Paper.objects.filter(pk=old.pk).update(state="withdrawn")
    alert.refresh_from_db()
    assert alerts.draft_paper(alert=alert, by=w.officer) == new


def test_a_form_that_was_overtaken_changes_nothing(w):
    alert = an_alert(w)
    stale = Alert.objects.get(pk=alert.pk)
    for words, row in (("先改的", alert), ("后改的", stale)):
        row.what, row.version = words, row.version + 1
    alerts.keep(alert=alert, firms=[w.firm], by=w.officer)
    with pytest.raises(Stale):
        alerts.keep(alert=stale, firms=[w.firm], by=w.officer)
    alert.refresh_from_db()
    assert (alert.what, alert.version) == ("先改的", 2) and alert.log.last().action_label == "修改警示"


def test_the_form_sent_twice_writes_one_alert(client, w):
    client.force_login(w.officer)
    for _ in range(2):
        post(client, named=w.firm.name, form_token="a1")
    assert Alert.objects.count() == 1 and 'name="form_token"' in client.get(reverse("checks:alert_new")).content.decode()


def test_an_alert_is_changed_from_its_page_twice(client, w):
    client.force_login(w.officer)
    post(client, named=w.firm.name)
    alert = Alert.objects.get()
    page = reverse("checks:alert_edit", args=[alert.pk])
    given = WORDS | {"happened_on": clock.today().isoformat(), "due_on": later().isoformat(), "named": w.firm.name}
    for number, words in enumerate(("第一次改", "第二次改"), 1):
        client.post(page, given | {"what": words, "row_version": number})
        alert.refresh_from_db()
        assert (alert.what, alert.version) == (words, number + 1)
