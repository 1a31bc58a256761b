"""Many spellings, one unit."""
import pytest

from circulars.units import canonical, is_unit, kind_of


@pytest.mark.parametrize(("spelling", "same"), [
    ("在镇政府", "镇政府"), ("镇人民政府", "镇政府"), ("乡 政府", "乡政府"),
    ("镇纪委监委", "镇纪委"),
    ("各行政村", "各村"),
    ("镇负有安全监管职责的站所", "负有安全监管职责的站所"), ("各负有安全监管职责的站所", "负有安全监管职责的站所"),
    ("各企业", "各生产经营单位"), ("镇应急管理办公室", "应急办"), ("市场监督管理所", "市场监管所"),
    ("国土所", "自然资源所")])
def test_spellings_become_one(spelling, same):
    assert canonical(spelling) == same


@pytest.mark.parametrize(("name", "kind"), [
    ("各村", "villages"), ("各行政村", "villages"), ("各站所", "offices"), ("负有安全监管职责的站所", "safety-offices"),
    ("各生产经营单位", "enterprises"), ("镇政府", "township-government"), ("镇党委", "party-committee"),
    ("镇纪委监委", "discipline"), ("派出所", "named")])
def test_a_name_tells_whom_it_stands_for(name, kind):
    assert kind_of(name) == kind


def test_words_that_name_no_unit_are_told_apart():
    assert is_unit("供电所")
    assert not is_unit("尽快落实到位")
