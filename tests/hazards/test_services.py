"""The loop of one hazard: what each step asks, sets, logs, and whom it tells."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, Stale
from evidence.models import Attachment
from hazards import services
from hazards.models import Extension, Hazard
from reminders.models import Message
from tests import factories

from .conftest import SIX_PARTS, found, graded, in_state, later, photo_ids, planned, reported, told_twice
from .test_views import as_user, detail_url


def told(user, text):
    return Message.objects.filter(recipient=user, title__contains=text).count()


def test_registering_guesses_sector_and_office_from_the_enterprise(w):
    w.firm.supervising_office = w.office
    w.firm.save()
    hazard = found(w)
    assert (hazard.sector_id, hazard.office) == ("metals", w.office)
    assert hazard.state == "found"
    assert hazard.found_by == w.officer.name


@pytest.mark.parametrize(
    "text, sector",
    [("液化气瓶放在厨房里", "gas"), ("配电箱门缺失", "power"), ("灭火器压力不足", "fire"), ("井盖松动", "other")],
)
def test_without_enterprise_the_words_tell_the_sector(w, text, sector):
    assert found(w, enterprise=None, description=text).sector_id == sector


def test_without_enterprise_the_townships_office_in_charge_of_the_trade_supervises(w):
    assert found(w, enterprise=None, description="液化气瓶放在卧室").office == w.office


def test_registering_tells_the_judges_but_not_oneself(w):
    services.register(by=w.cadre, village=w.village, location="村口", description="护栏断裂", source="village")
    assert told(w.officer, "待定级") == 1
    found(w)
    assert told(w.officer, "待定级") == 1


def test_registering_outside_ones_reach_is_refused_and_leaves_no_gap(w):
    before = found(w).number
    with pytest.raises(Refused, match="管辖范围"):
        services.register(by=w.cadre, village=w.village2, location="村口", description="护栏断裂", source="village")
    after = found(w).number
    assert int(after[-4:]) == int(before[-4:]) + 1


def test_a_leader_does_not_register(w):
    with pytest.raises(Refused, match="不能登记"):
        services.register(by=w.leader, village=w.village, location="村口", description="护栏断裂", source="village")


def test_the_same_key_registers_once(w):
    assert found(w, key="form:1:a").pk == found(w, key="form:1:a").pk
    assert Hazard.objects.count() == 1


def test_a_draft_from_a_check_is_made_once_with_its_photos(w):
    photo = Attachment.objects.get(pk=photo_ids(w.boss)[0])
    make = {
        "key": "answer:7", "village": w.village, "enterprise": w.firm, "campaign": None,
        "description": "灭火器过期", "location": "仓库", "photos": [photo], "by": w.boss,
    }  # fmt: skip
    first, second = services.draft_from_check(**make), services.draft_from_check(**make)
    assert first.pk == second.pk
    assert (first.state, first.source, first.sector_id) == ("draft", "self-check", "metals")
    copied = Attachment.objects.of(first).get()
    assert (copied.sha256, copied.slot) == (photo.sha256, "before")
    assert first.log.get().action_label == "自查发现"


def test_confirming_a_draft_takes_it_into_the_register(w):
    draft = in_state(w, "draft")
    assert services.confirm(hazard=draft, by=w.officer).state == "found"


def test_grading_at_once_goes_straight_to_rectification_and_tells_the_head(w):
    hazard = graded(w)
    assert (hazard.state, hazard.at_once, hazard.due_on) == ("rectifying", True, later())
    assert hazard.graded_at is not None
    assert told(w.boss, "请立即整改") == 1


def test_grading_with_a_limit_waits_for_a_plan(w):
    assert graded(w, at_once=False).state == "planning"
    assert told(w.boss, "请报送整改方案") == 1


def test_a_place_without_enterprise_is_rectified_by_its_village(w):
    graded(w, found(w, enterprise=None), responsible="村主任")
    assert told(w.cadre, "请立即整改") == 1
    assert told(w.boss, "请立即整改") == 0


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"grade": "major", "at_once": True}, "必须报送整改方案"),
        ({"grade": "major", "at_once": False, "responsible": "王某"}, "主要负责人领衔"),
        ({"due_on": None}, "写明整改期限"),
        ({"due_on": later(-1)}, "不能早于今天"),
    ],
)
def test_grading_is_refused_with_the_reason(w, values, reason):
    hazard = found(w)
    with pytest.raises(Refused, match=reason):
        graded(w, hazard, **values)
    hazard.refresh_from_db()
    assert (hazard.state, hazard.grade) == ("found", "")


def test_grading_refuses_an_office_of_another_township(w):
    with pytest.raises(Refused, match="不是本乡镇"):
        graded(w, office=w.other_office)


def test_the_database_itself_refuses_a_major_hazard_mended_at_once(w):
    hazard = found(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(grade="major", at_once=True)


def test_a_plan_lays_down_the_five_settlements(w):
    hazard = planned(w, graded(w, at_once=False))
    assert hazard.state == "rectifying"
    assert (hazard.plan.money, hazard.plan.by) == (Decimal(3000), w.boss)
    assert told(w.officer, "已报送整改方案") == 1


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"measures": " "}, "责任人、措施、预案"),
        ({"contingency": ""}, "责任人、措施、预案"),
        ({"responsible": ""}, "责任人、措施、预案"),
        ({"money": None}, "资金"),
        ({"money": Decimal(-1)}, "资金"),
        ({"due_on": None}, "时限"),
        ({"due_on": later(40)}, "不能晚于责令期限"),
    ],
)
def test_an_incomplete_plan_is_refused(w, values, reason):
    hazard = graded(w, at_once=False)
    with pytest.raises(Refused, match=reason):
        planned(w, hazard, **values)
    hazard.refresh_from_db()
    assert hazard.state == "planning"


def test_the_plan_of_a_major_hazard_is_led_by_the_principal(w):
    hazard = graded(w, grade="major", at_once=False)
    told_twice(w, hazard)
    give = {"measures": "清灰", "money": 1, "due_on": later(9), "contingency": "断电", **SIX_PARTS}
    with pytest.raises(Refused, match="季长河"):
        services.submit_plan(hazard=hazard, by=w.boss, responsible="安全员", **give)
    assert services.submit_plan(hazard=hazard, by=w.boss, responsible="季长河", **give).state == "rectifying"


def test_done_needs_a_photo_and_leaves_nothing_behind_without(w):
    hazard = graded(w)
    with pytest.raises(Refused, match="照片"):
        reported(w, hazard, photos=[])
    hazard.refresh_from_db()
    assert (hazard.state, hazard.result) == ("rectifying", "")


def test_somebody_elses_upload_is_no_photo(w):
    with pytest.raises(Refused, match="照片"):
        reported(w, photos=photo_ids(w.officer))


def test_done_is_reported_with_photos_and_starts_the_time_of_acceptance(w):
    hazard = reported(w)
    assert (hazard.state, hazard.rectified_by) == ("reported", w.boss)
    assert Attachment.objects.of(hazard).get().slot == "after"
    assert hazard.acceptance_due_on == later(10)
    assert told(w.officer, "验收") == 1


@pytest.mark.parametrize("days, reason", [(1, "不能晚于今天"), (-3, "不能早于发现日期")])
def test_the_day_of_rectification_lies_between_finding_and_today(w, days, reason):
    with pytest.raises(Refused, match=reason):
        reported(w, rectified_on=clock.today() + timedelta(days=days))


def test_acceptance_asks_for_a_picture_of_before_or_why_there_is_none(w):
    bare = reported(w)
    with pytest.raises(Refused, match="没有整改前照片"):
        services.accept(hazard=bare, by=w.officer, no_before="  ")
    assert "no_before" in as_user(w.officer).get(detail_url(bare), {"do": "accept"}).context["form"].fields
    done = services.accept(hazard=bare, by=w.officer, note="已查看", no_before="登记时天黑")
    assert done.acceptances.get().note == done.log.last().note == "已查看；没有整改前照片：登记时天黑"
    pictured = reported(w, graded(w, found(w, photos=photo_ids(w.officer))))
    assert "no_before" not in as_user(w.officer).get(detail_url(pictured), {"do": "accept"}).context["form"].fields
    assert services.accept(hazard=pictured, by=w.officer).state == "closed"


def test_the_office_reports_on_behalf_only_with_a_reason_and_then_may_not_accept(w):
    hazard = graded(w)
    with pytest.raises(Refused, match="代单位上报"):
        reported(w, hazard, by=w.officer)
    hazard = reported(w, hazard, by=w.officer, note="企业断网，已到场核实")
    with pytest.raises(Refused, match="不能自己验收"):
        services.accept(hazard=hazard, by=w.officer, no_before="登记时没有拍照")
    colleague = factories.user("officer", w.town, office=w.safety_office)
    assert services.accept(hazard=hazard, by=colleague, no_before="登记时没有拍照").state == "closed"


def test_accepting_closes_and_tells(w):
    hazard = services.accept(hazard=reported(w), by=w.officer, no_before="登记时没有拍照", note="现场复查合格")
    assert (hazard.state, hazard.accepted_by) == ("closed", w.officer)
    assert hazard.closed_at is not None
    assert told(w.boss, "已销号") == 1


def test_sending_back_needs_a_reason_and_new_photos_afterwards(w):
    hazard = reported(w)
    with pytest.raises(Refused, match="原因"):
        services.send_back(hazard=hazard, by=w.officer, note=" ")
    hazard = services.send_back(hazard=hazard, by=w.officer, note="防护罩没有固定")
    assert hazard.state == "rectifying"
    assert told(w.boss, "验收未通过") == 1
    with pytest.raises(Refused, match="照片"):
        reported(w, hazard, photos=[])
    hazard = reported(w, hazard)
    services.send_back(hazard=hazard, by=w.officer, note="仍有缝隙")
    assert told(w.boss, "验收未通过") == 2


def test_the_log_says_who_when_and_why(w):
    hazard = services.send_back(hazard=reported(w), by=w.officer, note="缺少标识")
    lines = [(line.action_label, line.actor, line.note) for line in hazard.log.all()]
    assert lines[-1] == ("退回整改", w.officer, "缺少标识")
    assert [label for label, *_ in lines] == ["登记隐患", "定级并责令立即整改", "报告整改完成", "退回整改"]


def test_a_granted_extension_moves_the_limit_and_is_logged(w):
    hazard = graded(w)
    asked = services.ask_extension(hazard=hazard, by=w.boss, until=later(40), reason="配件未到货")
    assert told(w.officer, "申请延期") == 1
    services.decide_extension(extension=asked, by=w.officer, granted=True)
    hazard.refresh_from_db()
    assert hazard.due_on == later(40)
    assert [line.action_label for line in hazard.log.all()][-2:] == ["申请延期", "同意延期"]
    assert told(w.boss, "同意延期") == 1


def test_a_refused_extension_needs_a_reason_and_leaves_the_limit(w):
    asked = services.ask_extension(hazard=graded(w), by=w.boss, until=later(40), reason="配件未到货")
    with pytest.raises(Refused, match="原因"):
        services.decide_extension(extension=asked, by=w.officer, granted=False)
    services.decide_extension(extension=asked, by=w.officer, granted=False, note="可先停用设备")
    asked.hazard.refresh_from_db()
    assert asked.hazard.due_on == later()


def test_an_extension_is_decided_once(w):
    asked = services.ask_extension(hazard=graded(w), by=w.boss, until=later(40), reason="配件未到货")
    services.decide_extension(extension=asked, by=w.officer, granted=True)
    with pytest.raises(Refused, match="当前状态"):
        services.decide_extension(extension=asked, by=w.officer, granted=True)


def test_who_asked_does_not_decide(w):
    asked = services.ask_extension(hazard=graded(w), by=w.officer, until=later(40), reason="企业电话申请")
    with pytest.raises(Refused, match="不能自己审批"):
        services.decide_extension(extension=asked, by=w.officer, granted=True)


def test_one_extension_at_a_time(w):
    hazard = graded(w)
    services.ask_extension(hazard=hazard, by=w.boss, until=later(40), reason="配件未到货")
    with pytest.raises(Refused, match="已有一份"):
        services.ask_extension(hazard=hazard, by=w.boss, until=later(50), reason="再延")
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    "values, reason",
    [({"until": later(10)}, "晚于现在的期限"), ({"until": later(-1)}, "早于今天"), ({"reason": " "}, "理由")],
)
def test_an_extension_without_sense_is_refused(w, values, reason):
    with pytest.raises(Refused, match=reason):
        services.ask_extension(**({"hazard": graded(w), "by": w.boss, "until": later(40), "reason": "配件"} | values))


@pytest.mark.parametrize("state", ["draft", "found", "reported", "closed", "cancelled"])
def test_only_what_is_being_mended_can_be_extended(w, state):
    with pytest.raises(Refused, match="整改中"):
        services.ask_extension(hazard=in_state(w, state), by=w.boss, until=later(40), reason="配件")


def test_granting_after_the_hazard_was_reported_done_is_refused(w):
    hazard = graded(w)
    asked = services.ask_extension(hazard=hazard, by=w.boss, until=later(40), reason="配件未到货")
    reported(w, hazard)
    with pytest.raises(Refused, match="不在整改中"):
        services.decide_extension(extension=asked, by=w.officer, granted=True)


def test_a_stale_version_is_told_who_was_faster(w):
    hazard = found(w)
    shown = hazard.version
    graded(w, hazard)
    with pytest.raises(Stale, match="定级并责令立即整改"):
        services.cancel(hazard=hazard, by=w.officer, note="重复", version=shown)


@pytest.mark.parametrize("state", ["draft", "found", "planning", "rectifying"])
def test_cancelling_keeps_the_row_and_the_reason(w, state):
    hazard = services.cancel(hazard=in_state(w, state), by=w.officer, note="与另一条重复")
    assert hazard.state == "cancelled"
    assert hazard.log.last().note == "与另一条重复"


def test_a_hazard_is_overdue_until_it_is_reported_done(w):
    hazard = graded(w, due_on=clock.today())
    Hazard.objects.filter(pk=hazard.pk).update(due_on=later(-1))
    assert list(Hazard.objects.all().overdue()) == [hazard]
    hazard.refresh_from_db()
    assert hazard.is_overdue
    reported(w, hazard)
    assert not Hazard.objects.all().overdue().exists()
