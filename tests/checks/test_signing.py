"""Who inspects signs: the content stands still, everybody signs it, then nothing changes any more."""

import json
from datetime import time

import pytest

from checks import record
from checks.models import Signature
from checks.services import inspecting, signing
from core.errors import Refused, Stale
from evidence.models import Attachment
from hazards.models import Hazard
from reminders.models import Message

from .conftest import a_list, photo_id, signature
from .visits import begun, filled, fresh, own, presented, sign_next, signed


def test_a_visit_is_locked_by_the_last_signature_and_not_before(w):
    row = presented(begun(w, named=("鲍国良",)), w.officer)
    assert [one.label for one in signing.signers(row)] == ["带队", "检查人员", "被检查单位"]
    for state in ("signing", "signing", "signed"):
        row = sign_next(row, w.officer)
        assert row.state == state
    assert row.signed_at and Signature.objects.standing().count() == 3
    assert [line.action for line in row.log.all()] == ["begin", "present", "lock"]


def test_the_units_person_is_its_principal_unless_another_signs(w):
    row = presented(begun(w), w.officer)
    row = sign_next(row, w.officer)
    assert signing.signers(row)[-1].name == w.firm.principal
    sign_next(row, w.officer, name="蔡守田")
    assert Signature.objects.get(part="unit").name == "蔡守田"


def test_a_member_signs_under_the_own_name_only(w):
    row = presented(begun(w), w.officer)
    sign_next(row, w.officer, name="别人")
    assert Signature.objects.get().name == w.officer.name


def test_an_open_list_keeps_people_from_signing(w):
    row = begun(w)
    with pytest.raises(Refused, match="还有 2 项没有填完"):
        signing.present(inspection=row, by=w.officer, ended=time(10, 0), seen=row.version)


def test_a_photo_that_is_due_keeps_people_from_signing(w):
    row = filled(begun(w, checklist=a_list("灭火器", photo_when_bad=True).current), w.officer, "no")
    assert "第 1 项需要拍照" in signing.unready(row)
    inspecting.answer(inspection=row, item=row.checklist.items.get(), value="no", photos=[photo_id(w.officer)], by=w.officer)
    assert signing.missing(row) == []


def test_the_end_does_not_come_before_the_beginning(w):
    row = filled(begun(w), w.officer)
    with pytest.raises(Refused, match="结束时间不能早于开始时间"):
        signing.present(inspection=row, by=w.officer, ended=time(8, 0), seen=row.version)


def test_a_record_changed_since_it_was_looked_at_is_not_presented(w):
    row = filled(begun(w), w.officer)
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板")
    with pytest.raises(Stale):
        signing.present(inspection=row, by=w.officer, ended=time(10, 0), seen=row.version)


def test_once_people_sign_nothing_can_be_written(w):
    row = presented(begun(w), w.officer)
    item = row.checklist.items.first()
    for act in (
        lambda: inspecting.answer(inspection=row, item=item, value="no", by=w.officer),
        lambda: inspecting.add_finding(inspection=row, by=w.officer, description="又看到一处"),
        lambda: inspecting.change(inspection=row, by=w.officer, seen=row.version, opinions="改"),
        lambda: inspecting.add_member(inspection=row, by=w.officer, name="后来的人"),
    ):
        with pytest.raises(Refused, match="已经开始签名"):
            act()


def test_sent_back_all_signatures_are_void_and_everybody_signs_again(w):
    row = sign_next(presented(begun(w, named=("鲍国良",)), w.officer), w.officer)
    row = signing.reopen(inspection=row, by=w.officer, note="漏写一个问题")
    assert row.state == "open" and not row.signatures.standing().exists() and row.signatures.count() == 1
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板")
    row = signed(row, w.officer)
    assert row.state == "signed" and row.signatures.standing().count() == 3


def test_sending_back_is_explained(w):
    row = presented(begun(w), w.officer)
    with pytest.raises(Refused, match="必须写明原因"):
        signing.reopen(inspection=row, by=w.officer, note=" ")


