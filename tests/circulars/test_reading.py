"""The reading's plain-data form."""

import json
from datetime import date

from circulars import Reading, read
from circulars.reading import Deadline, Finding, Member, Period, Phase, Section, Task, Unit


def test_a_reading_prints_as_json_with_iso_dates():
    reading = Reading(issued_on=date(2025, 3, 4), period=Period(date(2025, 3, 4), None, "即日起"))
    data = json.loads(json.dumps(reading.to_json()))
    assert data["issued_on"] == "2025-03-04"
    assert data["period"] == {"starts_on": "2025-03-04", "ends_on": None, "raw": "即日起", "span": None}


def test_findings_print_as_codes_once_and_in_full_beside():
    doubt = Finding("no-deadline", "全文没有完成时限", (0, 2))
    data = Reading(findings=[doubt, Finding("no-deadline", "再一处")]).to_json()
    assert data["findings"] == ["no-deadline"]
    assert [f["message"] for f in data["finding_details"]] == ["全文没有完成时限", "再一处"]


def test_a_task_prints_its_units_by_name_and_its_deadline_in_full():
    task = Task(
        "1",
        "重点任务",
        ("二", "1"),
        "排查仓库",
        units=[Unit("各村", "lead", (3, 5))],
        deadline=Deadline("6月底前", "date", date(2025, 6, 30)),
    )
    data = task.to_json()
    assert data["units"] == ["各村"]
    assert data["unit_details"] == [{"name": "各村", "role": "lead", "span": (3, 5)}]
    assert data["deadline"]["due_on"] == "2025-06-30"


def test_sections_print_without_numbers_and_phases_with_dates():
    data = Reading(
        sections=[Section("一", "总体要求")], phases=[Phase("动员", None, date(2025, 5, 1), "5月1日前")]
    ).to_json()
    assert data["sections"] == ["总体要求"]
    assert data["phases"][0]["ends_on"] == "2025-05-01"


def test_a_member_without_a_post_prints_null():
    assert Member("成员", "甲某").to_json()["post"] is None


def test_reading_keeps_the_text_it_was_given():
    assert read("随便一句话").text == "随便一句话"
