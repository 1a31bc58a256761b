"""Figures follow the people, each change is a version, findings agree with the times; two people at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from core import clock
from core.errors import Refused, Stale
from evidence.models import Attachment
from incidents import services as leads
from incidents.deaths import services
from incidents.deaths.deadlines import due_investigations
from incidents.models import Accident, AccidentVersion
from tests.incidents.conftest import ABOVE, concluded, opened, scanned

from .conftest import ID, NAME, accident, ago, facts, local, sent, victim


def figures(row):
    return [(v.number, v.deaths, v.serious, v.grade) for v in row.versions.all()]


def test_every_person_and_every_yuan_moves_the_grade_and_keeps_a_version(w):
    row = accident(w)
    for _ in range(2):
        victim(w, row)
    hurt = victim(w, row, outcome="serious")
    services.keep_victim(
        accident=row, victim=hurt, by=w.officer, name=hurt.name, outcome="dead", died_at=ago(hours=1), reason="抢救无效"
    )
    services.correct(accident=row, by=w.officer, reason="损失核定", **facts(loss=Decimal(60_000_000)))
    assert figures(row) == [
        (1, 0, 0, "ordinary"), (2, 1, 0, "ordinary"), (3, 2, 0, "ordinary"), (4, 2, 1, "ordinary"), (5, 3, 0, "larger"),
        (6, 3, 0, "major"),
    ]  # fmt: skip
    last = row.versions.last()
    assert (last.by, last.change, last.reason) == (w.officer, "facts", "损失核定")
    row.refresh_from_db()
    assert (row.deaths, row.grade, row.version) == (3, "major", 6)


def test_who_dies_after_the_follow_up_stays_among_the_injured(w):
    row = accident(w, happened_at=ago(days=40))
    hurt = victim(w, row, outcome="serious")
    given = {"accident": row, "victim": hurt, "by": w.officer, "name": NAME, "outcome": "dead", "reason": "医院通报"}
    services.keep_victim(**given, died_at=ago(days=1))
    row.refresh_from_db()
    assert (row.deaths, row.serious) == (0, 1)
    services.keep_victim(**given, died_at=ago(days=12))
    row.refresh_from_db()
    assert (row.deaths, row.serious) == (1, 0)
    services.correct(accident=row, by=w.officer, reason="属道路交通", **facts(happened_at=ago(days=40), field="road"))
    row.refresh_from_db()
    assert (row.deaths, row.serious) == (0, 1), "7 days for road traffic"


def test_taken_out_and_brought_back(w):
    row = accident(w)
    one = victim(w, row, number=ID)
    services.take_out(victim=one, by=w.officer, reason="登记错误")
    with pytest.raises(Refused, match="已经移出"):
        services.take_out(victim=one, by=w.officer, reason="再按一次")
    services.bring_back(victim=one, by=w.officer)
    with pytest.raises(Refused, match="没有移出"):
        services.bring_back(victim=one, by=w.officer)
    assert [line[1] for line in figures(row)] == [0, 1, 0, 1]


def test_one_number_is_one_person(w):
    row = accident(w)
    first = victim(w, row, number=ID)
    with pytest.raises(Refused, match="已经登记过"):
        victim(w, row, number=ID)
    services.take_out(victim=first, by=w.officer, reason="登记错误")
    victim(w, row, number=ID)
    with pytest.raises(Refused, match="不能恢复"):
        services.bring_back(victim=first, by=w.officer)


def test_names_places_and_reasons_lie_sealed(w):
    row = accident(w, place="密语旧车间")
    victim(w, row, number=ID, cause="密语死因")
    services.correct(accident=row, by=w.officer, reason="密语原因", **facts(place="密语车间"))
    with connection.cursor() as cursor:
        for table in ("accident", "victim", "accidentversion"):
            cursor.execute(f"SELECT * FROM incidents_{table}")
            told = str(cursor.fetchall())
            assert "密语" not in told and NAME not in told and ID not in told


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened_at": ago(hours=-2)}, "不能晚于现在"), ({"learned_at": ago(days=3)}, "不能早于发生时间"),
        ({"learned_at": ago(hours=-2)}, "不能晚于现在"), ({"happened_at": ago(days=365 * 21)}, "2007年6月1日以前"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_refused(w, changes, words):
    with pytest.raises(Refused, match=words):
        accident(w, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"died_at": None}, "请填写死亡时间"), ({"died_at": ago(days=3)}, "不能早于事故"), ({"died_at": ago(hours=-3)}, "不能晚于现在"),
        ({"outcome": "serious", "died_at": ago(hours=1)}, "重伤人员不填"),
    ],
)  # fmt: skip
def test_a_victim_that_cannot_be_is_refused(w, changes, words):
    with pytest.raises(Refused, match=words):
        victim(w, accident(w), **changes)


def test_a_lead_has_one_accident_and_only_its_handlers_record_it(w):
    row = accident(w)
    with pytest.raises(Refused, match="已经登记了事故"):
        accident(w, lead=row.lead)
    for person in (w.second, w.cadre, w.boss, w.supervisor, w.other_leader):
        with pytest.raises(Refused, match="经办人"):
            victim(w, row, by=person)
        assert not Accident.objects.visible_to(person).exists()
    assert Accident.objects.visible_to(w.leader).get() == row
    lead = leads.dismiss(lead=opened(w), note="不在本镇", by=w.leader)
    with pytest.raises(Refused, match="不予受理"):
        accident(w, lead=lead)


def test_what_stood_there_before_a_correction_stays_in_the_version_without_the_name(w):
    row = accident(w, happened_at=local("2026-03-01 08:00"))
    one = victim(w, row, cause="高处坠落", died_at=local("2026-03-01 09:00"))
    services.keep_victim(
        accident=row, victim=one, by=w.officer, name="别的名字", outcome="dead", cause="物体打击", died_at=local("2026-03-02 09:00"),
        reason="病历",
    )  # fmt: skip
    reason = row.versions.last().reason
    assert reason == "死亡时间原为“2026-03-01 09:00”，死亡（受伤）原因原为“高处坠落”。病历" and NAME not in reason
    sent(w, row, at=local("2026-03-01 08:30"))
    row = sent(w, row, at=local("2026-03-01 08:40"), reason="以通话记录为准")
    assert (
        row.versions.last().reason
        == "单位负责人报县级部门原报告时间“2026-03-01 08:30”（县应急局值班室，电话）。以通话记录为准"
    )


def test_reports_come_in_their_order_and_a_correction_needs_a_reason(w):
    row = accident(w, happened_at=ago(hours=5))
    with pytest.raises(Refused, match="上一级的报告时间"):
        sent(w, row, "county")
    with pytest.raises(Refused, match="不用报到这一级"):
        sent(w, row, "city")
    with pytest.raises(Refused, match="不能早于"):
        sent(w, row, at=ago(hours=6))
    sent(w, row, at=ago(hours=4))
    sent(w, row, "county", at=ago(hours=3))
    with pytest.raises(Refused, match="不能晚于下一级"):
        sent(w, row, at=ago(hours=2), reason="更正")
    with pytest.raises(Refused, match="写明更正的原因"):
        sent(w, row, at=ago(hours=4, minutes=-5))
    sent(w, row, at=ago(hours=4, minutes=-5), reason="以通话记录为准")
    assert [(hand.sender, hand.is_late) for hand in Accident.objects.get().hands] == [("unit", True), ("county", False)]
    with pytest.raises(Refused, match="先更正报告时间"):
        services.correct(accident=row, by=w.officer, reason="更正", **facts(happened_at=ago(hours=2)))


IN_TIME, LATE, NEVER = 40, 75, None  # minutes after the head learned of it
BASIS = {"basis": "值班记录与调查笔录"}


@pytest.mark.parametrize(
    ("minutes", "finding", "words"),
    [
        (IN_TIME, "in-time", "超过时限或逾期未报"),  # the county has not passed it on
        (LATE, "in-time", "超过时限"), (NEVER, "in-time", "超过时限或逾期未报"), (LATE, "late", ""), (IN_TIME, "late", "没有超过时限"),
        (NEVER, "late", "没有超过时限"), (IN_TIME, "omitted", ""), (NEVER, "omitted", ""), (IN_TIME, "false", ""),
        (IN_TIME, "concealed", "不属于瞒报"), (LATE, "concealed", ""), (NEVER, "concealed", ""),
    ],
)  # fmt: skip
def test_a_finding_agrees_with_the_times(w, minutes, finding, words):
    row = accident(w)
    if minutes:
        sent(w, row, at=row.learned_at + timedelta(minutes=minutes))
    above = ABOVE | {"scans": scanned(w)} if finding == "concealed" else {}
    act = lambda: services.find(accident=row, finding=finding, by=w.leader, **BASIS, **above)  # noqa: E731
    if words:
        with pytest.raises(Refused, match=words):
            act()
    else:
        assert act().finding == finding and row.versions.last().change == "found"


def test_in_time_all_the_way_up(w):
    row = accident(w)
    sent(w, row, at=row.learned_at + timedelta(minutes=60))
    sent(w, row, "county", at=row.learned_at + timedelta(minutes=180))
    assert services.find(accident=row, finding="in-time", by=w.leader, **BASIS).finding == "in-time"


def test_nothing_is_concealed_while_the_hour_runs(w):
    row = accident(w, happened_at=ago(minutes=20))
    with pytest.raises(Refused, match="还在报告时限内"):
        services.find(accident=row, finding="concealed", by=w.leader, **BASIS, **ABOVE)


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ({}, "必须填写认定机关"), ({"authority": "青禾县人民政府"}, "认定文号"),
        ({"authority": "云溪镇人民政府", "number": "云政发〔2026〕1号"}, "不能填本乡镇"),
    ],
)  # fmt: skip
def test_concealment_is_decided_above_the_township(w, above, words):
    with pytest.raises(Refused, match=words):
        services.find(accident=accident(w), finding="concealed", by=w.leader, **BASIS, **above)


def test_concealment_needs_the_scan_of_the_paper_once(w):
    row = accident(w)
    act = lambda scans=(): services.find(  # noqa: E731
        accident=row, finding="concealed", by=w.leader, scans=scans, **BASIS, **ABOVE
    )
    for scans in ((), scanned(w, by=w.officer)):
        with pytest.raises(Refused, match="请上传认定文件的扫描件"):
            act(scans)
    act(scanned(w))
    assert Attachment.objects.of(row.lead).filter(slot="ruling").count() == 1
    assert act().finding == "concealed"  # said again with the paper on record


@pytest.mark.parametrize(
    ("conclusion", "goes"), [("refuted", False), ("written-off", False), ("accident", True), ("concealed", True)]
)
def test_a_finding_of_concealment_agrees_with_the_conclusion(w, conclusion, goes):
    above = ABOVE if conclusion in ("written-off", "concealed") else {}
    row = accident(w, concluded(w, opened(w, enterprise=w.firm), conclusion, **above))
    act = lambda: services.find(  # noqa: E731
        accident=row, finding="concealed", by=w.leader, scans=scanned(w), **BASIS, **ABOVE
    )
    if not goes:
        with pytest.raises(Refused, match="与瞒报矛盾"):
            act()
    else:
        assert act().finding == "concealed"


def test_only_a_leader_records_a_finding_and_says_why(w):
    row = accident(w)
    with pytest.raises(Refused, match="乡镇领导"):
        services.find(accident=row, finding="omitted", by=w.officer, **BASIS)
    with pytest.raises(Refused, match="认定依据"):
        services.find(accident=row, finding="omitted", by=w.leader, basis=" ")


def test_two_people_at_once_the_second_is_told_and_nothing_is_lost(w):
    row = accident(w)
    victim(w, row)
    with pytest.raises(Stale, match="刚伤亡人员变化"):
        services.correct(accident=row, by=w.leader, reason="更正", version=1, **facts())
    assert Accident.objects.get().deaths == 1 and AccidentVersion.objects.count() == 2


def test_a_correction_that_changes_nothing_is_refused(w):
    row = accident(w)
    hurt = victim(w, row)
    same = {name: getattr(row, name) for name in services.FACTS}
    with pytest.raises(Refused, match="没有改动"):
        services.correct(accident=row, by=w.officer, reason="核对", **same)
    with pytest.raises(Refused, match="没有改动"):
        services.keep_victim(
            accident=row, victim=hurt, by=w.officer, reason="核对", outcome=hurt.outcome, died_at=hurt.died_at
        )
    assert AccidentVersion.objects.count() == 2


def test_versions_are_only_added(w):
    last = accident(w).versions.get()
    with pytest.raises(RuntimeError):
        last.save()
    with pytest.raises(RuntimeError):
        last.delete()


def test_an_accident_recorded_at_midnight_of_the_year_keeps_its_moments(w):
    from .conftest import local

    with clock.at(local("2026-01-01 00:20")):
        row = accident(w, happened_at=local("2025-12-31 23:50"))
        assert row.hands[0].due == local("2026-01-01 00:50") and row.versions.get().at == local("2026-01-01 00:20")


def test_the_report_of_the_investigation_is_due_after_sixty_days_by_number_only(w):
    row = accident(w, happened_at=ago(days=55))
    day = row.investigate_until
    (due,) = due_investigations(clock.today(), day)
    assert due.due_on == day and row.lead.number in due.title and NAME not in due.title
    assert list(due_investigations(clock.today(), day - timedelta(days=1))) == []
