"""Ready-made papers from plain rows."""

from datetime import date

import pytest

from core.errors import Refused
from notices import drafts, services
from notices.forms import IssueForm, OrderForm, UrgingForm
from notices.models import Paper
from tests import factories

from .conftest import circular, issued, order, urging


def test_an_order_goes_to_its_enterprise_with_place_and_text_of_each_hazard(w):
    paper = order(w, sources=[7, 8], measures="停用配电箱")
    assert paper.content["hazards"] == ["一车间：配电箱前堆放木料", "仓库：安全出口上锁"]
    assert (paper.content["sources"], paper.receipts.get().enterprise) == (["7", "8"], w.firm)
    assert (paper.kind, paper.title) == ("order", "责令限期整改指令书")


def test_a_hazard_without_place_is_listed_by_its_text(w):
    assert order(w, hazards=[("电线私拉", "")]).content["hazards"] == ["电线私拉"]


def test_an_order_or_notice_about_nothing_is_refused(w):
    with pytest.raises(Refused, match="至少选一条"):
        order(w, hazards=[])
    with pytest.raises(Refused, match="没有逾期事项"):
        urging(w, tasks=[])


def test_the_same_key_gives_the_same_paper_to_the_same_person_only(w):
    second = factories.user("officer", w.town, office=w.safety_office)
    first = [order(w, key="k").pk for _ in range(2)]
    assert first[0] == first[1] and order(w, key="k", by=second).pk != first[0]
    assert Paper.objects.count() == 2 and Paper.objects.get(pk=first[0]).log.count() == 1


def test_orders_on_a_hazard_are_found_newest_first_and_within_sight(w):
    older, newer, other = order(w, sources=[5]), order(w, sources=[5, 6]), order(w, sources=[6])
    found = drafts.orders_on(5, unit=w.firm, user=w.officer)
    assert found == [newer, older] and other not in found
    assert drafts.orders_on(5, unit=w.firm, user=w.boss) == []
    issued(w, older)
    assert drafts.orders_on(5, unit=w.firm, user=w.boss) == [older]
    assert drafts.orders_on(5, unit=w.firm, user=w.other_officer) == []


@pytest.mark.parametrize(
    ("paper_code", "short", "expected"),
    [("云政发", "云溪", ["云政发", "云应急责改", "云政督"]), ("", "云溪", ["云溪政发", "云溪应急责改", "云溪政督"])],
)
def test_codes_are_made_from_the_townships_own(w, paper_code, short, expected):
    w.town.paper_code, w.town.short_name = paper_code, short
    assert [services.code_of(kind, w.town) for kind in ("circular", "order", "urging")] == expected


def test_an_officer_without_office_issues_orders_in_the_governments_name(w):
    person = factories.user("officer", w.town)
    assert order(w, by=person).issuer == "云溪镇人民政府"
    assert circular(w, by=person).content["printer"] == ""


@pytest.mark.parametrize(
    ("names", "clean"),
    [
        ("周文、李喆", "周文、李喆"),
        ("周文，李喆", "周文、李喆"),
        (" 周文 李喆 ", "周文、李喆"),
        ("周文,李喆；王堃", "周文、李喆、王堃"),
    ],
)
def test_two_inspectors_however_parted(w, names, clean):
    form = OrderForm({"due_on": "2099-01-01", "inspectors": names})
    assert form.is_valid() and form.cleaned_data["inspectors"] == clean


@pytest.mark.parametrize("names", ["周文", "周文、", "周文、周文", "、"])
def test_one_inspector_is_not_enough(w, names):
    form = OrderForm({"due_on": "2099-01-01", "inspectors": names})
    assert "不得少于两人" in str(form.errors["inspectors"])


@pytest.mark.parametrize("kind", [OrderForm, UrgingForm, IssueForm])
@pytest.mark.parametrize(("day", "said"), [("2020-01-01", "不能早于今天"), ("2026-13-01", "有效"), ("明天", "有效")])
def test_limits_lie_ahead_and_are_dates(db, kind, day, said):
    form = kind({"due_on": day, "inspectors": "周文、李喆"})
    assert not form.is_valid() and said in str(form.errors["due_on"])


def test_the_proposed_limit_for_signing_is_three_workdays_ahead(db):
    from core import clock, workdays

    assert IssueForm()["due_on"].value() == workdays.add_workdays(clock.today(), 3)
    assert isinstance(IssueForm()["due_on"].value(), date)
