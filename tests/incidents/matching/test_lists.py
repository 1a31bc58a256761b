"""Bringing a list: what is taken, what is wrong where, what lies sealed, who sees it, how it ends."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock, jobs
from core.errors import Refused
from incidents.matching import rules, services
from incidents.matching.deadlines import due_lists
from incidents.models import AccessLog, Candidate, CandidateLog, Listed, NameList, NameMatch
from incidents.tasks import destroy_lists

from ..conftest import as_user, url
from .conftest import DEAD, ID, brought, compared, dead, faults_of, kept, line, pair, workbook


@pytest.mark.parametrize(
    ("row", "column", "words", "left_out"),
    [
        (dead(name=""), "姓名", "没有填写", True),
        (dead(number="", born=""), "出生年月", "都不能用", True),
        (dead(number="99010119800307003X", born="1980"), "身份证号", "校验位不对", False),
        (dead(number="12345", born="1980"), "身份证号", "位数不对", False),
        (dead(born="不详"), "出生年月", "看不出年份", False),
        (dead(死亡日期="三月"), "死亡日期", "不是日期", False),
        (dead(死亡日期=""), "死亡日期", "没有填写", False),
        (dead(死亡日期=str(clock.today() + timedelta(days=2))), "死亡日期", "晚于今天", False),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(w, row, column, words, left_out):
    names = brought(w, dead(name="前一人", number="", born="1950"), row)
    (number, header, reason, out), *_ = [fault for fault in faults_of(names) if fault[1] == column]
    assert (number, header, out) == (3, column, left_out) and words in reason
    assert names.taken == (1 if left_out else 2) and names.left_out == left_out


def test_whoever_prints_the_page_of_a_list_leaves_a_line(w):
    names = brought(w, dead())
    page = as_user(w.officer).get(url("names", names)).content.decode()
    assert f'data-printed="{url("names_printed", names)}"' in page
    assert as_user(w.officer).post(url("names_printed", names)).status_code == 204
    assert as_user(w.third).post(url("names_printed", names)).status_code == 404
    lines = AccessLog.objects.filter(action="print").values_list("user", "detail")
    assert list(lines) == [(w.officer.pk, f"比对名单 {str(names.pk)[:8]}")]


def test_a_list_is_not_called_by_a_person(w):
    form = as_user(w.officer).post(url("names_new"), {"title": "死者张三丰的名单"}).context["form"]
    assert "不要写姓名" in form.errors["title"][0]


def test_a_number_twice_in_a_list_is_taken_once_and_no_fault_names_anybody(w):
    names = brought(w, dead(), dead(name="同号人"))
    assert [(fault[0], fault[1]) for fault in faults_of(names)] == [(3, "身份证号")] and names.taken == 1
    assert DEAD not in names.faults and ID not in names.faults


def test_staff_need_no_day_of_death(w):
    assert faults_of(brought(w, line(), kind="staff")) == []


def test_nothing_of_a_list_lies_open(w):
    names = brought(w, dead())
    assert names.upload is None and names.sha256
    with connection.cursor() as cursor:
        for table in ("incidents_listed", "incidents_namelist", "incidents_namelistlog"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(cursor.fetchall())
            assert DEAD not in rows and ID not in rows and "高处坠落" not in rows


def test_an_uploaded_workbook_is_sealed_until_it_is_read(w):
    data = workbook(dead())
    names, _ = services.bring(
        township=w.town, kind="civil", title="名单", provider="民政所", data=data, by=w.officer,
        destroy_on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    assert bytes(names.upload) != data and b"PK\x03\x04" not in bytes(names.upload)[:60]


@pytest.mark.parametrize("data", [b"not a workbook", workbook({}, headers=("编号", "日期"))])
def test_what_cannot_be_read_is_said_and_not_kept(w, data):
    names = brought(w, data=data)
    assert names.state == "failed" and names.why_failed and names.upload is None


def test_a_job_killed_in_the_middle_is_run_again_without_doubles(w):
    data = workbook(dead(), dead(name="后一人", number="", born="1951"))
    names, job = services.bring(
        township=w.town, kind="civil", title="名单", provider="民政所", data=data, by=w.officer,
        destroy_on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    Listed.objects.create(names=names, line=2, number=ID, facts="{}")  # what the first attempt had written
    jobs.run(job.pk)
    assert kept(names).count() == 2 and NameList.objects.get(pk=names.pk).taken == 2


def test_the_same_form_sent_twice_gives_one_list(w):
    given = {"township": w.town, "kind": "civil", "title": "名单", "provider": "民政所", "data": workbook(dead())}
    given |= {"by": w.officer, "destroy_on": clock.today() + timedelta(days=9), "key": "form:1:a"}
    assert services.bring(**given)[0] == services.bring(**given)[0]


@pytest.mark.parametrize(("days", "words"), [(0, "今天以后"), (rules.KEPT_AT_MOST + 1, "最多保存")])
def test_no_list_is_kept_without_end(w, days, words):
    with pytest.raises(Refused, match=words):
        brought(w, dead(), days=days)


def test_only_officers_and_leaders_bring_lists(w):
    with pytest.raises(Refused, match="应急办或乡镇领导"):
        brought(w, dead(), by=w.discipline)


def test_a_list_is_seen_by_its_bringer_leaders_and_whom_they_name(w):
    names = brought(w, dead())
    seen = lambda user: NameList.objects.visible_to(user).filter(pk=names.pk).exists()  # noqa: E731
    assert seen(w.officer) and seen(w.leader) and not seen(w.second) and not seen(w.third)
    for user in (w.cadre, w.boss, w.supervisor, w.other_officer, w.other_leader):
        assert not seen(user)
    services.name_handler(names=names, user=w.third, by=w.leader)
    assert seen(w.third)
    with pytest.raises(Refused, match="由乡镇领导指定"):
        services.name_handler(names=names, user=w.fourth, by=w.officer)
    with pytest.raises(Refused, match="只能是本乡镇"):
        services.name_handler(names=names, user=w.other_officer, by=w.leader)


def test_only_who_sees_both_lists_compares_them(w):
    mine, theirs = brought(w, dead()), brought(w, line(), kind="staff", by=w.second)
    with pytest.raises(Refused, match="经办人"):
        services.compare(one=mine, other=theirs, by=w.officer)
    assert compared(w, theirs, mine, by=w.leader)[0].match.one == mine, "deaths come first whichever is chosen"


def test_comparing_again_adds_nothing_and_keeps_what_was_decided(w):
    candidate = pair(w)
    services.decide(candidate=candidate, action="same", note="证件一致", by=w.officer)
    again = compared(w, candidate.match.one, candidate.match.other)
    assert [(row.pk, row.state) for row in again] == [(candidate.pk, "same")] and NameMatch.objects.count() == 1


def test_lists_under_an_older_key_match_those_under_the_newest(w, settings):
    old = brought(w, dead())
    settings.DATA_KEYS = [b"n" * 32, *settings.DATA_KEYS]
    assert compared(w, old, brought(w, line(), kind="staff"))[0].score == 100


def test_on_its_day_a_list_is_gone_with_what_was_not_decided(w):
    deaths = brought(w, dead(), dead(name="未决人", number="", born="1950"), days=10)
    staff = brought(w, line(), line(name="未决人", number="", born="1950"), kind="staff", days=60)
    first, second = compared(w, deaths, staff)
    services.decide(candidate=first, action="same", note="证件一致", by=w.officer)
    with clock.at(clock.now() + timedelta(days=9)):
        destroy_lists()
        assert NameList.objects.get(pk=deaths.pk).state == "kept"
    with clock.at(clock.now() + timedelta(days=10)):
        destroy_lists()
    deaths.refresh_from_db()
    assert deaths.state == "destroyed" and not kept(deaths) and kept(staff).count() == 2 and deaths.faults == ""
    assert "2 人" in deaths.log.last().note and deaths.log.last().actor is None
    assert not Candidate.objects.filter(pk=second.pk).exists()
    first.refresh_from_db()
    assert (first.one, first.state, first.score) == (None, "same", 100)
    with pytest.raises(Refused, match="名单已销毁"):
        services.decide(candidate=first, action="undo", note="再看", by=w.officer)


def test_one_dead_person_without_a_lead_outlives_the_list_until_the_lead_is_registered(w):
    candidate = pair(w)
    services.decide(candidate=candidate, action="same", note="证件一致", by=w.officer)
    names = candidate.match.one
    day = names.destroy_on
    assert [row.title for row in due_lists(day, day) if row.obj == names] == ["比对名单将销毁，还有候选没有判定或登记线索"]
    for one in (names, candidate.match.other):
        services.destroy(names=one, note="不再需要", by=w.leader)
    candidate = Candidate.objects.get(pk=candidate.pk)
    told = json.loads(candidate.kept)
    assert told[0]["name"] and told[0]["day"] and "number" not in str(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM incidents_candidate")
        assert told[0]["name"] not in str(cursor.fetchall())
    assert {row.title for row in due_lists(day, day)} == {"比对名单已销毁，还有候选没有登记线索"}
    page = as_user(w.officer).get(url("candidate", candidate)).content.decode()
    assert "登记线索（死亡名单比对）" in page and told[0]["name"] not in page
    lead = services.make_lead(candidate=candidate, village=w.village, summary="名单比对", by=w.officer)
    candidate.refresh_from_db()
    assert (lead.person, candidate.lead, candidate.kept) == (told[0]["name"], lead, "") and list(due_lists(day, day)) == []


def test_a_pair_that_was_refused_leaves_nothing_of_its_people(w):
    candidate = pair(w)
    services.decide(candidate=candidate, action="differ", note="不是一人", by=w.officer)
    services.destroy(names=candidate.match.one, note="不再需要", by=w.leader)
    candidate.refresh_from_db()
    assert candidate.kept == ""
    with pytest.raises(Refused, match="名单已销毁"):
        services.make_lead(candidate=candidate, village=w.village, summary="名单比对", by=w.officer)


@pytest.mark.parametrize(("who", "may"), [("officer", True), ("leader", True), ("third", False)])
def test_before_its_day_a_list_is_destroyed_by_its_bringer_or_a_leader(w, who, may):
    names = brought(w, dead())
    services.name_handler(names=names, user=w.third, by=w.leader)
    act = lambda: services.destroy(names=names, note="不再需要", by=getattr(w, who))  # noqa: E731
    if may:
        act()
        with pytest.raises(Refused, match="已销毁"):
            act()
    else:
        with pytest.raises(Refused, match="乡镇领导或上传人"):
            act()


def test_a_destroyed_list_cannot_hold_anything_again(w):
    names = services.destroy(names=brought(w, dead()), note="不再需要", by=w.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        NameList.objects.filter(pk=names.pk).update(upload=b"x")


def test_people_of_a_list_are_warned_while_something_is_undecided(w):
    candidate = pair(w)
    day = candidate.match.one.destroy_on
    assert {row.obj for row in due_lists(day, day)} == {candidate.match.one, candidate.match.other}
    services.decide(candidate=candidate, action="differ", note="不是一人", by=w.officer)
    assert list(due_lists(day, day)) == [] and CandidateLog.objects.count() == 1
