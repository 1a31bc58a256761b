"""When a longer limit may be asked, until when it is answered, who decides; a township's own settings."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused
from core.models import Preference
from core.workdays import add_workdays
from hazards import rules, services
from hazards.deadlines import due_extensions
from hazards.models import Hazard
from hazards.settings import DEFAULTS, keep_settings, settings_of
from reminders.models import Message

from .conftest import graded, later
from .test_views import as_user, detail_url, step_url

FORM = {"ask_before_major": 5, "ask_before_ordinary": 2, "decide_within": 3, "decides_major": "leader"}


def major(w, days=60):
    return graded(w, grade="major", at_once=False, due_on=later(days))


def ask(w, hazard, by=None):
    by = by or w.boss
    return services.ask_extension(hazard=hazard, by=by, until=later(90), reason="配件未到货")


def test_a_major_limit_is_asked_for_twenty_workdays_ahead(w):
    hazard = major(w)
    last = services.last_day_to_ask(hazard)
    assert last == add_workdays(hazard.due_on, -20)
    assert f"延期最迟 {last:%Y-%m-%d} 提出" in as_user(w.boss).get(detail_url(hazard)).content.decode()
    assert ask(w, hazard).late is False


@pytest.mark.parametrize("days", [1, 10, 20])
def test_too_late_the_unit_is_refused_and_told_the_day(w, days):
    hazard = major(w, days)
    with pytest.raises(Refused, match=f"{services.last_day_to_ask(hazard):%Y-%m-%d} 提出，现已超过"):
        ask(w, hazard)
    assert not hazard.extensions.exists()


def test_the_office_brings_in_a_late_one_and_it_is_marked(w):
    asked = ask(w, major(w, 10), by=w.officer)
    assert asked.late is True
    assert "逾期提出" in as_user(w.leader).get(detail_url(asked.hazard)).content.decode()


def test_the_last_day_itself_is_in_time(w):
    hazard = graded(w, due_on=later(20))
    with clock.at(timezone.now() + (hazard.due_on - clock.today())):
        assert services.ask_extension(hazard=hazard, by=w.boss, until=later(5), reason="配件").late is False
    hazard = graded(w, due_on=later(2))
    with clock.at(timezone.now() + (later(3) - clock.today())), pytest.raises(Refused, match="现已超过"):
        services.ask_extension(hazard=hazard, by=w.boss, until=later(9), reason="配件")


def test_an_answer_is_due_within_ten_workdays_and_the_judges_are_reminded(w):
    asked = ask(w, graded(w))
    assert asked.decide_by == add_workdays(clock.today(), 10)
    rows = list(due_extensions(asked.decide_by, asked.decide_by))
    assert [(row.obj, w.officer in row.people) for row in rows] == [(asked.hazard, True)]
    services.decide_extension(extension=asked, by=w.officer, granted=True)
    assert list(due_extensions(asked.decide_by, asked.decide_by)) == []


@pytest.mark.parametrize("decides, may, told", [("officer", "officer", "officer"), ("leader", "leader", "leader")])
def test_who_decides_on_a_major_one_is_set_by_the_township(w, decides, may, told):
    keep_settings(w.town.pk, DEFAULTS | {"decides_major": decides})
    asked = ask(w, major(w))
    allowed = {
        who for who in ("officer", "department", "leader", "cadre", "boss") if not rules.may_decide(getattr(w, who), asked)
    }
    assert allowed == {may}
    assert Message.objects.filter(recipient=getattr(w, told), title__contains="申请延期").count() == 1
    assert w.leader in next(iter(due_extensions(asked.decide_by, asked.decide_by))).people or decides == "officer"


def test_a_leader_grants_by_the_page(w):
    keep_settings(w.town.pk, DEFAULTS | {"decides_major": "leader"})
    hazard = major(w)
    ask(w, hazard)
    refused = as_user(w.officer).post(step_url(hazard, "grant"))
    assert refused.status_code == 403 and "由乡镇领导审批" in refused.content.decode()
    client = as_user(w.leader)
    assert client.get(detail_url(hazard)).context["step"].action == "grant"
    assert client.post(step_url(hazard, "grant")).status_code == 302
    assert Hazard.objects.get(pk=hazard.pk).due_on == later(90)


def test_an_ordinary_one_is_decided_by_those_who_judge(w):
    asked = ask(w, graded(w))
    assert not rules.may_decide(w.officer, asked) and not rules.may_decide(w.department, asked)
    assert rules.may_decide(w.leader, asked) == "由应急办或监管站所审批"


def test_settings_hold_in_their_own_township_only(w):
    keep_settings(w.town.pk, FORM)
    assert settings_of(w.town.pk) == FORM and settings_of(w.other_town.pk) == DEFAULTS
    keep_settings(w.town.pk, FORM | {"decide_within": 9})
    assert settings_of(w.town.pk)["decide_within"] == 9 and Preference.objects.filter(place_code=w.town.pk).count() == 1


def test_the_officer_sets_them_on_a_page(w):
    client, url = as_user(w.officer), reverse("hazards:settings")
    assert client.get(url).context["form"]["ask_before_major"].value() == 20
    assert client.post(url, FORM).status_code == 302
    assert settings_of(w.town.pk) == FORM
    hazard = graded(w, due_on=later(1))
    assert services.last_day_to_ask(hazard) == add_workdays(later(1), -2)


@pytest.mark.parametrize(
    "values", [{"decide_within": 0}, {"ask_before_major": -1}, {"ask_before_major": "x"}, {"decides_major": "boss"}]
)
def test_senseless_settings_are_not_kept(w, values):
    assert as_user(w.officer).post(reverse("hazards:settings"), FORM | values).status_code == 200
    assert settings_of(w.town.pk) == DEFAULTS


@pytest.mark.parametrize("who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_set(w, who):
    page = as_user(getattr(w, who)).post(reverse("hazards:settings"), FORM)
    assert page.status_code == 403 and "由乡镇应急办设置" in page.content.decode()