def test_who_signed_once_stays_on_the_team(w):
    row = presented(begun(w, named=("鲍国良",)), w.officer)
    row = sign_next(sign_next(row, w.officer), w.officer)
    row = signing.reopen(inspection=row, by=w.officer, note="改时间")
    with pytest.raises(Refused, match="鲍国良已经签过名"):
        inspecting.drop_member(member=row.team.get(name="鲍国良"), by=w.officer)


def test_a_signature_over_an_older_record_is_refused(w):
    row = presented(begun(w), w.officer)
    with pytest.raises(Stale):
        sign_next(row, w.officer, seen="0" * 64)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("drawn", ["", "data:image/png;base64,AAAA", "<svg onload=1>"])
def test_what_is_no_signature_signs_nothing(w, drawn):
    row = presented(begun(w), w.officer)
    with pytest.raises(Refused):
        sign_next(row, w.officer, drawn=drawn)
    assert not Signature.objects.exists()


def test_nobody_signs_twice_and_nobody_else_signs(w):
    row = presented(begun(w, named=("鲍国良",)), w.officer)
    key = signing.signers(row)[0].key
    row = sign_next(row, w.officer)
    with pytest.raises(Refused, match="已经签过名"):
        sign_next(row, w.officer, key=key)
    with pytest.raises(Refused, match="不用签名"):
        sign_next(row, w.officer, key="m999999")


def test_a_locked_record_takes_no_signature_and_no_way_back(w):
    row = signed(begun(w), w.officer)
    for act in (
        lambda: signing.sign(inspection=row, key="unit", drawn=signature(), by=w.officer, seen=row.sha256),
        lambda: signing.reopen(inspection=row, by=w.officer, note="改"),
        lambda: signing.cancel(inspection=row, by=w.officer, note="不要了"),
        lambda: signing.refuse(inspection=row, reason="不签", witness="村干部", by=w.officer),
    ):
        with pytest.raises(Refused):
            act()


def test_a_refusal_is_written_down_and_the_witness_signs_in_the_units_place(w):
    row = sign_next(presented(begun(w), w.officer), w.officer)
    row = signing.refuse(inspection=row, reason="认为没有问题，不肯签", witness="尚文斌", by=w.officer)
    assert [one.part for one in signing.signers(row)] == ["inspector", "witness"]
    row = sign_next(row, w.officer, name="冒名")
    assert row.state == "signed" and Signature.objects.get(part="witness").name == "尚文斌"
    kept = json.loads(row.record)
    assert kept["refusal"] == "认为没有问题，不肯签" and kept["witness"] == "尚文斌"


@pytest.mark.parametrize(("reason", "witness", "said"), [("", "尚文斌", "情况"), ("不肯签", " ", "见证人")])
def test_a_refusal_names_reason_and_witness(w, reason, witness, said):
    row = presented(begun(w), w.officer)
    with pytest.raises(Refused, match=said):
        signing.refuse(inspection=row, reason=reason, witness=witness, by=w.officer)


def test_who_has_signed_has_not_refused(w):
    row = presented(begun(w, named=("鲍国良",)), w.officer)
    sign_next(row, w.officer, key="unit")
    with pytest.raises(Refused, match="已经签名"):
        signing.refuse(inspection=row, reason="不肯签", witness="尚文斌", by=w.officer)


def test_a_firms_own_check_is_signed_by_its_team_alone(w):
    row = presented(own(w), w.boss)
    assert [one.name for one in signing.signers(row)] == [w.firm.principal, w.boss.name]
    with pytest.raises(Refused, match="不用被检查单位签名"):
        signing.refuse(inspection=row, reason="不肯签", witness="尚文斌", by=w.boss)


def test_the_principals_check_is_led_by_the_principal(w):
    row = filled(own(w, team=[(w.boss, w.boss.name, "", "lead")]), w.boss)
    with pytest.raises(Refused, match=f"由{w.firm.principal}本人带队"):
        signing.present(inspection=row, by=w.boss, ended=time(10, 0), seen=row.version)


