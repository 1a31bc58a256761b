"""A talk's record is seen by its writer, the leaders, and whoever it is addressed to; nobody else learns that it exists."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.models import Job
from notices import countersign, deadlines, services, tasks
from notices.kinds import KINDS
from notices.models import Paper
from tests import factories

from .conftest import ROLES, as_user, at, circular, issued
from .test_kinds import written

SECRET = "涉及甲子的谈话"
ADDRESSES = ("detail", "edit", "preview", "file", "word", "recipients", "sign_sheet")


@pytest.fixture
def second(w):
    """Another officer of the same office, who did not write it."""
    return factories.user("officer", w.town, office=w.safety_office)


def talk(w, **changes):
    paper = written(w, "interview")
    Paper.objects.filter(pk=paper.pk).update(title=SECRET, **changes)
    return Paper.objects.get(pk=paper.pk)


def out(w, paper):
    with clock.at(at()):
        return issued(w, paper)


def test_only_talks_are_confidential_and_a_draft_knows_it(w):
    assert [row.kind for row in KINDS.values() if row.confidential] == ["interview"]
    assert talk(w).confidential and not circular(w).confidential


@pytest.mark.parametrize("state", ["draft", "issued"])
@pytest.mark.parametrize("role", ROLES)
def test_only_its_writer_and_the_leaders_see_it(w, role, state):
    paper = talk(w) if state == "draft" else out(w, talk(w))
    seen = Paper.objects.visible_to(getattr(w, role)).filter(pk=paper.pk).exists()
    assert seen == (role in ("officer", "leader"))


@pytest.mark.parametrize("who", ["second", "discipline", "supervisor", "cadre", "boss", "department"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_address_of_it_is_404_to_the_rest_of_the_office(w, second, who, name):
    paper = out(w, talk(w))
    person = second if who == "second" else getattr(w, who)
    answer = as_user(person).get(reverse(f"notices:{name}", args=[paper.pk]))
    assert answer.status_code == 404 and SECRET not in answer.content.decode()


@pytest.mark.parametrize("who", ["second", "discipline", "supervisor"])
def test_lists_searches_counts_and_exports_do_not_know_it(w, second, who):
    out(w, talk(w))
    seen = issued(w)
    client = as_user(second if who == "second" else getattr(w, who))
    everything = client.get(reverse("notices:list"))
    assert everything.context["total"] == 1 and SECRET not in everything.content.decode()
    assert seen.title in everything.content.decode()
    for query in ({"q": "甲子"}, {"q": "有人受伤"}, {"kind": "interview"}, {"q": "应急谈记"}):
        assert client.get(reverse("notices:list"), query).context["total"] == 0, query
    assert SECRET.encode() not in client.get(reverse("notices:list"), {"export": "xlsx"}).content
    assert SECRET not in client.get(reverse("dashboard:search"), {"q": "甲子"}).content.decode().replace("q=甲子", "")
    assert SECRET not in client.get(reverse("dashboard:home")).content.decode()


def test_its_writer_and_a_leader_find_it(w):
    out(w, talk(w))
    for person in (w.officer, w.leader):
        assert as_user(person).get(reverse("notices:list"), {"q": "甲子"}).context["total"] == 1


def test_ticked_with_others_it_does_not_come_into_the_print_file(w, second):
    hidden, open_paper = out(w, talk(w)), issued(w)
    as_user(second).post(reverse("notices:merged"), {"ids": [str(hidden.pk), str(open_paper.pk)]})
    assert Job.objects.get(kind="notices.merge").params["papers"] == [str(open_paper.pk)]
    only = as_user(second).post(reverse("notices:merged"), {"ids": [str(hidden.pk)]}, follow=True)
    assert "没有选中" in only.content.decode() and Job.objects.filter(kind="notices.merge").count() == 1
    assert tasks.merge


def test_it_does_not_start_other_papers_for_those_who_do_not_see_it(w, second):
    paper = out(w, talk(w))
    address = reverse("notices:new", query={"kind": "slip", "source": paper.pk})
    assert as_user(second).get(address).status_code == 404


def test_begun_from_an_enterprise_it_is_not_addressed_to_it(w):
    paper = written(w, "interview", enterprise=w.firm.pk)
    assert not paper.receipts.exists() and not Paper.objects.visible_to(w.boss).exists()


def test_a_unit_it_is_addressed_to_sees_it_once_issued_and_nobody_above_that_unit(w):
    paper = talk(w)
    services.address(paper=paper, units=[w.village], by=w.officer)
    assert not Paper.objects.visible_to(w.cadre).exists()
    out(w, paper)
    assert Paper.objects.visible_to(w.cadre).get() == paper
    assert not Paper.objects.visible_to(w.liaison).exists()  # follows the village's other papers
    assert not Paper.objects.visible_to(w.other_cadre).exists()


def test_an_unsigned_copy_is_urged_at_its_unit_and_told_to_nobody_above(w):
    paper = talk(w)
    services.address(paper=paper, units=[w.village], by=w.officer)
    open_paper = circular(w, units=[w.village])
    with clock.at(at()):
        for row in (paper, open_paper):
            issued(w, row)
            row.receipts.update(due_on=at().date())
    first = at().date() - timedelta(days=9)
    rows = {due.obj.paper_id: due for due in deadlines.due_receipts(first, at().date())}
    assert list(rows[paper.pk].people) == [w.cadre] and not rows[paper.pk].ladder
    assert rows[open_paper.pk].ladder


def test_a_leader_asked_for_a_word_may_look_and_an_office_asked_too(w):
    paper = talk(w)
    services.review(paper=paper, by=w.officer)
    countersign.ask(paper=paper, offices=[w.office], by=w.officer)
    assert Paper.objects.visible_to(w.department).get() == paper


def test_another_officer_of_the_office_cannot_change_or_issue_it(w, second):
    paper = talk(w)
    client = as_user(second)
    for name, args in (("step", ["review"]), ("issue", []), ("wording_renew", [])):
        assert client.post(reverse(f"notices:{name}", args=[paper.pk, *args])).status_code == 404


def test_what_is_not_confidential_stays_in_sight_of_the_office(w, second):
    assert Paper.objects.visible_to(second).filter(pk=circular(w).pk).exists()


def test_a_confidential_form_says_so_and_is_not_kept_in_the_browser(w):
    client = as_user(w.officer)
    hidden = client.get(reverse("notices:new", query={"kind": "interview"})).content.decode()
    usual = client.get(reverse("notices:new", query={"kind": "inspection"})).content.decode()
    assert "只有起草人、乡镇领导" in hidden and "data-draft=" not in hidden
    assert "只有起草人、乡镇领导" not in usual and "data-draft=" in usual
    assert "保密" in client.get(reverse("notices:detail", args=[talk(w).pk])).content.decode()
