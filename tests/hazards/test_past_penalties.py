"""A decision entered wrong is corrected, one annulled on review counts no more; how it stood stays readable."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards import closures
from hazards.models import PastPenalty, Penalty
from hazards.services import penalties as services
from tests import factories

from .penal import filed, in_state, punished
from .test_views import as_user

MENDED = {"note": "录入时多写一个零", "paper": "青应急更〔2026〕1号"}


def annul(w, case, target="enterprise", **values):
    given = {"note": "复议认定事实不清", "paper": "青复决〔2026〕8号", "annulled_on": clock.today()}
    return services.annul(case=case, by=w.officer, target=target, **(given | values))


def both(w):
    case = punished(w)
    return punished(w, case, target="principal", document="青应急罚〔2026〕2号")


def test_an_annulled_decision_counts_no_more(w):
    for days in (0, 10):
        factories.penalty(
            factories.case(w.firm, state="decided"), w.officer, decided_on=clock.today() - timedelta(days=days)
        )
    case = punished(w)
    assert closures.count(w.firm).reached
    case = annul(w, case)
    assert case.state == "annulled" and not closures.count(w.firm).reached
    assert (closures.count(w.firm).half_year, PastPenalty.objects.get().annulled) == (2, True)
    page = as_user(w.officer).get(reverse("hazards:case", args=[case.pk])).content.decode()
    assert "已撤销" in page and "青复决〔2026〕8号：复议认定事实不清" in page


def test_of_two_halves_the_other_one_stands(w):
    case = annul(w, both(w))
    assert case.state == "decided" and case.missing_half == "一案双罚：还缺对企业的处罚"
    assert annul(w, case, target="principal").state == "annulled"
    assert [line.action for line in case.log.all()][-2:] == ["annul_half", "annul"]


def test_a_correction_keeps_how_it_stood(w):
    case = both(w)
    values = MENDED | {"target": "enterprise", "amount": 300}
    answer = as_user(w.officer).post(reverse("hazards:case_step", args=[case.pk, "correct"]), values)
    assert answer.status_code == 302
    half, past = Penalty.objects.get(case=case, target="enterprise"), PastPenalty.objects.get()
    assert (half.amount, half.document, half.kind) == (300, "青应急罚〔2026〕1号", "fine")
    assert (past.amount, past.annulled, past.why) == (3000, False, MENDED["note"])
    assert closures.count(w.firm).year == 1 and "录入时多写一个零" in case.log.last().note


@pytest.mark.parametrize(
    "values, said",
    [({"note": " "}, "请写明原因"), ({"paper": ""}, "文号"), ({"amount": None}, "请至少更正一项"), ({"kind": "fine", "amount": 0}, "罚款须写明金额"),
     ({"decided_on": clock.today() + timedelta(days=2)}, "决定日期不能晚于今天"), ({"target": "principal"}, "没有对主要负责人")],
)  # fmt: skip
def test_a_correction_answers_what_a_decision_answers(w, values, said):
    case = punished(w)
    with pytest.raises(Refused, match=said):
        services.correct(case=case, by=w.officer, **({"target": "enterprise", "amount": 300} | MENDED | values))
    assert not PastPenalty.objects.exists() and Penalty.objects.get().amount == 3000


@pytest.mark.parametrize("ago, said", [(-1, "不能晚于今天"), (1, "不能早于决定日期")])
def test_it_is_annulled_after_it_was_decided(w, ago, said):
    with pytest.raises(Refused, match=said):
        annul(w, punished(w), annulled_on=clock.today() - timedelta(days=ago))
    assert Penalty.objects.count() == 1


@pytest.mark.parametrize("state, may", [("filed", False), ("decided", True), ("closed", True), ("exempt", False)])
def test_only_what_was_decided_is_annulled_and_only_by_who_handles_it(w, state, may):
    case = in_state(w, state)
    url = reverse("hazards:case_step", args=[case.pk, "annul"])
    values = {"target": "enterprise", "annulled_on": clock.today(), "paper": "青复决〔2026〕8号", "note": "事实不清"}
    assert as_user(w.department).post(url, values).status_code in (403, 404)
    assert as_user(w.leader).post(url, values).status_code == 403
    assert (as_user(w.officer).post(url, values).status_code == 302) is may
    case.refresh_from_db()
    assert (case.state == "annulled") is may
    if may:
        assert as_user(w.officer).post(url, values).status_code == 403


def test_a_stale_page_annuls_nothing(w):
    case = both(w)
    with pytest.raises(Refused, match="刚被别人处理过"):
        annul(w, case, version=case.version - 1)


def test_nothing_is_punished_anew_in_a_case_annulled(w):
    case = annul(w, punished(w))
    with pytest.raises(Refused, match="不能再登记处罚"):
        punished(w, case)
    assert punished(w, filed(w)).state == "decided"
