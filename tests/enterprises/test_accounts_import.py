"""Accounts of enterprises' heads from a workbook."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core.errors import Refused
from enterprises.accounts_import import HEADERS, give_account
from enterprises.models import Enterprise, Seat
from hazards.models import Hazard
from tests import factories
from tests.accounts import books


@pytest.fixture
def firm(w):
    return factories.enterprise(w.village, name="恒远机械厂", principal="季春生", principal_phone="13812345678")


def row(firm, **fields):
    return {"统一社会信用代码": firm.credit_code, **fields}


def checked(rows, by):
    return books.checked("firm-accounts", HEADERS, rows, by)


def committed(rows, by):
    return books.committed("firm-accounts", HEADERS, rows, by)


def test_name_and_phone_come_from_the_register_and_the_login_from_the_code(w, firm):
    committed([row(firm)], w.officer)
    person = Seat.objects.get(enterprise=firm).membership.user
    assert (person.name, person.phone, person.username) == ("季春生", "13812345678", firm.credit_code[-8:].lower())
    assert person.must_change_password and not person.has_usable_password()


def test_the_head_sees_the_own_enterprise_and_nothing_else(w, firm):
    committed([row(firm)], w.officer)
    person = User.objects.get(name="季春生")
    mine, other = factories.hazard(w.village, enterprise=firm), factories.hazard(w.village, enterprise=w.firm)
    assert list(Enterprise.objects.visible_to(person)) == [firm]
    assert mine in Hazard.objects.visible_to(person) and other not in Hazard.objects.visible_to(person)


def test_another_name_phone_and_login_may_be_given(w, firm):
    committed([row(firm, 姓名="尹秋芳", 手机="139 1111 2222", 登录名="hengyuan")], w.officer)
    person = User.objects.get(username="hengyuan")
    assert (person.name, person.phone) == ("尹秋芳", "13911112222")


def test_faults_are_named_by_row_and_column(w, firm):
    rows = [
        row(w.other_firm),
        {"统一社会信用代码": "不是代码"},
        row(firm, 手机="123"),
        row(firm, 登录名=w.cadre.username),
        row(firm, 企业名称="别的厂"),
        row(firm, 姓名="长" * 41),
        row(firm, 登录名="x"),
    ]
    batch = checked(rows, w.officer)
    expected = ["统一社会信用代码"] * 2 + ["手机", "登录名", "企业名称", "姓名", "登录名"]
    assert [r["faults"][0][0] for r in batch.rows] == expected and batch.counts["faulty"] == 7
    assert w.other_firm.name not in str(batch.rows)


def test_the_same_head_twice_in_the_table_is_faulty(w, firm):
    assert [r["verdict"] for r in checked([row(firm), row(firm)], w.officer).rows] == ["new", "faulty"]


def test_the_same_table_again_changes_nothing(w, firm):
    committed([row(firm)], w.officer)
    assert committed([row(firm)], w.officer).counts["same"] == 1
    assert Seat.objects.filter(enterprise=firm).count() == 1


def test_the_head_of_two_enterprises_keeps_one_account(w, firm):
    second = factories.enterprise(w.village2, principal="季春生", principal_phone="13812345678")
    committed([row(firm)], w.officer)
    batch = committed([row(second)], w.officer)
    assert batch.counts["changed"] == 1 and User.objects.filter(name="季春生").count() == 1
    assert User.objects.get(name="季春生").memberships.current().count() == 2


def test_codes_ending_alike_get_numbered_login_names(w, firm):
    factories.user(username=firm.credit_code[-8:])
    committed([row(firm)], w.officer)
    assert Seat.objects.get(enterprise=firm).membership.user.username == f"{firm.credit_code[-8:].lower()}2"


def test_a_former_head_gets_a_seat_again(w, firm):
    committed([row(firm)], w.officer)
    seat = Seat.objects.get(enterprise=firm).membership
    seat.ended_at, seat.ended_reason = seat.started_at, "转让"
    seat.save()
    assert committed([row(firm)], w.officer).counts["same"] == 0
    assert Seat.objects.filter(enterprise=firm, membership__ended_at=None).count() == 1


def test_the_template_lists_the_enterprises_without_account(client, w, firm):
    client.force_login(w.officer)
    data = client.get(reverse("core:import_template", args=["firm-accounts"])).content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert rows[0] == ("统一社会信用代码*", "企业名称", "姓名", "手机", "登录名")
    assert {line[1] for line in rows[1:]} == {firm.name, w.firm2.name}
    assert w.other_firm.credit_code not in str(rows)


def test_only_the_officer_opens_accounts(client, w, firm):
    for person in (w.leader, w.boss, w.department, w.supervisor):
        client.force_login(person)
        assert client.get(reverse("core:import_upload", args=["firm-accounts"])).status_code == 403
        with pytest.raises(Refused):
            give_account(firm=firm, name="甲", phone="", by=person)


def test_new_accounts_wait_for_their_initial_password(client, w, firm):
    committed([row(firm)], w.officer)
    client.force_login(w.officer)
    assert "季春生" in client.get(reverse("accounts:passwords")).content.decode()
