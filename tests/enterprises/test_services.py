"""Changes of the register, its history, and permits that run out."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import Refused
from enterprises import services
from enterprises.deadlines import due_permits
from enterprises.history import edits_of
from enterprises.models import Enterprise, Permit
from tests import factories


def test_a_moved_enterprise_takes_its_permits_and_its_head_along(w):
    permit = factories.permit(w.firm)
    w.firm.village, w.firm.name = w.village2, "恒远机械厂"
    services.keep(firm=w.firm, by=w.officer)
    permit.refresh_from_db()
    seat = w.boss.memberships.get()
    assert (permit.village, seat.place, seat.unit) == (w.village2, w.village2, "恒远机械厂")


def test_an_ended_seat_stays_where_it_was(w):
    w.boss.memberships.update(ended_at=clock.now())
    w.firm.village = w.village2
    services.keep(firm=w.firm, by=w.officer)
    assert w.boss.memberships.get().place == w.village


def test_the_initials_follow_the_name(w):
    w.firm.name = "恒远机械厂"
    services.keep(firm=w.firm, by=w.officer)
    assert Enterprise.objects.get(pk=w.firm.pk).initials == "HYJXC"


@pytest.mark.parametrize("name", ["恒远机械有限公司", "青禾县恒远机械厂", "恒远机械", "云溪镇恒远机械（店）"])
def test_names_that_differ_in_place_and_ending_are_alike(w, name):
    firm = factories.enterprise(w.village, name="恒远机械厂")
    assert services.alike(name=name, village=w.village) == [firm]


@pytest.mark.parametrize("name", ["恒远塑料厂", "广润机械厂", "公司", ""])
def test_other_names_are_not_alike(w, name):
    factories.enterprise(w.village, name="恒远机械厂")
    assert services.alike(name=name, village=w.village) == []


def test_the_same_name_in_the_next_village_is_no_concern(w):
    firm = factories.enterprise(w.village2, name="恒远机械厂")
    assert services.alike(name="恒远机械厂", village=w.village) == []
    assert services.alike(name="恒远机械厂", village=w.village2, but=firm.pk) == []


def test_a_permit_is_withdrawn_once_and_with_a_reason(w):
    permit = factories.permit(w.firm)
    with pytest.raises(Refused, match="请写明撤回原因"):
        services.withdraw_permit(permit=permit, reason="  ", by=w.officer)
    services.withdraw_permit(permit=permit, reason="重复登记", by=w.officer)
    permit.refresh_from_db()
    assert permit.withdrawn_at and permit.withdrawn_reason == f"{w.officer.name}：重复登记"
    with pytest.raises(Refused, match="已经撤回"):
        services.withdraw_permit(permit=permit, reason="再来", by=w.officer)


def test_the_history_tells_old_and_new_in_words_and_hides_the_number(w):
    w.firm.scale, w.firm.high_risk, w.firm.note, w.firm.principal_phone = "large", True, "搬迁", "13900001111"
    services.keep(firm=w.firm, by=w.officer)
    (record, changes), (first, none) = edits_of(Enterprise.objects.get(pk=w.firm.pk))
    assert record.history_user == w.officer and none == [] and first.history_type == "+"
    assert {("规模", "小型", "大型"), ("高危", "否", "是"), ("备注", "空", "搬迁")} <= set(changes)
    assert ("负责人手机", "（已隐去）", "（已更新）") in changes and "13900001111" not in str(changes)


def test_the_history_is_cut_at_its_limit(w):
    for n in range(5):
        w.firm.note = f"第{n}次"
        services.keep(firm=w.firm, by=w.officer)
    lines = edits_of(w.firm, limit=3)
    assert len(lines) == 3 and all(changes for _, changes in lines)


def due(days=30):
    today = clock.today()
    return list(due_permits(today - timedelta(days=60), today + timedelta(days=days)))


def test_the_head_is_reminded_of_a_permit_and_the_officers_stand_above(w):
    permit = factories.permit(w.firm, expires_on=clock.today() + timedelta(days=10))
    (found,) = due()
    assert (found.obj, found.people, found.ladder) == (permit, [w.boss], [[w.officer]])
    assert w.firm.name in found.title and found.link.endswith(f"/{w.firm.pk}/")


def test_without_a_head_the_officers_are_reminded_themselves(w):
    factories.permit(w.firm2, expires_on=clock.today())
    assert [d.people for d in due()] == [[w.officer]]


def test_nobody_is_reminded_of_what_is_withdrawn_closed_far_off_or_endless(w):
    soon = clock.today() + timedelta(days=5)
    factories.permit(w.firm, expires_on=soon, withdrawn_at=clock.now())
    factories.permit(w.firm, expires_on=None)
    factories.permit(w.firm, expires_on=clock.today() + timedelta(days=31))
    Enterprise.objects.filter(pk=w.firm2.pk).update(status="closed")
    factories.permit(w.firm2, expires_on=soon)
    assert due() == [] and Permit.objects.count() == 4


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("officer", 2), ("leader", 2), ("discipline", 2), ("department", 1), ("liaison", 1), ("cadre", 1), ("boss", 1),
        ("supervisor", 3), ("other_officer", 1), ("other_cadre", 1),
    ],
)  # fmt: skip
def test_each_role_sees_its_own_part_of_the_register(w, role, seen):
    Enterprise.objects.filter(pk=w.firm.pk).update(supervising_office=w.office)
    assert Enterprise.objects.visible_to(getattr(w, role)).count() == seen


def test_a_person_without_a_seat_sees_nothing(w):
    assert Enterprise.objects.visible_to(factories.user()).count() == 0


def test_many_kept_without_a_new_name_leave_the_name_alone(w, monkeypatch):
    written = []
    many = Enterprise.objects.bulk_create
    monkeypatch.setattr(
        type(Enterprise.objects), "bulk_create", lambda self, rows, **how: written.append(how) or many(rows, **how)
    )
    w.firm.note, w.firm2.note = "搬迁", "停业"
    services.keep_many(firms=[w.firm, w.firm2], by=w.officer)
    w.firm.name = "恒远机械厂"
    services.keep_many(firms=[w.firm, w.firm2], by=w.officer)
    fields = [how["update_fields"] for how in written if "update_fields" in how]
    assert ["name" in names for names in fields] == [False, True]
    stored = Enterprise.objects.get(pk=w.firm.pk)
    assert (stored.note, stored.name, stored.initials) == ("搬迁", "恒远机械厂", "HYJXC")