def test_an_experts_visit_has_an_expert_and_the_opinion(w):
    row = filled(begun(w, kind="expert"), w.officer)
    assert "专家" in signing.unready(row)
    inspecting.add_member(inspection=row, by=w.officer, name="庄明远", unit="注册安全工程师", post="expert")
    row = fresh(row)
    assert "专家意见" in signing.unready(row)
    row = inspecting.change(inspection=row, by=w.officer, seen=row.version, expert_opinion="建议更换防爆灯具")
    assert signing.unready(row) == ""


def test_a_joint_inspection_has_two_offices(w):
    row = filled(begun(w, kind="joint"), w.officer)
    assert "两个站所" in signing.unready(row)
    row.offices.add(w.office)
    assert signing.unready(row) == ""


def test_bad_answers_and_findings_become_hazards_when_locked(w):
    listed = a_list("灭火器压力正常", basis="建筑灭火器配置验收及检查规范", grade="ordinary").current
    row = begun(w, checklist=listed)
    inspecting.add_finding(
        inspection=row, by=w.officer, description="有限空间没有警示", location="污水池", grade="major", basis="重大隐患判定标准",
        photos=[photo_id(w.officer)],
    )  # fmt: skip
    row = presented(row, w.officer, "no")
    assert not Hazard.objects.exists()
    while row.state == "signing":
        row = sign_next(row, w.officer)
    answer, finding = Hazard.objects.order_by("pk")
    assert (answer.grade, answer.grade_basis) == ("ordinary", "建筑灭火器配置验收及检查规范")
    assert (finding.grade, finding.location, finding.state, finding.source) == ("major", "污水池", "found", "inspection")
    assert Attachment.objects.of(finding).get().slot == "before" and finding.found_by == w.officer.name


def test_what_a_firm_finds_itself_waits_for_confirmation(w):
    signed(own(w), w.boss, "no")
    assert set(Hazard.objects.values_list("state", "source")) == {("draft", "self-check")}


def test_the_unit_is_told_when_it_is_over_and_not_before(w):
    row = presented(begun(w, kind="unannounced"), w.officer, "no")
    assert not Message.objects.exists()
    while row.state == "signing":
        row = sign_next(row, w.officer)
    told = Message.objects.get(recipient=w.boss)
    assert "发现 2 个问题" in told.title and not Message.objects.filter(recipient=w.other_officer).exists()


def test_what_a_department_finds_is_told_to_the_safety_office(w):
    w.firm.supervising_office = w.office
    w.firm.save()
    signed(begun(w, w.department), w.department, "no")
    assert Message.objects.filter(recipient=w.officer, title__contains="2 个问题").count() == 1


def test_given_up_with_a_reason_it_stays_on_record(w):
    row = signing.cancel(inspection=begun(w), by=w.officer, note="企业停电，改日再来")
    assert row.state == "cancelled" and row.log.last().note == "企业停电，改日再来"


def test_the_kept_record_proves_that_nothing_changed(w):
    row = fresh(signed(begun(w), w.officer, "no"))
    assert record.is_whole(row)
    row.answers.update(value="yes")
    assert not record.is_whole(fresh(row))


def test_a_changed_record_is_found_out(w):
    row = fresh(signed(begun(w), w.officer))
    row.record = row.record.replace("一号车间", "二号车间")
    assert not record.is_whole(row)


def test_the_record_holds_the_hashes_of_photos_and_signatures(w):
    row = begun(w)
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板", photos=[photo_id(w.officer)])
    row = signed(row, w.officer)
    kept = json.loads(row.record)
    photo = Attachment.objects.of(row.findings.get()).get()
    assert kept["findings"][0][4] == [photo.sha256] and len(kept["signatures"]) == 2
    assert {s["over"] for s in kept["signatures"]} == set(row.signatures.values_list("content_sha256", flat=True))
