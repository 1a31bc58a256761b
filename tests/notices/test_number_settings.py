"""The officer's page of numbers: going on from the last one given on paper."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from notices import numbers
from notices.kinds import KINDS
from notices.models import NumberRaise, PaperNumber

from .conftest import ROLES, as_user, issued

URL = reverse("notices:numbers")


def said(**fields):
    return {"code": "云政发", "last": "23", "note": "上线前已发文 23 份", **fields}


def test_the_next_paper_follows_the_number_that_was_said(w):
    page = as_user(w.officer).post(URL, said(), follow=True).content.decode()
    year = clock.today().year
    assert f"下一份编为 云政发〔{year}〕24号" in page and "上线前已发文 23 份" in page
    assert issued(w).doc_number == f"云政发〔{year}〕24号"


@pytest.mark.parametrize("last", ["1", "0", "-3", "x", "", "100000"])
def test_a_number_given_is_never_given_again(w, last):
    issued(w)
    page = as_user(w.officer).post(URL, said(last=last))
    assert page.status_code == 200 and page.context["form"].errors["last"]
    assert PaperNumber.objects.get().last == 1 and not NumberRaise.objects.exists()


def test_the_refusal_says_how_far_the_numbers_went(w):
    issued(w)
    page = as_user(w.officer).post(URL, said(last="1"))
    assert f"云政发〔{clock.today().year}〕已用到 1 号，只能往后调" in page.content.decode()


@pytest.mark.parametrize("fields", [{"code": "白政发"}, {"code": ""}, {"note": " "}])
def test_a_foreign_code_or_no_reason_changes_nothing(w, fields):
    assert as_user(w.officer).post(URL, said(**fields)).context["form"].errors
    assert not PaperNumber.objects.exists()


def test_each_raise_is_kept_with_who_and_why(w):
    numbers.raise_to(code="云政发", last=5, note="纸质登记 5 份", by=w.officer)
    numbers.raise_to(code="云政发", last=8, note="党政办又发 3 份", by=w.officer)
    rows = NumberRaise.objects.values_list("was", "last", "note", "actor")
    assert list(rows) == [(5, 8, "党政办又发 3 份", w.officer.pk), (0, 5, "纸质登记 5 份", w.officer.pk)]
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberRaise.objects.create(counter=PaperNumber.objects.get(), was=8, last=8, note="同号", actor=w.officer)


def test_numbers_and_their_log_stay_in_the_township(w):
    numbers.raise_to(code="云政发", last=5, note="纸质登记", by=w.officer)
    numbers.raise_to(code="白政发", last=77, note="邻乡的说明", by=w.other_officer)
    page = as_user(w.officer).get(URL).content.decode()
    assert "云政发" in page and "白政发" not in page and "邻乡的说明" not in page


def test_codes_never_used_are_listed_before_earlier_years(w):
    PaperNumber.objects.create(township=w.town, code="云政发", year=clock.today().year - 1, last=40)
    rows = as_user(w.officer).get(URL).context["rows"]
    year = clock.today().year
    assert rows[:3] == [("云政发", year, 0), ("云应急责改", year, 0), ("云政督", year, 0)]
    assert len({code for code, _, _ in rows[:-1]}) == len({kind.code for kind in KINDS.values()}) and rows[-1] == (
        "云政发",
        year - 1,
        40,
    )


@pytest.mark.parametrize("role", [role for role in ROLES if not role.endswith("officer")])
def test_others_are_refused_with_the_reason(w, role):
    client = as_user(getattr(w, role))
    for answer in (client.get(URL), client.post(URL, said())):
        assert answer.status_code == 403 and "文号由应急办设置" in answer.content.decode()
    with pytest.raises(Refused):
        numbers.raise_to(code="云政发", last=9, note="越权", by=getattr(w, role))
    assert not PaperNumber.objects.exists()


def test_more_raises_cost_no_more_queries(w):
    client = as_user(w.officer)
    counts = []
    for last in (1, 2, 3):
        numbers.raise_to(code="云政发", last=last, note="纸质", by=w.officer)
        client.get(URL)
        with CaptureQueriesContext(connection) as seen:
            client.get(URL)
        counts.append(len(seen))
    assert counts[0] == counts[2]
