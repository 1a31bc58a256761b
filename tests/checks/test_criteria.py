"""An item may name a criterion: a "no" makes a hazard that has its grade and clause already."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from checks import library
from checks.models import Checklist, Item
from checks.services import lists
from checks.services.criteria import doubts, proposed
from core import clock
from core.errors import Refused
from hazards.models import Clause, ClauseUse, Hazard, Standard
from tests import factories

from .conftest import a_check, a_list, submitted
from .visits import begun, signed


@pytest.fixture
def clause(w):
    return factories.clause(w.town, text="疏散门上锁", grade="major")


def with_clause(clause, **values):
    of = a_list("疏散门能打开")
    Item.objects.filter(version=of.current).update(clause=clause, grade=clause.grade, basis=clause.cite, **values)
    return of


def test_a_no_in_a_self_check_makes_a_graded_draft_with_its_clause(w, clause):
    submitted(w, a_check(w, with_clause(clause)), value="no")
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.grade, hazard.grade_basis) == ("draft", "major", clause.cite)
    assert ClauseUse.objects.get().clause == clause


def test_a_no_on_the_spot_makes_a_graded_hazard_with_its_clause(w, clause):
    signed(begun(w, checklist=with_clause(clause).current), w.officer, "no")
    assert Hazard.objects.get().grade == "major" and ClauseUse.objects.get().hazard == Hazard.objects.get()


def test_a_clause_that_ran_out_meanwhile_proposes_nothing(w, clause):
    of = with_clause(clause)
    Standard.objects.filter(pk=clause.standard_id).update(valid_to=clock.today() - timedelta(days=1))
    submitted(w, a_check(w, of), value="no")
    assert (Hazard.objects.get().grade, ClauseUse.objects.count()) == ("", 0)


def test_an_item_without_a_clause_proposes_its_own_grade(w):
    of = a_list("通道畅通", grade="ordinary", basis="本镇规定")
    submitted(w, a_check(w, of), value="no")
    assert (Hazard.objects.get().grade, Hazard.objects.get().grade_basis) == ("ordinary", "本镇规定")


def test_the_editor_finds_a_clause_and_it_sets_the_grade(client, w, clause):
    row = lists.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    client.force_login(w.officer)
    url = reverse("checks:item_add", args=[row.draft.pk])
    assert reverse("hazards:criteria_options") in client.get(url).content.decode()
    given = {"text": "疏散门能打开", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard"}
    client.post(url, given | {"clause": clause.pk, "clause_words": clause.label, "grade": "ordinary"})
    item = row.draft.items.get()
    assert (item.clause, item.grade, item.basis) == (clause, "major", clause.cite)
    page = client.get(reverse("checks:item", args=[item.pk])).content.decode()
    assert clause.text in page and clause.cite in client.get(reverse("checks:version", args=[row.draft.pk])).content.decode()


def test_words_without_a_chosen_clause_are_said_so(client, w):
    row = lists.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    client.force_login(w.officer)
    given = {"text": "疏散门能打开", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard", "clause_words": "出口"}
    page = client.post(reverse("checks:item_add", args=[row.draft.pk]), given).content.decode()
    assert "请从提示中选择条款" in page and not row.draft.items.exists()


def test_a_copy_and_a_new_version_keep_the_clause(w, clause):
    of = with_clause(clause)
    copy = lists.copy_list(checklist=of, by=w.officer)
    assert copy.draft.items.get().clause == clause


def test_an_item_that_leads_to_nothing_names_no_clause(w, clause):
    row = lists.new_list(name="登记表", audience="both", confidential=False, by=w.officer)
    item = lists.add_item(version=row.draft, text="人数", kind="number", clause=clause, grade="", by=w.officer)
    assert item.clause is None and item.grade == ""


# the one in force on the day found

OLD_DAY, NEW_DAY = date(2025, 10, 31), date(2025, 11, 1)


@pytest.fixture
def sprinklers(w):
    """An item by a clause of the standard of 2017, which ended with October 2025."""
    old = Clause.objects.get(standard__document="GB 35181-2017", number="6.6")
    return Item.objects.get(version=with_clause(old).current)


@pytest.mark.parametrize("day, document", [(OLD_DAY, "GB 35181-2017"), (NEW_DAY, "GB 35181-2025")])
def test_of_clauses_that_follow_each_other_the_one_in_force_is_proposed(w, sprinklers, day, document):
    said = proposed(sprinklers, day=day, township=w.town.pk)
    assert said["clause"].standard.document == document and said["grade"] == "major"
    after = Item(clause=Clause.objects.get(standard__document="GB 35181-2025", number="待核3"))
    assert proposed(after, day=day, township=w.town.pk)["clause"] == said["clause"]


def test_a_paper_names_no_number_that_nobody_compared(w, sprinklers):
    said = proposed(sprinklers, day=NEW_DAY, township=w.town.pk)
    assert said["grade_basis"] == "《重大火灾隐患判定规则》（GB 35181-2025）"


def test_the_townships_own_wording_is_proposed_before_the_national(w, sprinklers):
    new = Clause.objects.get(standard__document="GB 35181-2025", number="待核3").standard
    own = Standard.objects.create(name=new.name, document=new.document, trade=new.trade, township=w.town)
    mine = factories.clause(standard=own, number="待核3", text="没有装喷淋", grade="ordinary")
    assert proposed(sprinklers, day=NEW_DAY, township=w.town.pk)["clause"] == mine
    assert proposed(sprinklers, day=NEW_DAY, township=w.other_town.pk)["clause"].standard == new


def test_a_typed_basis_of_a_standard_that_ended_proposes_nothing_and_is_shown(client, w):
    of = a_list("通道畅通", grade="major", basis="重大火灾隐患判定方法 6.5")
    item = of.current.items.get()
    assert proposed(item, day=OLD_DAY, township=w.town.pk)["grade"] == "major"
    assert proposed(item, day=NEW_DAY, township=w.town.pk)["grade"] == ""
    client.force_login(w.officer)
    page = client.get(reverse("checks:version", args=[of.current.pk])).content.decode()
    assert "有 1 项的判定条款或依据今天不在有效期内" in page and "应适用《重大火灾隐患判定规则》（GB 35181-2025）" in page
    assert "判定条款待更新" in client.get(reverse("checks:lists"), {"q": of.name}).content.decode()


def test_the_page_names_what_takes_the_place_of_a_clause(client, w, sprinklers):
    client.force_login(w.officer)
    page = client.get(reverse("checks:version", args=[sprinklers.version_id])).content.decode()
    assert "答成问题时按接替的《重大火灾隐患判定规则》（GB 35181-2025）待核3定级" in page


def test_a_list_with_a_typed_basis_that_ended_is_not_published(w):
    row = lists.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    lists.add_item(version=row.draft, text="门能打开", basis="GB 35181-2017 第6.5条", by=w.officer)
    with pytest.raises(Refused, match="第 1 项的判定条款或依据今天不在有效期内"):
        lists.publish(version=row.draft, by=w.officer)


def test_every_shipped_list_holds_today_and_names_clauses(w):
    items = Item.objects.filter(version__checklist__key__startswith="lib-").select_related("clause__standard")
    assert doubts(items, day=clock.today(), township=w.town.pk) == {}
    assert items.exclude(clause=None).count() >= 25
    assert not items.filter(grade="major", clause=None).exists()
    documents = set(items.exclude(clause=None).values_list("clause__standard__document", flat=True))
    assert {"GB 35181-2025", "应急管理部令第10号"} <= documents and "GB 35181-2017" not in documents


def test_a_later_release_of_the_library_is_a_new_version(w):
    Checklist.objects.filter(key="lib-dust").update(release=1)
    before = Checklist.objects.get(key="lib-dust").current
    library.load_library()
    after = Checklist.objects.get(key="lib-dust").current
    assert after.number == before.number + 1 and after.items.exclude(clause=None).exists()


# a problem outside the list

PROBLEM = {"description": "车间积尘很厚", "location": "打磨间"}


def test_a_finding_by_a_clause_makes_a_graded_hazard(client, w):
    dust = Clause.objects.get(number="第十一条（十）", standard__document="应急管理部令第10号")
    row = begun(w, checklist=None)
    client.force_login(w.officer)
    url = reverse("checks:finding_new", args=[row.pk])
    assert reverse("hazards:criteria_options") in client.get(url).content.decode()
    client.post(url, PROBLEM | {"clause": dust.pk, "clause_words": dust.label, "grade": "ordinary", "grade_basis": "随便"})
    finding = row.findings.get()
    assert (finding.clause, finding.grade, finding.basis) == (dust, "major", dust.cite)
    signed(row, w.officer)
    assert (Hazard.objects.get().grade, ClauseUse.objects.get().clause) == ("major", dust)


@pytest.mark.parametrize(
    "said, why",
    [
        ({"clause_words": "粉尘"}, "请从提示中选择条款"),
        ({"grade": "major", "grade_basis": "GB 35181-2017"}, "应适用《重大火灾隐患判定规则》"),
    ],
)
def test_a_finding_by_half_a_clause_or_by_one_that_ended_stays_in_the_form(client, w, said, why):
    row = begun(w, checklist=None)
    client.force_login(w.officer)
    page = client.post(reverse("checks:finding_new", args=[row.pk]), PROBLEM | said).content.decode()
    assert why in page and PROBLEM["description"] in page and not row.findings.exists()
