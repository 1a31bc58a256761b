"""What was missed: marked once from two records, judged by somebody else than who looked, published once."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import jobs
from core.errors import Refused
from core.models import Job
from hazards import services as hazard_services
from hazards.misses import services
from hazards.misses.settings import keep_miss_settings, soon_days
from hazards.models import Miss
from hazards.services.inspected import found_on_inspection

from .conftest import found
from .looking import checked, day, handed_down, visited
from .test_views import as_user

pytestmark = pytest.mark.django_db


def missed(w, ago=10, look=20, **fields):
    """A confirmed fact: a clean look, then a hazard from above."""
    visited(w, look)
    return services.review(handed_down(w, ago, **fields))


@pytest.mark.parametrize(
    "look, ago, hazard, is_marked",
    [
        ({"ago": 20}, 10, {}, True),
        ({"ago": 40}, 10, {}, True),  # thirty days, the last that counts
        ({"ago": 41}, 10, {}, False),
        ({"ago": 10}, 10, {}, False),  # the same day: nobody knows which came first
        ({"ago": 5}, 10, {}, False),  # looked afterwards
        ({"ago": 20, "seen": ["线路老化"]}, 10, {}, False),  # not clean
        ({"ago": 20, "state": "open", "signed_at": None}, 10, {}, False),  # never signed
        ({"ago": 20}, 10, {"source": "inspection"}, False),  # found by ourselves
        ({"ago": 20}, 10, {"state": "draft"}, False),
        ({"ago": 20}, 10, {"state": "cancelled"}, False),
    ],
)
def test_which_hazards_are_marked(w, look, ago, hazard, is_marked):
    visited(w, **look)
    assert bool(services.review(handed_down(w, ago, **hazard))) is is_marked


@pytest.mark.parametrize("confidential, is_marked", [(False, True), (True, False)])
def test_a_clean_self_check_counts_unless_it_is_confidential(w, confidential, is_marked):
    checked(w, 20, confidential=confidential)
    assert bool(services.review(handed_down(w, 10))) is is_marked


def test_a_village_without_enterprise_counts_too(w):
    visited(w, 20, firm=w.village)
    row = services.review(handed_down(w, 10, enterprise=None))
    assert row.unit == w.village and row.days == 10


def test_registering_marks_at_once_and_twice_is_once(w):
    visited(w, 20, team=("周文", "林一"))
    visited(w, 15)
    hazard = found(w, source="handed-down", found_on=day(10))
    row = hazard.miss
    assert row.days == 5 and row.looks.count() == 3
    services.review(hazard)
    assert Miss.objects.count() == 1 and row.looks.count() == 3 and row.log.count() == 1


def test_what_an_inspector_from_above_finds_is_found_from_above(w):
    visited(w, 20)
    given = {"village": w.village, "enterprise": w.firm, "location": "库房", "source": "inspection", "found_on": day(10)}
    hazard = found_on_inspection(key="k", by=w.supervisor, description="通道堵塞", **given)
    assert hazard.source == "handed-down" and hazard.miss.days == 10


def test_a_corrected_day_takes_the_mark_off_and_puts_it_back(w):
    row = missed(w)
    for ago, stands in ((60, False), (12, True)):
        hazard_services.redate(hazard=row.hazard, by=w.officer, found_on=day(ago), note="查看原件")
        assert Miss.objects.standing().filter(pk=row.pk).exists() is stands
    assert Miss.objects.get().days == 8


def test_a_decision_stays_whatever_later_runs_find(w):
    row = services.decide(miss=missed(w), action="confirm", by=w.leader)
    keep_miss_settings(w.town.pk, {"soon": 3})
    services.scan(w.town.pk)
    assert Miss.objects.standing().get().state == "confirmed" and row.looks.count() == 1


def test_the_number_of_days_is_a_setting(w):
    visited(w, 20)
    handed_down(w, 10)
    for soon, standing in ((9, 0), (10, 1), (9, 0)):
        keep_miss_settings(w.town.pk, {"soon": soon})
        assert services.scan(w.town.pk)["standing"] == standing


MAY = {"officer": True, "leader": True, "department": False, "discipline": False, "supervisor": False, "liaison": False}


@pytest.mark.parametrize("who, may", MAY.items())
@pytest.mark.parametrize("state, action", [("marked", "confirm"), ("marked", "dismiss"), ("confirmed", "restore")])
def test_who_decides(w, who, may, state, action):
    row = missed(w)
    Miss.objects.update(state=state)
    answer = as_user(getattr(w, who)).post(reverse("hazards:miss_step", args=[row.pk, action]), {"note": "已核实"})
    row.refresh_from_db()
    assert (row.state != state) is may
    assert answer.status_code in ((302,) if may else (403, 404))


def test_nobody_decides_about_a_look_of_their_own(w):
    visited(w, 20, team=(w.officer.name,))
    row = services.review(handed_down(w, 10))
    with pytest.raises(Refused, match="由其他人认定"):
        services.decide(miss=row, action="dismiss", by=w.officer, note="没有")
    assert services.decide(miss=row, action="confirm", by=w.leader).state == "confirmed"


def test_pressed_twice_decides_once_and_says_so(w):
    row = missed(w)
    client, url = as_user(w.leader), reverse("hazards:miss_step", args=[row.pk, "confirm"])
    client.post(url)
    again = client.post(url, follow=True)
    assert "当前状态是“已认定漏查”" in again.content.decode() and row.log.filter(action="confirm").count() == 1


def test_a_stale_page_is_told(w):
    row = missed(w)
    services.decide(miss=row, action="dismiss", by=w.leader, note="设备后进场")
    services.decide(miss=row, action="restore", by=w.leader, note="再核")
    page = as_user(w.officer).post(reverse("hazards:miss_step", args=[row.pk, "confirm"]), {"row_version": 1})
    assert "刚被别人处理过" in page.content.decode()


def test_the_bulletin_names_each_confirmed_major_one_once(w):
    first = services.decide(miss=missed(w), action="confirm", by=w.leader)
    visited(w, 20, firm=w.firm2)
    ordinary = services.review(handed_down(w, 10, enterprise=w.firm2, village_id=w.village2.pk, grade="ordinary"))
    services.decide(miss=ordinary, action="confirm", by=w.leader)
    paper = services.bulletin(by=w.officer)
    assert w.firm.name in paper.content["body"] and w.firm2.name not in paper.content["body"]
    town = {w.village, w.village2, w.office, w.safety_office}
    units = {receipt.unit for receipt in paper.receipts.select_related("place", "office")}
    assert town <= units and w.other_village not in units and w.other_office not in units
    with pytest.raises(Refused, match="没有已认定"):
        services.bulletin(by=w.officer)
    first.refresh_from_db()
    with pytest.raises(Refused, match="已经写进通报"):
        services.decide(miss=first, action="restore", by=w.leader, note="再核")


def test_by_unit_and_by_person_count_each_hazard_once(w):
    visited(w, 25, team=("周文", "林一"))
    visited(w, 20, team=("周文",))
    for ago in (10, 9):
        services.review(handed_down(w, ago))
    visited(w, 20, firm=w.firm2, team=("周文",))
    services.review(handed_down(w, 10, enterprise=w.firm2, village_id=w.village2.pk, grade="ordinary"))
    client = as_user(w.discipline)
    seen = {
        what: [
            list(row)
            for row in load_workbook(io.BytesIO(_sheet(client, what))).active.iter_rows(min_row=2, values_only=True)
        ]
        for what in ("units", "people")
    }
    assert [row[2:4] for row in seen["units"]] == [[2, 2], [1, 0]]
    assert [(row[0], row[1], row[2], row[4]) for row in seen["people"]] == [("周文", 3, 2, 3), ("林一", 2, 2, 1)]
    assert "周文" in client.get(reverse("hazards:misses_by", args=["people"])).content.decode()


def _sheet(client, what):
    return client.get(reverse("hazards:misses_by", args=[what]), {"export": "xlsx"}).content


def test_the_pages_show_both_records_and_today_tells(w):
    row = missed(w)
    client = as_user(w.officer)
    page = client.get(reverse("hazards:miss", args=[row.pk])).content.decode()
    assert "周文" in page and row.hazard.number in page and '检查后 <b class="num">10</b> 天' in page
    assert "待核对漏查" in client.get("/").content.decode()
    assert "比对两次记录" in client.get(reverse("hazards:detail", args=[row.hazard_id])).content.decode()
    told = as_user(w.boss).get(reverse("hazards:detail", args=[row.hazard_id])).content.decode()
    assert "比对两次记录" not in told
    assert as_user(w.boss).get(reverse("hazards:misses")).status_code == 403
    listed = client.get(reverse("hazards:misses"), {"name": "周文"}).content.decode()
    assert row.hazard.number in listed and "共 1 条" in listed


def test_saving_the_days_looks_everything_over(w, django_capture_on_commit_callbacks):
    row = missed(w)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user(w.officer).post(reverse("hazards:miss_settings"), {"soon": 5})
    assert answer.status_code == 302
    jobs.run(Job.objects.get(kind="hazards.misses").pk)
    assert soon_days(w.town.pk) == 5 and not Miss.objects.standing().filter(pk=row.pk).exists()
