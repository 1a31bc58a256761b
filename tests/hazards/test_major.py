"""A major hazard: six parts, double report, principal, stop-work, acceptance on site, treated as an accident."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused
from evidence.models import Attachment
from hazards import rules, services
from hazards.models import Acceptance, AsAccident, Control, Hazard, MajorReport, Power
from reminders.models import Message
from tests import factories

from .conftest import SIX_PARTS, accepted, found, graded, later, photo_ids, planned, reported, told_twice
from .test_views import as_user, detail_url, step_url

PLAN = {"responsible": "季长河", "measures": "清灰", "money": 1, "contingency": "断电", **SIX_PARTS}


@pytest.fixture
def major(w):
    hazard = found(w, source="inspection", photos=photo_ids(w.officer))
    return graded(w, hazard, grade="major", at_once=False)


@pytest.fixture
def mended(w, major):
    return reported(w, planned(w, major))


def submit(w, hazard, **values):
    return services.submit_plan(hazard=hazard, by=w.boss, due_on=later(9), **(PLAN | values))


def report(w, hazard, to="department", by=None, **values):
    given = {
        "receiver": "应急管理站", "held_at": clock.now(), "reporter": "季长河", "means": "书面报告", "receipt": "收3号",
        "photos": photo_ids(by or w.boss),
    }  # fmt: skip
    return services.report_major(hazard=hazard, by=by or w.boss, to=to, **(given | values))


def impose(w, hazard, by=None, **values):
    if by is None and not Power.objects.exists():
        factories.power(w.town, kind="stop")
    given = {"kind": "stop-part", "scope": "打磨车间", "begun_at": clock.now()}
    return services.impose(hazard=hazard, by=by or w.officer, **(given | values))


# the plan


@pytest.mark.parametrize("name, label", rules.SIX_PARTS.items())
def test_each_missing_part_of_the_plan_is_named(w, major, name, label):
    told_twice(w, major)
    with pytest.raises(Refused) as refusal:
        submit(w, major, **{name: "  "})
    assert str(refusal.value) == f"重大隐患还不能转入整改，缺：{label}"
    major.refresh_from_db()
    assert major.state == "planning"


@pytest.mark.parametrize(
    "told, missing",
    [
        ((), "向监管部门报告、向职工代表大会报告"), (("department",), "向职工代表大会报告"), (("congress",), "向监管部门报告"),
    ],
)  # fmt: skip
def test_each_missing_half_of_the_double_report_is_named(w, major, told, missing):
    told_twice(w, major, only=told)
    with pytest.raises(Refused, match=f"缺：{missing}$"):
        submit(w, major)


def test_with_six_parts_and_both_reports_it_moves_on(w, major):
    told_twice(w, major)
    hazard = submit(w, major)
    assert hazard.state == "rectifying"
    assert [getattr(hazard.plan, name) for name in SIX_PARTS] == list(SIX_PARTS.values())


def test_an_ordinary_hazard_needs_neither(w):
    hazard = graded(w, at_once=False)
    assert rules.reports_due(hazard) == [] and rules.major_gaps(hazard, {}) == ""
    assert planned(w, hazard).state == "rectifying"


def test_a_village_has_no_workers_congress(w):
    hazard = graded(w, found(w, enterprise=None), grade="major", at_once=False, responsible="村主任")
    assert rules.reports_due(hazard) == ["department"]
    with pytest.raises(Refused, match="不适用"):
        report(w, hazard, "congress", by=w.cadre)
    report(w, hazard, by=w.cadre)
    assert rules.reports_due(Hazard.objects.get(pk=hazard.pk)) == []


def test_the_form_of_a_major_plan_asks_for_its_parts_and_keeps_what_was_said(w, major):
    told_twice(w, major)
    form = as_user(w.boss).get(detail_url(major)).context["form"]
    assert list(form.fields)[:9] == "goals measures money materials bodies responsible due_on safety contingency".split()
    page = as_user(w.boss).post(step_url(major, "submit_plan"), PLAN | {"due_on": later(9), "goals": ""})
    text = page.content.decode()
    assert page.status_code == 200 and "专人看守" in text and page.context["form"].errors["goals"]


def test_who_leads_must_still_be_the_principal_when_done_is_reported(w, major):
    hazard = planned(w, major)
    w.firm.principal = "新任厂长"
    w.firm.save()
    with pytest.raises(Refused, match="整改责任人应为新任厂长"):
        reported(w, hazard)
    services.bulk_assign(hazards=[hazard], by=w.officer, responsible="新任厂长")
    assert reported(w, Hazard.objects.get(pk=hazard.pk)).state == "reported"


# the double report


def test_a_report_keeps_when_to_whom_by_whom_and_its_picture(w, major):
    report(w, major, "congress", receiver="职工代表大会")
    row = MajorReport.objects.get()
    assert (row.receiver, row.reporter, row.by, row.receipt) == ("职工代表大会", "季长河", w.boss, "收3号")
    assert Attachment.objects.of(major).filter(slot="congress").count() == 1
    page = as_user(w.officer).get(detail_url(major))
    assert [len(pictures) for _, pictures in page.context["reports"]] == [1]
    assert len(page.context["before"]) == 1
    assert Message.objects.filter(recipient=w.officer, title__contains="职工代表大会").count() == 1


@pytest.mark.parametrize(
    "to, values, said",
    [
        ("congress", {"photos": ()}, "会议纪要或签到的照片"), ("department", {"photos": (), "receipt": " "}, "回执编号"),
        ("department", {"held_at": timezone.now() + timedelta(hours=2)}, "不能晚于现在"),
        ("department", {"held_at": timezone.now() - timedelta(days=9)}, "不能早于发现日期"),
    ],
)  # fmt: skip
def test_a_report_without_proof_or_sense_is_refused(w, major, to, values, said):
    with pytest.raises(Refused, match=said):
        report(w, major, to, **values)
    assert not MajorReport.objects.exists()


def test_a_receipt_number_alone_proves_the_report_to_the_department(w, major):
    assert report(w, major, photos=()).reports.count() == 1


def test_a_report_is_recorded_once(w, major):
    report(w, major)
    with pytest.raises(Refused, match="已经登记"):
        report(w, major)
    with pytest.raises(IntegrityError), transaction.atomic():
        MajorReport.objects.create(hazard=major, to="department", held_at=clock.now(), by=w.boss, at=clock.now())


def correct(w, major, to="department", by=None, note="编号写错", **told):
    return services.correct_report(hazard=major, by=by or w.boss, to=to, note=note, **told)


def test_a_report_entered_wrong_is_corrected_and_its_former_entry_kept(w, major):
    report(w, major, receipt="收3号")
    with clock.at(clock.now() + timedelta(hours=1)):
        hazard = correct(w, major, receipt="收 5 号 ", receiver="县应急局")
    row, past = hazard.reports.get(), hazard.past_reports.get()
    assert (row.receipt, row.receiver) == ("收 5 号", "县应急局")
    assert (past.receipt, past.why, past.ended_by, past.by) == ("收3号", "编号写错", w.boss, w.boss)
    line = hazard.log.latest("at")
    assert (line.action, line.note) == ("correct_department", "接收部门、会议、回执、纪要编号：编号写错")
    assert Message.objects.filter(recipient=w.officer, title__contains="更正").count() == 1
    page = as_user(w.officer).get(detail_url(major)).content.decode()
    assert "更正前的登记（1）" in page and "收3号" in page and "收 5 号" in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"note": " ", "receipt": "收5号"}, "更正原因"), ({}, "至少更正一项"), ({"receipt": "收3号"}, "至少更正一项"),
        ({"to": "congress", "receipt": "收5号"}, "没有可以更正"),
    ],
)  # fmt: skip
def test_a_correction_says_why_and_changes_something_that_was_entered(w, major, told, said):
    report(w, major, receipt="收3号")
    with pytest.raises(Refused, match=said):
        correct(w, major, **told)
    assert not major.past_reports.exists()


def test_a_correction_keeps_within_what_a_report_must_be(w, major):
    report(w, major, photos=(), receipt="收3号")
    for told, said in (({"receipt": ""}, "回执编号"), ({"held_at": clock.now() + timedelta(hours=2)}, "不能晚于现在")):
        with pytest.raises(Refused, match=said):
            correct(w, major, **told)
    with pytest.raises(Refused, match="企业负责整改"):
        correct(w, major, by=w.department, receipt="收5号")
    assert major.reports.get().receipt == "收3号" and not major.past_reports.exists()


def test_the_form_of_a_correction_says_what_was_entered(w, major):
    report(w, major, receiver="县应急局", means="当面报告")
    form = as_user(w.boss).get(f"{detail_url(major)}?do=correct_department").context["form"]
    assert (form["receiver"].initial, form["means"].initial) == ("县应急局", "当面报告")
    assert form["note"].label == "更正原因" and "当面报告" in dict(form.fields["means"].choices)


def test_the_office_reports_on_behalf_only_with_a_reason(w, major):
    with pytest.raises(Refused, match="代单位上报"):
        report(w, major, by=w.officer)
    report(w, major, by=w.officer, note="企业断网")
    assert "企业断网" in major.log.last().note


def test_somebody_elses_enterprise_does_not_report(w, major):
    boss = factories.user("enterprise", w.village2, enterprise=w.firm2)
    assert as_user(boss).post(step_url(major, "report_department"), {}).status_code == 404
    assert as_user(w.cadre).post(step_url(major, "report_department"), {}).status_code == 403


# stop-work


def test_a_measure_is_shown_with_its_time_and_lifted_with_a_reason(w, major):
    impose(w, major)
    assert "局部停工停产" in as_user(w.boss).get(detail_url(major)).content.decode()
    assert Message.objects.filter(recipient=w.boss, title__contains="局部停工停产").count() == 1
    control = Control.objects.get()
    with pytest.raises(Refused, match="理由"):
        services.lift(hazard=major, by=w.officer, control=control, note=" ")
    services.lift(hazard=major, by=w.officer, control=control, note="粉尘已清理，检测合格")
    control.refresh_from_db()
    assert (control.lifted_by, control.lifted_reason) == (w.officer, "粉尘已清理，检测合格")
    with pytest.raises(Refused, match="没有正在执行|已经解除"):
        services.lift(hazard=major, by=w.officer, control=control, note="再解除")
    assert "已解除" in as_user(w.boss).get(detail_url(major)).content.decode()


def test_the_unit_may_stop_its_work_but_not_resume_it(w, major):
    impose(w, major, by=w.boss)
    with pytest.raises(Refused, match="由应急办或监管站所解除"):
        services.lift(hazard=major, by=w.boss, control=Control.objects.get(), note="想复工")


@pytest.mark.parametrize("kind, refused", [("stop-part", True), ("stop-all", True), ("evacuate", False), ("shut", False)])
def test_an_office_stops_work_with_the_power_only(w, major, kind, refused):
    given = {"hazard": major, "kind": kind, "scope": "打磨车间", "begun_at": clock.now()}
    if refused:
        with pytest.raises(Refused, match="没有“责令停产停业”的赋权"):
            services.impose(by=w.officer, **given)
        page = as_user(w.officer).get(f"{detail_url(major)}?do=impose").content.decode()
        assert f"{reverse('hazards:transfer_new')}?hazard={major.pk}" in page
        factories.power(w.town, kind="stop")
    services.impose(by=w.officer, **given)
    assert Control.objects.get().kind == kind


def test_another_hazards_measure_is_not_lifted_here(w, major):
    impose(w, major)
    other = graded(w)
    impose(w, other)
    with pytest.raises(Refused, match="已经解除"):
        services.lift(hazard=major, by=w.officer, control=other.controls.get(), note="错")
    assert other.controls.get().lifted_at is None


@pytest.mark.parametrize(
    "values, said", [({"scope": " "}, "范围"), ({"begun_at": timezone.now() + timedelta(days=1)}, "不能晚于现在")]
)
def test_a_measure_without_sense_is_refused(w, major, values, said):
    with pytest.raises(Refused, match=said):
        impose(w, major, **values)


def test_the_same_measure_runs_once_at_a_time_and_may_come_again(w, major):
    impose(w, major)
    with pytest.raises(Refused, match="正在执行"):
        impose(w, major)
    services.lift(hazard=major, by=w.officer, control=Control.objects.get(), note="合格")
    impose(w, Hazard.objects.get(pk=major.pk))
    assert Control.objects.count() == 2


def test_nothing_is_accepted_while_work_is_stopped(w, mended):
    impose(w, mended)
    with pytest.raises(Refused, match="还有未解除的措施：局部停工停产"):
        accepted(w, mended)
    services.lift(hazard=mended, by=w.officer, control=Control.objects.get(), note="合格")
    assert accepted(w, Hazard.objects.get(pk=mended.pk)).state == "closed"


def test_the_database_wants_a_reason_for_lifting(w, major):
    impose(w, major)
    with pytest.raises(IntegrityError), transaction.atomic():
        Control.objects.update(lifted_at=clock.now())


# acceptance


def test_a_major_hazard_is_accepted_on_site_by_two(w, mended):
    hazard = accepted(w, mended, photos=photo_ids(w.officer))
    row = Acceptance.objects.get()
    assert (hazard.state, row.on_site, row.place, row.people) == ("closed", True, "打磨车间", "周文、林一")
    page = as_user(w.officer).get(detail_url(hazard))
    assert len(page.context["on_site"]) == 1 and "现场验收，打磨车间" in page.content.decode()
    assert len(page.context["before"]) == len(page.context["after"]) == 1


@pytest.mark.parametrize(
    "values, said",
    [
        ({"held_at": None}, "缺：验收时间"), ({"place": " "}, "缺：验收地点"), ({"people": "周文"}, "缺：两名以上验收人员"),
        ({"people": "周文、周文"}, "两名以上"), ({"held_at": None, "people": ""}, "缺：验收时间、两名以上验收人员"),
        ({"people": "周文、季长河"}, "不能有整改方的季长河"),
        ({"held_at": timezone.now() + timedelta(hours=3)}, "不能晚于现在"),
    ],
)  # fmt: skip
def test_what_an_acceptance_lacks_is_named(w, mended, values, said):
    with pytest.raises(Refused, match=said):
        accepted(w, mended, **values)
    mended.refresh_from_db()
    assert mended.state == "reported" and not Acceptance.objects.exists()


def test_without_a_photo_from_before_there_is_no_acceptance_until_one_is_added(w):
    hazard = reported(w, planned(w, graded(w, found(w), grade="major", at_once=False)))
    with pytest.raises(Refused, match="缺：整改前照片"):
        accepted(w, hazard)
    with pytest.raises(Refused, match="至少拍一张"):
        services.add_photos(hazard=hazard, by=w.boss, photos=())
    services.add_photos(hazard=hazard, by=w.boss, photos=photo_ids(w.boss))
    assert accepted(w, Hazard.objects.get(pk=hazard.pk)).state == "closed"


def test_the_form_of_a_major_acceptance_asks_and_an_ordinary_one_does_not(w, mended):
    client = as_user(w.officer)
    form = client.get(detail_url(mended), {"do": "accept"}).context["form"]
    assert {"held_at", "place", "people"} <= set(form.fields) and form["people"].value() == f"{w.officer.name}、"
    page = client.post(step_url(mended, "accept"), {"held_at": "", "place": "", "people": ""})
    assert "重大隐患须现场验收，缺：验收时间、验收地点、两名以上验收人员" in page.content.decode()
    assert "people" not in client.get(detail_url(reported(w)), {"do": "accept"}).context["form"].fields


def test_who_reported_on_behalf_does_not_accept(w, major):
    hazard = reported(w, planned(w, major), by=w.officer, note="企业断网")
    with pytest.raises(Refused, match="不能自己验收"):
        accepted(w, hazard)


def test_what_was_sent_back_stays_in_the_list_of_acceptances(w, mended):
    hazard = services.send_back(hazard=mended, by=w.officer, note="仍有积尘")
    hazard = reported(w, hazard)
    accepted(w, hazard)
    rows = [(row.passed, row.note) for row in hazard.acceptances.all()]
    assert rows == [(False, "仍有积尘"), (True, "现场复查合格；没有整改前照片：登记时没有拍照")]
    text = as_user(w.boss).get(detail_url(hazard)).content.decode()
    assert "退回" in text and "仍有积尘" in text


# not listed but proven major

MARK = {"facts": "县局查出，企业清单未列", "measures": "停产整改", "duty": "约谈主要负责人"}


def test_an_unlisted_major_hazard_is_treated_as_an_accident_once(w, major):
    services.treat_as_accident(hazard=major, by=w.officer, **MARK)
    assert AsAccident.objects.get().by == w.officer
    assert "漏排，当作事故处置" in as_user(w.leader).get(detail_url(major)).content.decode()
    assert Message.objects.filter(recipient=w.leader, title__contains="当作事故处置").count() == 1
    with pytest.raises(Refused, match="已经当作事故处置"):
        services.treat_as_accident(hazard=Hazard.objects.get(pk=major.pk), by=w.officer, **MARK)


@pytest.mark.parametrize("name", MARK)
def test_facts_measures_and_duty_must_be_said(w, major, name):
    with pytest.raises(Refused, match="都要写明"):
        services.treat_as_accident(hazard=major, by=w.officer, **(MARK | {name: " "}))


def test_what_the_unit_found_itself_or_is_ordinary_is_no_omission(w):
    own = graded(w, found(w, source="self-check"), grade="major", at_once=False)
    assert rules.may_treat_as_accident(w.officer, own) == "单位自查上报的隐患不算漏排"
    assert "只有查实的重大隐患" in rules.may_treat_as_accident(w.officer, graded(w, found(w, source="tip")))
    assert "由应急办认定" in rules.may_treat_as_accident(w.department, own)


# problem kinds and sealed exits


def test_the_kind_of_problem_is_kept_and_filtered(w):
    hazard = graded(w, found(w), problem_kind="mechanism")
    found(w)
    client = as_user(w.officer)
    assert "机制问题" in client.get(detail_url(hazard)).content.decode()
    rows = client.get(reverse("hazards:list"), {"problem": "mechanism"}).context["page"]
    assert [row.pk for row in rows] == [hazard.pk]


@pytest.mark.parametrize(
    "text, sealed",
    [
        ("北侧安全出口上锁", True), ("疏散门被货物封堵", True), ("锁闭安全出口", True), ("安全出口标志灯损坏", False),
        ("灭火器压力不足", False), ("配电箱门未锁", False), ("封堵疏散门", True),
    ],
)  # fmt: skip
def test_sealed_exits_are_noticed(w, text, sealed):
    assert rules.seals_exit(text) is sealed
    page = as_user(w.officer).get(detail_url(found(w, description=text)))
    assert ("应立即责令整改" in page.content.decode()) is sealed
    assert (page.context["form"]["at_once"].value() == "1") is sealed


def test_a_sealed_exit_is_given_time_only_with_a_reason(w):
    hazard, plain = found(w, description="东侧安全出口上锁"), found(w)
    client = as_user(w.officer)
    form = client.get(detail_url(hazard)).context["form"]
    names = list(form.fields)
    assert names.index("not_at_once_because") == names.index("at_once") + 1
    assert "not_at_once_because" not in client.get(detail_url(plain)).context["form"].fields
    said = {"grade": "ordinary", "grade_basis": "现场检查", "at_once": "", "due_on": later(), "responsible": "季长河"}
    page = client.post(step_url(hazard, "grade"), said).content.decode()
    assert "限期整改的须写明理由" in page and Hazard.objects.get(pk=hazard.pk).state == "found"
    client.post(step_url(hazard, "grade"), said | {"not_at_once_because": "须切割，当日派人值守"})
    assert Hazard.objects.get(pk=hazard.pk).state == "planning"
    assert hazard.log.last().note == "须切割，当日派人值守"
    assert graded(w, plain, at_once=False).state == "planning"
    for values in ({"grade": "major", "at_once": False}, {"at_once": True}):
        assert graded(w, found(w, description="疏散门锁闭"), **values).graded_at


def test_those_treated_as_an_accident_are_listed_and_taken_back_with_a_reason(w):
    hazard = graded(w, found(w, source="inspection"), grade="major", at_once=False)
    client, query = as_user(w.officer), {"accident": "1"}
    listed = lambda: [row.pk for row in client.get(reverse("hazards:list"), query).context["page"]]  # noqa: E731
    assert listed() == []
    services.treat_as_accident(hazard=hazard, by=w.officer, facts="清单未列", measures="停产", duty="约谈")
    graded(w, found(w, description="另一条"))
    assert listed() == [hazard.pk]
    assert client.post(step_url(hazard, "untreat_accident"), {"note": " "}).status_code == 200
    assert as_user(w.department).post(step_url(hazard, "untreat_accident"), {"note": "已补列"}).status_code in (403, 404)
    assert client.post(step_url(hazard, "untreat_accident"), {"note": "清单已列，核对有误"}).status_code == 302
    assert listed() == [] and not AsAccident.objects.exists()
    line = Hazard.objects.get(pk=hazard.pk).log.last()
    assert line.note == "清单已列，核对有误（原认定：清单未列；停产；约谈）"
    assert Message.objects.filter(recipient=w.leader, title__contains="撤销事故化处置").count() == 1
    assert client.post(step_url(hazard, "untreat_accident"), {"note": "再次"}).status_code == 403
