"""The record of looks behind the portal's back: changed, cut, moved, and found out."""

import pytest
from django.db import connection

from core import rotation
from incidents import access, chain
from incidents.enums import AccessAction
from incidents.models import AccessChain, AccessLog

from ..conftest import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(w):
    """The chain of a township with five looks and one refusal at the door."""
    lead = opened(w)
    for number in range(5):
        access.log(lead=lead, by=(w.leader, w.officer)[number % 2], action=AccessAction.VIEW, detail=f"第{number}次")
    access.log_without_lead(by=w.cadre, action=AccessAction.REFUSED, detail="身份不能进入")
    return AccessChain.objects.get(pk=w.town.pk)


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def words(record):
    return [found.words for found in chain.breaks(AccessChain.objects.get(pk=record.pk))]


def test_lines_are_numbered_and_each_bears_the_hash_of_the_one_before(record):
    lines = list(record.lines.order_by("number"))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6] and record.length == 6
    assert [line.previous for line in lines] == ["", *(line.sha256 for line in lines[:-1])]
    assert words(record) == []


def test_townships_have_records_of_their_own(w, record):
    access.log(lead=opened(w, village=w.other_village, by=w.other_officer), by=w.other_officer, action=AccessAction.VIEW)
    assert AccessChain.objects.get(pk=w.other_town.pk).length == 1 and words(record) == []


@pytest.mark.parametrize(
    "change", ["detail='x'", "action='view'", "user_title='x'", "at='2020-01-01 00:00:00+00:00'", "lead_id=NULL"]
)
def test_a_changed_line_is_named(record, change):
    number = 6 if "action" in change else 3
    raw(f"UPDATE incidents_accesslog SET {change} WHERE number=%s", number)
    assert words(record) == [f"第 {number} 条的内容被改动过"]


@pytest.mark.parametrize(
    "gone,told", [((3,), "缺第 3 至 3 条"), ((1, 2), "缺第 1 至 2 条"), ((5, 6), "应有 6 条，现有 4 条")]
)
def test_lines_taken_out_are_named(record, gone, told):
    record.lines.filter(number__in=gone)._raw_delete("default")
    assert words(record) == [told]


def test_a_line_slipped_in_at_the_end_is_named(w, record):
    last = record.lines.order_by("number").last()
    more = access.line(None, w.officer, AccessAction.VIEW, "后来补的", w.town.pk)
    more.number, more.previous = 7, last.sha256
    more.sha256 = chain.code_of(more)
    AccessLog.objects.bulk_create([more])
    assert words(record) == ["应有 6 条，现有 7 条"]


def test_who_computes_all_hashes_anew_is_found_out_at_the_sealed_end(record):
    code = ""
    for line in record.lines.order_by("number"):
        line.previous, line.detail = code, "另一种说法"
        code = chain.code_of(line)
        record.lines.filter(pk=line.pk).update(previous=line.previous, detail=line.detail, sha256=code)
    assert words(record) == ["第 6 条与末尾的封存值不符"]


def test_the_next_look_does_not_heal_a_changed_end(w, record):
    last = record.lines.order_by("number").last()
    last.detail = "另一种说法"
    record.lines.filter(pk=last.pk).update(detail=last.detail, sha256=chain.code_of(last))
    access.log_without_lead(by=w.cadre, action=AccessAction.REFUSED, detail="身份不能进入")
    assert words(record) == ["第 7 条与上一条接不上"]


def test_a_lost_key_stops_nobody_from_looking_and_is_said(settings, w, record):
    settings.DATA_KEYS = [b"n" * 32]
    assert words(record)[0].startswith("末尾的封存值打不开")
    access.log_without_lead(by=w.cadre, action=AccessAction.REFUSED, detail="身份不能进入")
    assert words(record) == [] and AccessChain.objects.get(pk=record.pk).length == 7


def test_a_key_renewed_in_mid_work_leaves_the_record_whole(settings, w, record):
    settings.DATA_KEYS = [b"n" * 32, *settings.DATA_KEYS]
    access.log_without_lead(by=w.cadre, action=AccessAction.REFUSED, detail="身份不能进入")
    assert rotation.rotate(AccessChain)[1] == []
    assert rotation.waiting(AccessChain).count() == 0
    settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert words(record) == []
