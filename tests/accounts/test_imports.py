"""People of a township from a workbook."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import rosters, services
from accounts.imports import HEADERS
from accounts.logins import free_login, stem_of
from accounts.models import Membership, User
from core.errors import Refused
from tests import factories

from . import books

CADRE = {"姓名": "季春生", "手机": "13812345678", "身份": "村干部", "职务": "村主任", "村": "石桥村"}


def row(**fields):
    return {**CADRE, **fields}


def checked(rows, by):
    return books.checked("cadres", HEADERS, rows, by)


def committed(rows, by):
    return books.committed("cadres", HEADERS, rows, by)


def faults(batch, number=0):
    return dict(batch.rows[number]["faults"])


def test_a_cadre_comes_in_with_seat_and_login_but_without_password(w):
    assert committed([row()], w.officer).counts["new"] == 1
    person = User.objects.get(name="季春生")
    assert (person.username, person.phone, person.membership.place) == ("jichunsheng", "13812345678", w.village)
    assert person.must_change_password and not person.has_usable_password()


def test_each_role_an_officer_gives_comes_in(w):
    rows = [
        row(姓名="甲", 手机="", 身份="包村干部", 村="石桥村、柳湾村"),
        row(姓名="乙", 手机="", 身份="站所", 村="", 站所="市场监督管理所"),
        row(姓名="丙", 手机="", 身份="应急办", 村="", 站所="应急管理办公室"),
        row(姓名="丁", 手机="", 身份="乡镇领导", 村=""),
        row(姓名="戊", 手机="", 身份="纪委", 村=""),
    ]
    assert committed(rows, w.officer).counts == {"new": 5, "changed": 0, "same": 0, "faulty": 0}
    seats = {seat.user.name: seat for seat in Membership.objects.filter(user__name__in="甲乙丙丁戊")}
    assert {seat.place for seat in seats.values()} == {w.town}
    assert set(seats["甲"].villages.all()) == {w.village, w.village2} and seats["乙"].office == w.office


@pytest.mark.parametrize(
    ("fields", "header", "words"),
    [
        ({"姓名": ""}, "姓名", "必须填写"),
        ({"姓名": "长" * 41}, "姓名", "超过 40 个字"),
        ({"手机": "12345"}, "手机", "11 位数字"),
        ({"手机": "138123456789"}, "手机", "11 位数字"),
        ({"身份": ""}, "身份", "必须填写"),
        ({"身份": "上级安委办", "村": ""}, "身份", "没有“上级安委办”"),
        ({"身份": "企业", "村": ""}, "身份", "没有“企业”"),
        ({"村": "无名村"}, "村", "没有“无名村”"),
        ({"村": "北岭村"}, "村", "没有“北岭村”"),
        ({"村": ""}, "村", "要填一个村"),
        ({"村": "石桥村、柳湾村"}, "村", "要填一个村"),
        ({"身份": "包村干部", "村": ""}, "村", "至少填一个村"),
        ({"身份": "乡镇领导"}, "村", "不填村"),
        ({"身份": "站所", "村": ""}, "站所", "必须填站所"),
        ({"身份": "站所", "村": "", "站所": "无名所"}, "站所", "没有“无名所”"),
        ({"站所": "市场监督管理所"}, "站所", "不填站所"),
        ({"登录名": "季 春"}, "登录名", "字母、数字"),
        ({"登录名": "ab"}, "登录名", "3 到 40 位"),
    ],
)
def test_a_fault_is_named_by_row_and_column(w, fields, header, words):
    batch = checked([row(姓名="好人", 手机=""), row(**fields)], w.officer)
    assert [r["verdict"] for r in batch.rows] == ["new", "faulty"] and batch.rows[1]["n"] == 3
    assert words in faults(batch, 1)[header]


def test_a_login_name_in_use_or_twice_is_faulty_whatever_its_case(w):
    taken = w.other_cadre.username.upper()
    rows = [row(登录名=taken), row(姓名="甲", 登录名="same"), row(姓名="乙", 登录名="SAME")]
    batch = checked(rows, w.officer)
    assert [r["verdict"] for r in batch.rows] == ["faulty", "new", "faulty"]
    assert "已有人使用" in faults(batch)["登录名"] and faults(batch, 2)["登录名"] == "表中重复"
    assert w.other_cadre.name not in str(batch.rows)


def test_the_same_person_twice_in_the_table_is_faulty(w):
    assert [r["verdict"] for r in checked([row(), row()], w.officer).rows] == ["new", "faulty"]


def test_the_same_table_again_changes_nothing(w):
    rows = [row(登录名="jcs"), row(姓名="甲", 身份="包村干部", 村="柳湾村", 手机="")]
    committed(rows, w.officer)
    before = User.objects.count()
    assert committed(rows, w.officer).counts == {"new": 0, "changed": 0, "same": 2, "faulty": 0}
    assert User.objects.count() == before


def test_a_known_person_keeps_the_account_and_gets_the_further_seat(w):
    User.objects.filter(pk=w.cadre.pk).update(name="季春生", phone="13812345678")
    batch = committed([row(身份="包村干部", 村="柳湾村")], w.officer)
    assert batch.counts["changed"] == 1 and w.cadre.username in batch.rows[0]["changes"][0][2]
    assert sorted(w.cadre.memberships.current().values_list("role", flat=True)) == ["cadre", "liaison"]
    w.cadre.refresh_from_db()
    assert w.cadre.has_usable_password()


@pytest.mark.parametrize("phone", ["", "13900000000"])
def test_a_namesake_with_another_phone_is_another_person(w, phone):
    User.objects.filter(pk=w.cadre.pk).update(name="季春生", phone="13812345678")
    assert checked([row(手机=phone, 村="柳湾村")], w.officer).counts["new"] == 1


def test_a_person_of_another_township_is_not_known_here(w):
    User.objects.filter(pk=w.other_cadre.pk).update(name="季春生", phone="13812345678")
    batch = committed([row()], w.officer)
    assert batch.counts["new"] == 1 and w.other_cadre.memberships.count() == 1


def test_other_villages_of_a_liaison_are_told_not_overwritten(w):
    User.objects.filter(pk=w.liaison.pk).update(name="季春生")
    batch = checked([row(身份="包村干部", 村="柳湾村")], w.officer)
    assert "已包联石桥村" in faults(batch)["村"]


def test_namesakes_get_numbered_login_names(w):
    committed([row(手机=""), row(手机="", 村="柳湾村")], w.officer)
    assert set(User.objects.filter(name="季春生").values_list("username", flat=True)) == {"jichunsheng", "jichunsheng2"}


@pytest.mark.parametrize(("name", "stem"), [("季长河", "jichanghe"), ("阿·依", "ayi"), ("王", "wang"), ("·", "user")])
def test_a_login_name_is_made_of_letters(name, stem):
    assert stem_of(name).startswith(stem)


def test_a_taken_login_name_is_numbered_whatever_its_case(w):
    factories.user(username="JiChanghe")
    assert free_login("jichanghe") == "jichanghe2"


def test_a_login_name_taken_at_the_last_moment_is_refused_in_words(w):
    factories.user(username="jcs")
    with pytest.raises(Refused, match="已有人使用"):
        rosters.enlist(by=w.officer, name="甲", username="jcs", role="cadre", place=w.village)
    assert not User.objects.filter(name="甲").exists()


@pytest.mark.parametrize("role", ["supervisor", "enterprise"])
def test_a_list_gives_no_seat_an_officer_may_not_give(w, role):
    with pytest.raises(Refused, match="不能授予"):
        rosters.enlist(by=w.officer, name="甲", role=role, place=w.town)
    with pytest.raises(Refused, match="本乡镇"):
        rosters.enlist(by=w.officer, name="甲", role="cadre", place=w.other_village)


def test_only_the_officer_gets_the_page_and_the_template_has_drop_downs(client, w):
    client.force_login(w.officer)
    assert reverse("core:import_upload", args=["cadres"]) in client.get(reverse("accounts:people")).content.decode()
    table = load_workbook(io.BytesIO(client.get(reverse("core:import_template", args=["cadres"])).content))
    assert [cell.value for cell in table.active[1]][:4] == ["姓名*", "登录名", "手机", "身份*"]
    assert len(table.active.data_validations.dataValidation) == 3 and "填写说明" in table.sheetnames
    assert "北岭村" not in str([cell.value for column in table["选项"].columns for cell in column])
    for person in (w.leader, w.cadre, w.boss, w.supervisor):
        client.force_login(person)
        assert client.get(reverse("core:import_upload", args=["cadres"])).status_code == 403


def test_an_account_without_password_cannot_log_in_until_it_is_reset(client, w):
    committed([row()], w.officer)
    person = User.objects.get(name="季春生")
    assert not client.login(username=person.username, password="")
    word = services.reset_password(person=person, by=w.officer)
    assert client.login(username=person.username, password=word)
