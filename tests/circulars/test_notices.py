"""Invented notices of every shape, read and compared with their labels."""

import json
from pathlib import Path

import pytest

from circulars import read

NOTICES = sorted((Path(__file__).parent / "notices").glob("*.json"))
HEAD = ("kind", "title", "scheme_title", "issuer", "doc_number", "issued_on")


def label_and_reading(path):
    return json.loads(path.read_text()), read(path.with_suffix(".txt").read_text())


def each(name):
    return pytest.mark.parametrize(name, NOTICES, ids=lambda path: path.stem)


@each("path")
def test_the_head_is_read(path):
    label, reading = label_and_reading(path)
    data = reading.to_json()
    for key in HEAD:
        if key in label:
            assert data[key] == label[key], key
    for key in ("recipients", "sections", "collective_members"):
        if key in label:
            assert data[key] == label[key], key


@each("path")
def test_phases_and_members_are_read_and_no_more(path):
    label, reading = label_and_reading(path)
    phases = [(p["name"].removesuffix("阶段"), p["starts_on"], p["ends_on"]) for p in reading.to_json()["phases"]]
    assert phases == [(p["name"].removesuffix("阶段"), p["starts_on"], p["ends_on"]) for p in label.get("phases", [])]
    assert [(m.role, m.name, m.post) for m in reading.members] == [
        (m["role"], m["name"], m["post"]) for m in label.get("members", [])
    ]


@each("path")
def test_duties_are_read_with_units_and_deadlines(path):
    label, reading = label_and_reading(path)
    if not label.get("tasks"):
        return
    assert [t.title[:12] for t in reading.tasks] == [t["title"][:12] for t in label["tasks"]]
    for wanted, task in zip(label["tasks"], reading.to_json()["tasks"], strict=True):
        if "units" in wanted:
            assert task["units"] == wanted["units"]
        for key, value in wanted.get("deadline", {}).items():
            assert task["deadline"][key] == value


@each("path")
def test_cadences_are_read(path):
    label, reading = label_and_reading(path)
    found = [(c.every, c.times) for c in reading.cadences]
    for wanted in label.get("cadences", []):
        found.remove((wanted["every"], wanted["times"]))


@each("path")
def test_only_the_doubts_that_are_there_are_raised(path):
    label, reading = label_and_reading(path)
    if "findings" in label:
        assert sorted({f.code for f in reading.findings}) == sorted(label["findings"])


@each("path")
def test_every_span_lies_in_the_text_it_was_read_from(path):
    _, reading = label_and_reading(path)
    for thing in [*reading.tasks, *reading.phases, *reading.members, *reading.cadences, *reading.findings]:
        if thing.span:
            assert 0 <= thing.span[0] < thing.span[1] <= len(reading.text)
    for task in reading.tasks:
        for unit in task.units:
            start, end = unit.span
            assert reading.text[start:end].strip() and reading.text[end - 1] == unit.name[-1]
