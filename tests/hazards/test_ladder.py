"""The ladder of five: rungs and roles, suggestions from the record, the paper of each step, scope."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards import ladder, rules_ladder
from hazards.enums import Rung
from hazards.models import LadderCase, LadderPaper
from hazards.services import ladder as services
from notices import services as papers
from notices import typeset
from notices.models import Paper
from reminders.models import Message
from tests import factories

from .supervising import case, late
from .test_views import as_user

ROLES = ("officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor")
RUNGS = rules_ladder.ORDER
ISSUED = {"state": "issued", "sha256": "a" * 64}


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


def allowed(role, state, rung):
    """As the township works: the office rung by rung up to the third, the leaders anything."""
    if role == "leader":
        return state != rung
    if role != "officer" or state == rung or "talk" in (state, rung) or "focus" in (state, rung):
        return False
    return RUNGS.index(rung) <= RUNGS.index(state) + 1


@pytest.mark.parametrize("state", [*RUNGS, "lifted"])
def test_each_step_is_open_to_those_it_belongs_to(w, state):
    row = case(w, "dispatch")
    row.state = state
    for role in ROLES:
        for rung in RUNGS:
            said = LadderCase.workflow.refusal(row, f"to_{rung}", getattr(w, role))
            assert (not said) == (state != "lifted" and allowed(role, state, rung)), (role, rung, said)
        lifts = state != "lifted" and (role == "leader" or (role == "officer" and state not in ("talk", "focus")))
        assert (not LadderCase.workflow.refusal(row, "lift", getattr(w, role))) == lifts, role


@pytest.mark.parametrize("rung", RUNGS)
def test_the_office_begins_at_the_lowest_rung_and_leaders_anywhere(w, rung):
    if rung != "dispatch":
        with pytest.raises(Refused, match="由乡镇领导决定"):
            case(w, rung, by=w.officer)
    assert case(w, rung, by=w.leader).state == rung


def test_a_case_goes_up_down_and_off_with_reasons(w):
    row = case(w)
    services.move(case=row, action="to_order", by=w.officer, note="仍未整改")
    services.move(case=row, action="to_talk", by=w.leader, note="影响大")
    services.move(case=row, action="to_warn", by=w.leader, note="已有进展")
    services.move(case=row, action="lift", by=w.officer, note="全部销号")
    row.refresh_from_db()
    assert row.state == Rung.LIFTED and row.lifted_at
    assert list(row.log.values_list("note", flat=True)) == ["多条隐患逾期", "仍未整改", "影响大", "已有进展", "全部销号"]
    assert case(w).pk != row.pk  # may be put on it again


def test_every_move_wants_a_reason(w):
    row = case(w)
    for action in ("to_order", "lift"):
        with pytest.raises(Refused, match="必须写明原因"):
            services.move(case=row, action=action, by=w.officer, note=" ")
    with pytest.raises(Refused, match="必须写明原因"):
        services.start(by=w.officer, rung="dispatch", note="", enterprise=w.firm2)


def test_a_unit_stands_on_the_ladder_once(w):
    for unit in ({"enterprise": w.firm}, {"office": w.office}, {"place": w.village}):
        case(w, **unit)
        with pytest.raises(Refused, match="已在督促中"):
            case(w, **unit)
    assert LadderCase.objects.count() == 3


@pytest.mark.parametrize("unit", ["firm", "office", "place"])
def test_the_next_township_is_not_put_on_it(w, unit):
    given = {
        "firm": {"enterprise": w.other_firm}, "office": {"office": w.other_office}, "place": {"place": w.other_village}
    }  # fmt: skip
    with pytest.raises(Refused, match="本乡镇"):
        case(w, **given[unit])


def test_those_who_answer_for_the_unit_are_told(w):
    case(w)
    case(w, place=w.village)
    case(w, office=w.office)
    for person in (w.boss, w.cadre, w.department):
        assert Message.objects.filter(recipient=person, title="五级督促：调度通报").count() == 1


# suggestions


@pytest.mark.parametrize(
    ("state", "facts", "rung"),
    [
        ("", {"overdue": 0}, ""), ("", {"overdue": 1}, "dispatch"), ("", {"overdue": 1, "urgings": 2}, "order"),
        ("dispatch", {"overdue": 0, "days": 7}, "lifted"), ("dispatch", {"overdue": 0, "days": 6}, ""),
        ("dispatch", {"overdue": 0, "days": 9, "others": [("任务", 1)]}, ""), ("dispatch", {"overdue": 1, "days": 6}, ""),
        ("dispatch", {"overdue": 1, "days": 7}, "order"), ("order", {"overdue": 2, "major": 1, "days": 3}, "warn"),
        ("order", {"overdue": 2, "major": 1, "days": 2}, ""), ("warn", {"overdue": 1, "days": 9}, "talk"),
        ("talk", {"overdue": 1, "days": 9}, "focus"), ("focus", {"overdue": 1, "days": 99}, ""),
    ],
)  # fmt: skip
def test_the_next_rung_follows_from_late_hazards_urgings_and_time(state, facts, rung):
    given = {"overdue": 0, "major": 0, "urgings": 0, "days": 0} | facts
    assert rules_ladder.advised(state, **given)[0] == rung


def test_units_with_late_hazards_are_suggested_until_they_are_on_it(w):
    late(w)
    late(w, w.firm2, office=w.office)
    factories.hazard(w.village, state="rectifying", grade="ordinary", due_on=clock.today() - timedelta(days=2))
    late(w, w.other_firm)
    found = lambda: {(kind, unit.pk) for kind, unit, *_ in ladder.suggested(w.officer)}  # noqa: E731
    assert found() == {
        ("enterprise", w.firm.pk), ("enterprise", w.firm2.pk), ("office", w.office.pk), ("place", w.village.pk)
    }  # fmt: skip
    case(w)
    case(w, office=w.office)
    assert found() == {("enterprise", w.firm2.pk), ("place", w.village.pk)}


def test_a_supervision_order_sent_lately_speaks_for_the_second_rung(w):
    late(w)
    paper = factories.paper(w.town, kind="urging", year=2026, number=9, issued_on=clock.today(), **ISSUED)
    factories.receipt(paper, w.village, enterprise=w.firm)
    kind, unit, rung, why = ladder.suggested(w.officer)[0]
    assert (kind, unit, rung) == ("enterprise", w.firm, "order") and "已督办 1 次" in why
    Paper.objects.filter(pk=paper.pk).update(issued_on=clock.today() - timedelta(days=91))
    assert ladder.suggested(w.officer)[0][2] == "dispatch"


def test_a_running_case_is_advised_by_what_is_late_now(w):
    row = case(w)
    assert ladder.advise([row])[0].advice[0] == ""
    LadderCase.objects.filter(pk=row.pk).update(stepped_on=clock.today() - timedelta(days=8))
    row.refresh_from_db()
    assert ladder.advise([row])[0].advice[0] == "lifted"
    late(w)
    assert ladder.advise([row])[0].advice == ("order", "逾期隐患 1 条，本级已满 8 天仍未整改")


def test_what_else_is_late_speaks_against_lifting(w):
    for unit in ({}, {"place": w.village}, {"office": w.office}):
        case(w, **unit)
    LadderCase.objects.update(stepped_on=clock.today() - timedelta(days=9))
    duty = factories.task(factories.campaign(w.town))
    late_on = {"due_on": clock.today() - timedelta(days=1)}
    factories.assignment(duty, w.village, enterprise=w.firm, **late_on)
    factories.assignment(duty, w.village, **late_on)
    checklist = factories.checklist("消防通道是否畅通")
    factories.check(checklist, w.village, enterprise=w.firm, state="sent", **late_on)
    said = {row.unit: row.advice for row in ladder.advise(list(LadderCase.objects.order_by("pk")))}
    assert said[w.firm] == ("", "没有逾期隐患，还有逾期任务 1 件、逾期自查 1 件，不宜解除")
    assert said[w.village] == ("", "没有逾期隐患，还有逾期任务 1 件，不宜解除")
    assert said[w.office][0] == "lifted"


def test_a_late_confidential_check_is_not_counted(w):
    case(w)
    LadderCase.objects.update(stepped_on=clock.today() - timedelta(days=9))
    checklist = factories.checklist("死亡核查")
    checklist.confidential = True
    checklist.save()
    factories.check(checklist, w.village, enterprise=w.firm, state="sent", due_on=clock.today() - timedelta(days=1))
    assert ladder.advise(list(LadderCase.objects.all()))[0].advice[0] == "lifted"


# papers


@pytest.mark.parametrize(
    ("rung", "kind"),
    [("dispatch", "tip"), ("order", "urging"), ("warn", "tip"), ("talk", "talk"), ("focus", "bulletin")],
)
def test_each_rung_has_its_paper_begun_from_the_record(w, rung, kind):
    hazard = late(w, description="配电箱裸露")
    row = case(w, rung, by=w.leader)
    paper = services.draft_paper(case=row, by=w.officer)
    assert paper.kind == kind and paper.receipts.get().enterprise == w.firm
    said = str(paper.content)
    assert hazard.description in said or kind == "talk"
    assert "多条隐患逾期" in said
    if kind in ("tip", "bulletin"):
        assert f"（期限{hazard.due_on.year}年{hazard.due_on.month}月{hazard.due_on.day}日）" in said
    assert services.draft_paper(case=row, by=w.officer) == paper and Paper.objects.count() == 1
    page = as_user(w.officer).get(url("ladder_case", row.pk)).content.decode()
    assert reverse("notices:detail", args=[paper.pk]) in page
    if kind != "urging":
        assert as_user(w.officer).get(reverse("notices:edit", args=[paper.pk])).status_code == 200


def test_what_was_begun_is_told_by_its_own_title(w):
    row = case(w, "warn", by=w.leader)
    page = as_user(w.officer).post(url("ladder_paper", row.pk), follow=True)
    assert "安全生产警示建议书已起草，核对后送领导签发" in page.content.decode()


def test_an_order_without_late_hazards_lists_the_reason(w):
    paper = services.draft_paper(case=case(w, "order", by=w.leader), by=w.officer)
    assert paper.content["tasks"] == [["多条隐患逾期", clock.today().isoformat()]]


def test_each_step_has_its_own_paper_and_a_void_one_is_replaced(w):
    row = case(w)
    first = services.draft_paper(case=row, by=w.officer)
    papers.withdraw(paper=first, by=w.officer, note="写错")
    second = services.draft_paper(case=row, by=w.officer)
    services.move(case=row, action="to_order", by=w.officer, note="仍未整改")
    third = services.draft_paper(case=row, by=w.officer)
    assert len({first.pk, second.pk, third.pk}) == 3 and LadderPaper.objects.count() == 2


def test_accountability_is_proposed_to_the_discipline_body_on_the_hard_rungs(w):
    hazard, row = late(w, description="配电箱裸露"), case(w)
    client, address = as_user(w.officer), url("ladder_accountability", row.pk)
    assert address not in client.get(url("ladder_case", row.pk)).content.decode()
    with pytest.raises(Refused, match="约谈、重点管理后"):
        services.draft_accountability(case=row, by=w.officer)
    row = services.move(case=row, action="to_talk", by=w.leader, note="拒不整改")
    assert address in client.get(url("ladder_case", row.pk)).content.decode()
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    paper = Paper.objects.get()
    assert paper.title == "安全生产责任追究建议书" and paper.content["to"] == "中共云溪镇纪律检查委员会"
    assert paper.content["copied_to"] == "组织部门" and paper.subject == row
    assert hazard.description in paper.content["body"] and "拒不整改" in paper.content["body"]
    assert typeset.document_of(paper).addressees == "中共云溪镇纪律检查委员会"
    assert reverse("notices:detail", args=[paper.pk]) in client.get(url("ladder_case", row.pk)).content.decode()
    assert client.get(reverse("notices:edit", args=[paper.pk])).status_code == 200
    assert as_user(w.leader).post(address).status_code == 403
    services.move(case=row, action="to_focus", by=w.leader, note="仍不整改")
    assert services.draft_accountability(case=row, by=w.officer) != paper


def test_a_lifted_case_and_another_role_get_no_paper(w):
    row = case(w)
    with pytest.raises(Refused):
        services.draft_paper(case=row, by=w.leader)
    services.move(case=row, action="lift", by=w.officer, note="完成")
    with pytest.raises(Refused, match="已解除"):
        services.draft_paper(case=row, by=w.officer)


# pages and scope


@pytest.mark.parametrize(
    ("role", "seen"),
    [("officer", 3), ("leader", 3), ("discipline", 3), ("supervisor", 3), ("department", 1), ("liaison", 2), ("cadre", 2),
     ("boss", 1), ("other_officer", 0), ("other_cadre", 0)],
)  # fmt: skip
def test_each_role_sees_its_own(w, role, seen):
    rows = [case(w), case(w, place=w.village), case(w, office=w.office)]
    user = getattr(w, role)
    assert LadderCase.objects.visible_to(user).count() == seen
    answers = [as_user(user).get(url("ladder_case", row.pk)).status_code for row in rows]
    assert answers.count(200) == seen and set(answers) <= {200, 404}


def test_the_form_puts_an_enterprise_on_it_and_pressed_twice_once(w):
    fields = {"firm": w.firm.name, "rung": "dispatch", "note": "逾期多"}
    client = as_user(w.officer)
    assert client.post(url("ladder_new"), fields).status_code == 302
    answer = client.post(url("ladder_new"), fields)
    assert answer.status_code == 200 and "已在督促中" in answer.content.decode()
    assert LadderCase.objects.get().enterprise == w.firm


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "只选一个"), ({"firm": "没有的厂"}, "没有这家企业"), ({"note": ""}, "请填写"), ({"place": "x"}, "选")],
)
def test_bad_input_is_said(w, fields, said):
    answer = as_user(w.officer).post(url("ladder_new"), {"rung": "dispatch", "note": "逾期"} | fields)
    assert answer.status_code == 200 and said in answer.content.decode() and not LadderCase.objects.exists()


@pytest.mark.parametrize("role", ["department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_may_neither_begin_nor_see_suggestions(w, role):
    client = as_user(getattr(w, role))
    assert client.get(url("ladder_new")).status_code == client.get(url("ladder_suggested")).status_code == 403


def test_a_step_from_a_stale_page_is_told_and_changes_nothing(w):
    row = case(w)
    client = as_user(w.officer)
    assert client.post(url("ladder_step", row.pk, "to_order"), {"note": "未改"}).status_code == 302
    answer = client.post(url("ladder_step", row.pk, "to_order"), {"note": "未改"}, follow=True)
    assert "不能转为督办交办" in answer.content.decode() and row.log.count() == 2
    assert client.post(url("ladder_step", row.pk, "nothing"), {}).status_code == 404


def test_an_old_page_does_not_bring_a_unit_down_again(w):
    row = case(w)
    step = f"{url('ladder_step', row.pk, 'to_order')}?v={row.version}"
    assert step in as_user(w.leader).get(url("ladder_case", row.pk)).content.decode()
    form = as_user(w.leader).get(step).context["form"]
    shown = form["row_version"].value()
    services.move(case=row, action="to_talk", by=w.leader, note="多次督促无果")
    answer = as_user(w.leader).post(step, {"note": "未改", "row_version": shown})
    assert answer.status_code == 200 and "刚被别人处理过" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "talk"
    assert as_user(w.leader).get(step).context["form"]["row_version"].value() == shown  # the page it came from was as old


def test_the_unit_page_tells_its_history(w):
    row = case(w)
    services.move(case=row, action="to_order", by=w.officer, note="未改")
    page = as_user(w.boss).get(url("ladder_of_enterprise", w.firm.pk)).content.decode()
    assert "转为督办交办" in page and "列入督促</a>" not in page
    assert "督促" in as_user(w.officer).get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert as_user(w.boss).get(url("ladder_of_enterprise", w.firm2.pk)).status_code == 404


def queries(user, address):
    client = as_user(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_register_and_suggestions_ask_the_same_for_one_and_three(w):
    case(w)
    late(w, w.firm2)
    counts = [queries(w.officer, url(name)) for name in ("ladder", "ladder_suggested")]
    for _ in range(2):
        firm = factories.enterprise(w.village)
        case(w, enterprise=firm)
        late(w, factories.enterprise(w.village2))
    assert [queries(w.officer, url(name)) for name in ("ladder", "ladder_suggested")] == counts


def test_the_register_is_filtered_and_exported(w):
    case(w)
    case(w, place=w.village2)
    page = as_user(w.officer).get(url("ladder"), {"unit": "place"})
    assert [row.place for row in page.context["page"]] == [w.village2]
    assert as_user(w.officer).get(url("ladder"), {"q": w.firm.name}).context["total"] == 1
    sheet = as_user(w.officer).get(url("ladder"), {"export": "xlsx"})
    assert sheet["Content-Type"].startswith("application/vnd.openxml") and sheet.content[:2] == b"PK"
