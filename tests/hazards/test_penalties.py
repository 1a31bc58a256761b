"""Penalty cases: against enterprise and principal together, spared when reported first, three systems, handed over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused, Stale
from hazards import case_papers
from hazards.models import Case, Hazard, Penalty, Transfer
from hazards.services import penalties as services
from hazards.visits import visits_of
from tests import factories

from .conftest import found
from .penal import filed, in_state, punished, ready, self_reported, visited
from .test_views import as_user

STATES = ["filed", "decided", "exempt", "transferred", "closed", "cancelled"]
ACTIONS = {"decide": {"filed"}, "transfer": {"filed"}, "close": {"decided"}, "cancel": {"filed"}}
EVERYBODY = ["officer", "department", "leader", "liaison", "cadre", "boss", "discipline", "supervisor"]


@pytest.mark.parametrize("state", STATES)
def test_each_step_is_open_in_its_states_only(w, state):
    case = in_state(w, state)
    assert case.state == state
    assert {name for name in ACTIONS if not Case.workflow.refusal(case, name, w.officer)} == {
        name for name, states in ACTIONS.items() if state in states
    }


@pytest.mark.parametrize("action", ACTIONS)
def test_only_the_office_of_the_case_and_the_safety_office_act(w, action):
    case = in_state(w, next(iter(ACTIONS[action])))
    allowed = {name for name in EVERYBODY if not Case.workflow.refusal(case, action, getattr(w, name))}
    assert allowed == {"officer"}
    case.office = w.office
    assert not Case.workflow.refusal(case, action, w.department)


@pytest.mark.parametrize("who", ["leader", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_file(w, who):
    with pytest.raises(Refused, match="由应急办或监管站所立案"):
        services.file_case(by=getattr(w, who), enterprise=w.firm, facts="事实", basis="依据")


# one case, two penalties


def test_the_missing_half_is_pointed_out(w):
    case = punished(w)
    assert case.state == "decided" and case.missing_half == "一案双罚：还缺对主要负责人的处罚"
    case = punished(w, case, target="principal", document="青应急罚〔2026〕2号")
    case = Case.objects.get(pk=case.pk)
    assert case.missing_half == "" and case.penalties.get(target="principal").person == w.firm.principal


BOTH = {
    "kind": "fine", "amount": 3000, "document": "青应急罚〔2026〕1号", "own_kind": "warning", "own_document": "青应急罚〔2026〕2号",
    "authority": "青禾县应急管理局",
}  # fmt: skip


def test_both_halves_in_one_step(w):
    case = services.punish_both(case=filed(w), by=w.officer, decided_on=clock.today(), **BOTH)
    assert case.state == "decided" and case.missing_half == ""
    assert [(row.target, row.kind) for row in case.penalties.all()] == [("enterprise", "fine"), ("principal", "warning")]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"own_document": BOTH["document"]}, "不能相同"),
        ({"own_kind": "fine"}, "金额"),
        ({"authority": ""}, "没有“罚款”的赋权"),
    ],
)
def test_neither_half_when_one_is_wrong(w, wrong, said):
    case = filed(w)
    with pytest.raises(Refused, match=said):
        services.punish_both(case=case, by=w.officer, decided_on=clock.today(), **(BOTH | wrong))
    assert not Penalty.objects.exists() and Case.objects.get().state == "filed"


def test_the_page_takes_both_first_and_offers_the_other_half_afterwards(w):
    case, client = filed(w), as_user(w.officer)
    assert client.get(reverse("hazards:case", args=[case.pk])).context["step"].action == "punish_both"
    punished(w, case)
    again = client.get(reverse("hazards:case", args=[case.pk]))
    assert again.context["step"].action == "punish"


def test_own_decisions_are_printed_those_of_others_not(w):
    factories.power(w.town, kind="fine")
    case = punished(w, ready(w), authority="")
    url = lambda kind: reverse("hazards:case_paper", args=[case.pk, kind])  # noqa: E731
    client = as_user(w.officer)
    assert client.get(url("enterprise")).content[:5] == b"%PDF-"
    assert client.get(url("principal")).status_code == 403
    assert as_user(w.boss).get(url("enterprise")).status_code in (403, 404)
    other = punished(w)
    assert client.get(reverse("hazards:case_paper", args=[other.pk, "enterprise"])).status_code == 403


def test_the_legal_review_is_a_paper_of_the_case(w, monkeypatch):
    case, client = filed(w, visit=str(visited(w).pk)), as_user(w.officer)
    url = reverse("hazards:case_paper", args=[case.pk, "review"])
    assert client.get(url).status_code == 403
    assert "法制审核意见表" not in client.get(reverse("hazards:case", args=[case.pk])).content.decode()
    case = services.review(case=case, by=w.leader, opinion="事实清楚，程序合法")
    case = services.keep_record(case=case, by=w.officer, record="执法记录仪视频 2 段")
    assert url in client.get(reverse("hazards:case", args=[case.pk])).content.decode()
    assert client.get(url).content[:5] == b"%PDF-"
    said = {}
    monkeypatch.setattr(case_papers, "printed", lambda title, blocks, **given: said.update(rows=blocks[0].rows))
    case_papers.review(case)
    told = dict(said["rows"])
    assert told["法制审核意见"] == "事实清楚，程序合法" and told["审核人"] == str(w.leader) and "2 段" in told["全过程记录"]
    assert told["审核时间"] == f"{timezone.localtime(case.reviewed_at):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("kind, offered", [("office", 1), ("spot", 1), ("principal", 0), ("own", 0)])
def test_only_inspections_by_others_are_compared_with_the_report(w, kind, offered):
    row = visited(w)
    type(row).objects.filter(pk=row.pk).update(kind=kind)
    assert len(visits_of(w.firm)) == offered


def test_why_nothing_was_punished_is_printed(w):
    case, client = in_state(w, "exempt"), as_user(w.officer)
    assert client.get(reverse("hazards:case_paper", args=[case.pk, "exempt"])).content[:5] == b"%PDF-"
    assert "不予处罚情况说明" in client.get(reverse("hazards:case", args=[case.pk])).content.decode()
    assert client.get(reverse("hazards:case_paper", args=[filed(w).pk, "exempt"])).status_code == 403


def test_the_principal_alone_lacks_the_enterprise(w):
    assert punished(w, target="principal").missing_half == "一案双罚：还缺对企业的处罚"


def test_each_half_is_entered_once(w):
    case = punished(w)
    with pytest.raises(Refused, match="对企业的处罚已经登记"):
        punished(w, case)
    assert Penalty.objects.count() == 1


def test_closing_with_an_open_end_must_be_explained(w):
    case = punished(w)
    with pytest.raises(Refused, match="还缺对主要负责人的处罚；还没有执法公示"):
        services.close(case=case, by=w.officer)
    assert services.close(case=case, by=w.officer, note="主要负责人已故").state == "closed"


def test_a_complete_case_closes_without_words(w):
    case = punished(w, punished(w), target="principal")
    case = services.publish(case=case, by=w.officer, published_on=clock.today(), published_where="县政府网站")
    assert services.close(case=case, by=w.officer).state == "closed"


@pytest.mark.parametrize("values, said", [
    ({"amount": None}, "罚款须写明金额"), ({"amount": 0}, "罚款须写明金额"), ({"document": " "}, "请写明决定书文号"),
    ({"decided_on": "later"}, "决定日期不能晚于今天"), ({"decided_on": "before"}, "决定日期不能早于检查日期"),
])  # fmt: skip
def test_a_wrong_decision_is_told(w, values, said):
    case = filed(w, visit=str(visited(w).pk))
    days = {"later": clock.today() + timedelta(days=1), "before": clock.today() - timedelta(days=1)}
    with pytest.raises(Refused, match=said):
        punished(w, case, **{name: days.get(value, value) for name, value in values.items()})
    assert not Penalty.objects.exists()


# reported before the inspection and being mended


def test_the_inspections_time_comes_from_its_signed_record(w):
    visit = visited(w, days_ago=2, begun="14:30")
    case = filed(w, visit=str(visit.pk))
    assert timezone.localtime(case.inspected_at).strftime("%H:%M") == "14:30"
    with pytest.raises(Refused, match="没有这份检查记录"):
        filed(w, visit=str(visited(w, firm=w.firm2).pk))


@pytest.mark.parametrize("reported, mending, inspected, why", [
    (5, True, 2, ""), (5, True, None, ""), (2, True, 5, "企业报告时间不早于检查时间"), (5, False, 2, ""),
])  # fmt: skip
def test_the_mark_follows_from_the_two_times(w, reported, mending, inspected, why):
    visit = str(visited(w, days_ago=inspected).pk) if inspected is not None else ""
    case = filed(w, hazard=self_reported(w, reported, mending), visit=visit)
    assert case.why_not_exempt == why
    if why:
        with pytest.raises(Refused, match=why):
            services.exempt(case=case, by=w.officer)
    else:
        assert services.exempt(case=case, by=w.officer).state == "exempt"


def test_a_late_mending_is_no_mending(w):
    hazard = self_reported(w, 9)
    hazard.due_on = clock.today() - timedelta(days=1)
    hazard.save(update_fields=["due_on"])
    assert filed(w, hazard=hazard).why_not_exempt == "没有按期整改"


@pytest.mark.parametrize("state", ["draft", "found"])
def test_what_waits_for_the_office_is_no_delay_of_the_unit(w, state):
    hazard = self_reported(w, 5, mending=False)
    Hazard.objects.filter(pk=hazard.pk).update(state=state)
    hazard.refresh_from_db()
    assert services.exempt(case=filed(w, hazard=hazard), by=w.officer).state == "exempt"


def test_a_visit_dated_before_the_report_but_entered_after_it_proves_nothing(w):
    hazard = self_reported(w, 3)
    late = visited(w, days_ago=5, entered_days_ago=1)
    with pytest.raises(Refused, match="在企业报告（.*）之后才登记"):
        filed(w, hazard=hazard, visit=str(late.pk))
    assert filed(w, hazard=hazard).exempt
    assert f"{timezone.localtime(late.created_at):%Y-%m-%d %H:%M} 登记" in visits_of(w.firm)[0].label


def test_no_record_cannot_be_picked_beside_a_visit_before_the_report(w):
    hazard, visit = self_reported(w, 3), visited(w, days_ago=5)
    with pytest.raises(Refused, match="请选定检查记录"):
        filed(w, hazard=hazard)
    case = filed(w, hazard=hazard, visit=str(visit.pk))
    assert case.why_not_exempt == "企业报告时间不早于检查时间"
    page = as_user(w.officer).get(reverse("hazards:case", args=[case.pk])).content.decode()
    assert "企业报告前已签名的检查" in page and visits_of(w.firm)[0].label in page


def test_a_visit_long_before_the_report_leaves_the_choice_and_is_shown(w):
    visited(w, days_ago=60)
    case = filed(w, hazard=self_reported(w, 3))
    assert case.exempt
    assert "企业报告前已签名的检查" in as_user(w.officer).get(reverse("hazards:case", args=[case.pk])).content.decode()


@pytest.mark.parametrize("who", ["officer", "cadre"])
def test_what_an_office_enters_as_the_units_own_find_is_not_its_report(w, who):
    case = filed(w, hazard=self_reported(w, 3, by=getattr(w, who)))
    assert case.told_at is None and case.why_not_exempt == "隐患由他人代报，不作为企业自报"
    client, by = as_user(w.officer), getattr(w, who).name
    assert f"{by}代报" in client.get(reverse("hazards:case", args=[case.pk])).content.decode()
    assert f"{by}代报" in client.get(reverse("hazards:detail", args=[case.hazard_id])).content.decode()


def test_a_seat_given_up_since_keeps_the_report_the_units(w):
    hazard = self_reported(w, 3)
    w.boss.memberships.update(ended_at=clock.now())
    assert filed(w, hazard=hazard).exempt


def test_what_others_found_spares_nobody(w):
    assert filed(w, hazard=found(w)).why_not_exempt == "不是企业自查自报的隐患"
    assert filed(w).why_not_exempt == "不是企业自查自报的隐患"


def test_a_spared_enterprise_is_not_punished(w):
    case = filed(w, hazard=self_reported(w, 3))
    with pytest.raises(Refused, match="应不予处罚"):
        punished(w, case)


# powers and the three systems


@pytest.mark.parametrize("from_days, to_days, withdrawn, allowed", [
    (-10, None, False, True), (0, 0, False, True), (1, None, False, False), (-10, -1, False, False), (-10, None, True, False),
])  # fmt: skip
def test_an_own_decision_needs_the_power_of_that_day(w, from_days, to_days, withdrawn, allowed):
    day = lambda n: clock.today() + timedelta(days=n)  # noqa: E731
    power = factories.power(w.town, from_on=day(from_days), to_on=None if to_days is None else day(to_days))
    if withdrawn:
        services.withdraw_power(power=power, by=w.officer, note="上级收回")
    if allowed:
        assert punished(w, ready(w), authority="").state == "decided"
    else:
        with pytest.raises(Refused, match="没有“罚款”的赋权，不能自行作出，请移送有权机关"):
            punished(w, ready(w), authority="")


def test_a_power_of_another_kind_or_township_does_not_help(w):
    factories.power(w.town, kind="warning")
    factories.power(w.other_town, kind="fine")
    with pytest.raises(Refused, match="没有“罚款”的赋权"):
        punished(w, ready(w), authority="")


def test_an_own_decision_needs_review_and_record(w):
    factories.power(w.town)
    with pytest.raises(Refused, match="缺：法制审核、全过程记录"):
        punished(w, authority="")
    with pytest.raises(Refused, match="办案人不能审核自己办的案件"):
        services.review(case=filed(w), by=w.officer, opinion="合法")


def test_publication_follows_the_decision(w):
    with pytest.raises(Refused, match="作出处罚后才能公示"):
        services.publish(case=filed(w), by=w.officer, published_on=clock.today(), published_where="公示栏")
    with pytest.raises(Refused, match="不能晚于今天"):
        services.publish(
            case=punished(w), by=w.officer, published_on=clock.today() + timedelta(days=1), published_where="公示栏"
        )


def test_powers_are_kept_by_the_safety_office(w):
    give = lambda by: services.grant_power(by=by, kind="fine", from_on=clock.today(), document="青政发〔2026〕3号")  # noqa: E731
    for who in ("department", "leader", "supervisor"):
        with pytest.raises(Refused, match="赋权清单由乡镇应急办维护"):
            give(getattr(w, who))
    power = give(w.officer)
    with pytest.raises(Refused, match="已经登记"):
        give(w.officer)
    with pytest.raises(Refused, match="这不是本乡镇的赋权"):
        services.withdraw_power(power=power, by=w.other_officer, note="误登")


# handed over


def test_without_power_the_case_goes_as_a_transfer_with_the_same_token_once(w):
    case, said = filed(w), {"kind": "crime", "matter": "涉嫌危险作业罪", "facts": "事实", "to_body": "县公安局"}
    sent = [services.hand_over(case=case, by=w.officer, key="form:1:z", **said).pk for _ in range(2)]
    assert len(set(sent)) == 1
    assert Case.objects.get().state == "transferred"
    assert Transfer.objects.get().case == case and Transfer.objects.get().enterprise == w.firm


def test_a_refused_address_leaves_the_case_as_it_was(w):
    with pytest.raises(Refused):
        services.hand_over(case=filed(w), by=w.officer, kind="crime", matter="事项", facts="事实", to_office=w.office)
    assert Case.objects.get().state == "filed"


# twice, stale, scope


def test_the_same_form_twice_files_once(w):
    assert filed(w, key="form:1:a") == filed(w, key="form:1:a")
    assert [filed(w).running, filed(w).running] == [2, 3]


def test_a_stale_page_is_told(w):
    case = filed(w)
    punished(w, case)
    with pytest.raises(Stale, match="已作出处罚"):
        services.close(case=case, by=w.officer, note="结案", version=1)


@pytest.mark.parametrize(
    "state, unit", [("filed", False), ("cancelled", False), ("transferred", False), ("decided", True), ("exempt", True)]
)
def test_the_unit_sees_outcomes_only(w, state, unit):
    case = in_state(w, state)
    sees = {
        name
        for name in [*EVERYBODY, "other_officer", "other_cadre"]
        if Case.objects.visible_to(getattr(w, name)).filter(pk=case.pk)
    }
    assert sees == {"officer", "leader", "liaison", "discipline", "supervisor"} | ({"cadre", "boss"} if unit else set())
