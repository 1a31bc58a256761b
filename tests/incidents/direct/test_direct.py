"""An enterprise or a village reports a death, keeps a receipt, and the case begins with its moments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import clock
from core.errors import Refused
from incidents import moments
from incidents.direct import services
from incidents.guard import veil
from incidents.models import AccessLog, DeathReport, Lead
from reminders.models import Message
from tests import factories

from ..conftest import SECRET, as_user, text_of, url

PAGE = "/incidents/report/"
STORY = "从料仓坠落"
MINUTE = "%Y-%m-%dT%H:%M"


def typed(**changes):
    now = timezone.localtime(clock.now())
    values = {
        "happened_at": (now - timedelta(hours=2)).strftime(MINUTE), "learned_at": (now - timedelta(hours=1)).strftime(MINUTE),
        "place": "二号料仓", "people": 2, "names": f"{SECRET}、邰同行", "course": f"{SECRET}和邰同行{STORY}",
        "done": "已拨打120，已停工", "phone": "13900001111", "form_token": "t1",
    }  # fmt: skip
    return values | changes


def reported(w, by=None, **changes):
    answer = as_user(by or w.boss).post(PAGE, typed(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return DeathReport.objects.get(pk=answer.url.rstrip("/").split("/")[-1])


def test_an_enterprise_reports_of_itself_and_was_first(w):
    row = reported(w)
    lead, (moment,) = row.lead, moments.of(row.lead)
    assert (lead.enterprise, lead.village, lead.source) == (w.firm, w.firm.village, "self-check")
    assert (moment.by, moment.at) == (moments.By.ITSELF, lead.received_at) and "企业报告人员死亡" in moment.said
    assert moments.standing([moment]) == moments.Standing.FIRST
    assert (lead.person, row.people) == (SECRET, 2) and STORY in lead.summary and "13900001111" in lead.summary


def test_a_village_reports_of_a_firm_and_that_is_not_the_firms_own_word(w):
    row = reported(w, by=w.cadre, enterprise=w.firm.pk, learned_at="")
    assert row.lead.enterprise == w.firm and moments.of(row.lead)[0].by == moments.By.OTHERS
    bare = reported(w, by=w.cadre, form_token="t2")
    assert (bare.lead.enterprise, bare.lead.village) == (None, w.village)


def test_a_village_cannot_name_a_firm_out_of_its_sight(w):
    answer = as_user(w.cadre).post(PAGE, typed(enterprise=w.other_firm.pk))
    assert answer.status_code == 200 and not DeathReport.objects.exists()


def test_sent_twice_it_is_one_report_and_one_message(w):
    first, told = reported(w), Message.objects.count()
    assert reported(w) == first and (Lead.objects.count(), Message.objects.count()) == (1, told)


def test_leaders_and_officers_are_told_by_number_and_the_hour_only(w):
    row = reported(w)
    told = Message.objects.filter(title__contains="人员死亡报告")
    assert {w.leader, w.leader2, w.officer, w.second} == {message.recipient for message in told}
    assert all(row.lead.number in message.title and "1 小时" in message.body for message in told)
    words = " ".join(f"{m.title} {m.body}" for m in Message.objects.all())
    assert not [word for word in (SECRET, "邰同行", STORY, "料仓", w.firm.name, "13900001111") if word in words]


def test_the_reporter_keeps_a_receipt_and_no_door_to_the_case(w):
    row = reported(w)
    client, to = as_user(w.boss), reverse("incidents:death_receipt", args=[row.pk])
    answer = client.get(to)
    text = text_of(answer)
    assert row.lead.number in text and answer["Cache-Control"] == "no-store" and "lead-mark" in text
    assert not [word for word in (SECRET, "邰同行", STORY, "料仓", "13900001111") if word in text]
    assert row.lead.number in text_of(client.get(PAGE)) and STORY not in text_of(client.get(PAGE))
    assert client.get(url("detail", row.lead)).status_code == 403
    assert AccessLog.objects.filter(lead=row.lead, user=w.boss, detail="报告回执").exists()


def test_a_receipt_is_for_who_reported_alone(w):
    to = reverse("incidents:death_receipt", args=[reported(w).pk])
    colleague = factories.user(Role.ENTERPRISE, w.village, enterprise=w.firm)
    assert as_user(w.cadre).get(to).status_code == as_user(colleague).get(to).status_code == 404
    assert [as_user(person).get(to).status_code for person in (w.officer, w.leader, w.department)] == [403] * 3
    assert [as_user(person).get(PAGE).status_code for person in (w.officer, w.leader, w.department)] == [403] * 3


def test_what_is_added_goes_sealed_to_the_case_once(w):
    row = reported(w)
    client, to = as_user(w.boss), reverse("incidents:death_receipt", args=[row.pk])
    for _ in range(2):
        assert client.post(to, {"text": "又有一人失去联系"}).status_code == 302
    lines = row.lead.log.filter(action_label=services.ADDED)
    assert [line.note for line in lines] == ["又有一人失去联系"]
    assert "又有一人" not in text_of(client.get(to))
    assert {m.recipient for m in Message.objects.filter(title__contains="作了补充")} == {w.leader, w.leader2}
    with pytest.raises(Refused):
        services.add(report=row, text="别人的话", by=w.cadre)


def test_the_form_of_the_accident_begins_with_the_reported_moments(w):
    row = reported(w)
    text = text_of(as_user(w.leader).get(url("accident_new", row.lead)))
    for moment in (row.happened_at, row.learned_at):
        assert f'value="{timezone.localtime(moment).strftime(MINUTE)}"' in text


def test_every_name_reported_is_covered(w):
    row = reported(w)
    assert {SECRET, "邰同行"} <= set(veil.names_of(row.lead))
    text = text_of(as_user(w.leader).get(url("detail", row.lead)))
    assert STORY in text and SECRET not in text and "邰同行" not in text and "13900001111" not in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"people": 0}, "大于或等于"), ({"learned_at": ""}, "请填写单位负责人知道的时间"), ({"happened_at": "2099-01-01T08:00"}, "不能晚于现在")],
)  # fmt: skip
def test_a_fault_is_said_and_nothing_is_opened(w, changes, said):
    answer = as_user(w.boss).post(PAGE, typed(**changes))
    assert said in text_of(answer) and answer["Cache-Control"] == "no-store" and not Lead.objects.exists()


def test_todays_page_and_the_file_lead_there(w):
    for person in (w.boss, w.cadre):
        client = as_user(person)
        assert PAGE in text_of(client.get("/"))
        assert PAGE in text_of(client.get(reverse("enterprises:detail", args=[w.firm.pk])))
    assert PAGE not in text_of(as_user(w.officer).get("/"))
