import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, User
from places.models import Office, Place
from tests import factories

GIVEN = {"code": "990102103000", "name": "松岭镇", "county": "临江县", "username": "songling", "officer": "邬明远"}


def run(**changes):
    out = io.StringIO()
    call_command("open_township", stdout=out, **(GIVEN | changes))
    return out.getvalue()


@pytest.fixture
def opened(db):
    return run(paper_code="松政发")


def test_the_first_officer_can_log_in_and_must_change_the_password(opened, client):
    word = opened.rsplit("：", 1)[1].strip()
    assert client.login(username="songling", password=word)
    assert client.get("/").url == "/accounts/password/"
    person = User.objects.get(username="songling")
    assert (person.role, person.membership.place.name, person.membership.office.is_safety_office) == (
        "officer",
        "松岭镇",
        True,
    )


def test_county_township_and_office_stand_with_their_codes(opened):
    assert Place.objects.get(code="990102000000").name == "临江县"
    assert (Place.objects.get(code="990102103000").short_name, Office.objects.get().name) == ("松岭", "应急管理办公室")


def test_a_second_officer_of_the_same_township_adds_no_rows(opened):
    run(username="songling2", officer="汤小禾")
    assert Place.objects.count() == 2 and Office.objects.count() == 1 and User.objects.count() == 2


def test_a_used_login_name_is_refused_and_leaves_nothing(opened):
    with pytest.raises(CommandError, match="已有人使用"):
        run(code="990102104000", name="竹溪乡")
    assert not Place.objects.filter(code="990102104000").exists()


@pytest.mark.parametrize("code", ["9901021030", "990102103201", "990102000000", "99010210300x"])
def test_a_code_that_is_no_township_is_refused(db, code):
    with pytest.raises(CommandError, match="12 位区划代码"):
        run(code=code)


@pytest.mark.parametrize("with_office", [True, False])
def test_the_database_refuses_the_same_current_seat_twice(db, with_office):
    from django.db import IntegrityError

    w = factories.world()
    office = {"office": w.office} if with_office else {}
    values = {"user": w.discipline, "role": "discipline", "place": w.town, **office}
    w.discipline.memberships.all().update(role="leader")
    Membership.objects.create(**values)
    with pytest.raises(IntegrityError):
        Membership.objects.create(**values)
