"""The library of illegal acts: kept by the office, chosen when a case is filed, minded when a fine is entered."""

import pytest
from django.urls import reverse

from core.errors import Refused
from hazards.criteria import load_offences
from hazards.models import Case, Offence, Penalty
from hazards.services import offences, penalties

from .penal import filed, punished
from .test_views import SEATS, as_user

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("hazards:offences"), reverse("hazards:offence_new")
FILLED = {"name": "无证储油", "basis": "某条例第一条", "most_unit": "50000", "most_person": ""}


def kept(w, **values):
    given = {"name": "无证储油", "basis": "某条例第一条", "most_unit": 50_000, "most_person": 5_000}
    return offences.keep_offence(by=w.officer, **(given | values))


def own_rows():
    return Offence.objects.exclude(township=None)


@pytest.mark.parametrize("who", SEATS)
def test_who_keeps_and_who_reads_it(w, who):
    client = as_user(getattr(w, who))
    client.post(NEW, FILLED)
    assert own_rows().exists() is (who == "officer")
    kept(w, name="违规动火")
    assert ("违规动火" in client.get(LIST).content.decode()) is (who not in ("liaison", "cadre", "boss"))


def test_the_shipped_library_is_loaded_once_and_says_how_certain_it_is(w):
    for _ in range(2):
        load_offences()
    shipped = Offence.objects.filter(township=None)
    assert 20 <= shipped.count() <= 40 and set(shipped.values_list("certainty", flat=True)) == {"A", "C"}
    assert not shipped.filter(certainty="C", most_unit__isnull=False).exists()
    client = as_user(w.officer)
    own = kept(w)
    unsure = client.get(LIST, {"certainty": "C"}).context["page"].object_list
    assert unsure and {row.certainty for row in unsure} == {"C"} and own not in unsure
    page = client.get(LIST).content.decode()
    assert (
        '<td class="nowrap">待本单位核对</td>' in page
        and reverse("hazards:offence_withdraw", args=[shipped[0].pk]) not in page
    )
    assert shipped[0] not in Offence.objects.visible_to(w.boss)
    with pytest.raises(Refused, match="平台自带的类型不能停用"):
        offences.withdraw_offence(offence=shipped[0], by=w.officer, note="不用")


def test_an_own_kind_stands_in_front_of_the_shipped_one_also_out_of_use(w):
    load_offences()
    name, town = Offence.objects.first().name, w.town.pk
    own = kept(w, name=name)
    offered = lambda code: set(Offence.objects.of_township(code).in_use().filter(name=name))  # noqa: E731
    assert offered(town) == {own} and {row.township_id for row in offered(w.other_town.pk)} == {None}
    offences.withdraw_offence(offence=own, by=w.officer, note="本镇没有")
    assert offered(town) == set()
    form = as_user(w.officer).get(reverse("hazards:case_new"), {"enterprise": w.firm.pk}).context["form"]
    labels = [str(label) for _, label in form.fields["offence"].choices]
    assert name not in str(labels) and any("（待本单位核对）" in label for label in labels)


def test_the_same_kind_twice_is_refused_and_the_words_stay(w):
    kept(w)
    page = as_user(w.officer).post(NEW, FILLED | {"basis": "另一条例"}).content.decode()
    assert "这个违法类型已经登记" in page and "另一条例" in page and own_rows().count() == 1


def test_a_case_takes_its_basis_from_the_kind(w):
    row, client = kept(w), as_user(w.officer)
    url = reverse("hazards:case_new") + f"?enterprise={w.firm.pk}"
    assert "请写明处罚依据" in client.post(url, {"facts": "现场储油"}).content.decode()
    client.post(url, {"facts": "现场储油", "offence": row.pk})
    case = Case.objects.get()
    assert (case.offence, case.basis) == (row, "某条例第一条")
    assert "无证储油" in client.get(reverse("hazards:case", args=[case.pk])).content.decode()


@pytest.mark.parametrize(
    "target, amount, passes",
    [("enterprise", 50_000, True), ("enterprise", 50_001, False), ("principal", 5_000, True), ("principal", 5_001, False)],
)
def test_a_fine_above_the_limit_is_refused(w, target, amount, passes):
    case = filed(w, offence=kept(w))
    if passes:
        punished(w, case, target=target, amount=amount)
    else:
        with pytest.raises(Refused, match="罚款上限是"):
            punished(w, case, target=target, amount=amount)
    assert Penalty.objects.exists() is passes


def test_without_a_limit_nothing_is_minded(w):
    punished(w, filed(w, offence=kept(w, most_unit=None)), amount=900_000)
    assert Penalty.objects.get().amount == 900_000


def test_a_kind_out_of_use_is_not_offered_and_old_cases_keep_it(w):
    row = kept(w)
    case, client = filed(w, offence=row), as_user(w.officer)
    url = reverse("hazards:offence_withdraw", args=[row.pk])
    client.post(url, {"note": "条例修订"})
    assert "这个违法类型已经停用" in client.post(url, {"note": "再停一次"}).content.decode()
    assert row.name not in as_user(w.officer).get(LIST, {"used": "1"}).content.decode()
    with pytest.raises(Refused, match="已经停用"):
        penalties.file_case(by=w.officer, enterprise=w.firm, facts="事实", offence=own_rows().get())
    assert Case.objects.get(pk=case.pk).offence_id == row.pk
    assert kept(w).pk != row.pk
