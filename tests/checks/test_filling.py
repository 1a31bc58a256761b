"""Saving answers one by one, signing, and handing in once."""

from datetime import timedelta

import pytest

from checks import services
from checks.enums import ItemKind
from checks.models import Answer
from checks.services.filling import wrong_value
from core import clock
from core.errors import Refused, Stale
from evidence.models import Attachment
from tests import factories

from .conftest import (
    a_check,
    a_list,
    fill,
    fresh,
    hand_in,
    in_state,
    item_of,
    photo_id,
    secret_check,
    signature,
    submitted,
)


def give(w, check, value, number=1, by=None, **values):
    return services.reply(check=check, item=item_of(check, number), value=value, by=by or w.boss, **values)


def stored(check, number=1):
    return Answer.objects.get(check_row=check, item=item_of(check, number))


def test_the_first_answer_begins_the_check(w):
    check = a_check(w)
    give(w, check, "yes")
    assert fresh(check).state == "filling" and list(check.log.values_list("action", flat=True)) == ["fill"]
    give(w, check, "no", 2)
    assert check.log.count() == 1 and stored(check, 2).saved_by == w.boss


def test_an_answer_replaces_the_one_before(w):
    check = a_check(w)
    give(w, check, "yes", note="好的")
    give(w, check, "no", note="坏了")
    assert (stored(check).value, stored(check).note) == ("no", "坏了") and check.answers.count() == 1


def test_an_older_answer_that_comes_late_overwrites_nothing(w):
    check, now = a_check(w), clock.now()
    assert give(w, check, "no", at=now).taken
    late = give(w, check, "yes", at=now - timedelta(minutes=5))
    assert not late.taken and late.answer.value == "no" and stored(check).value == "no"


def test_a_newer_answer_of_another_phone_is_taken(w):
    check, now = a_check(w), clock.now()
    give(w, check, "yes", at=now - timedelta(minutes=5))
    assert give(w, check, "no", at=now, by=w.cadre).taken and stored(check).value == "no"


def test_photos_of_an_older_answer_are_kept_all_the_same(w):
    check, now = a_check(w), clock.now()
    give(w, check, "no", at=now)
    give(w, check, "no", at=now - timedelta(hours=1), photos=[photo_id(w.boss)])
    assert Attachment.objects.of(stored(check)).count() == 1


def test_a_removed_photo_is_withdrawn_and_only_from_its_own_answer(w):
    check = a_check(w)
    one, two = photo_id(w.boss), photo_id(w.boss, "red")
    give(w, check, "no", photos=[one])
    give(w, check, "no", 2, photos=[two])
    give(w, check, "no", dropped=[one, two])
    assert not Attachment.objects.of(stored(check)).exists() and Attachment.objects.of(stored(check, 2)).exists()


def test_somebody_elses_upload_is_not_taken(w):
    check = a_check(w)
    give(w, check, "no", photos=[photo_id(w.cadre)])
    assert not Attachment.objects.of(stored(check)).exists()


@pytest.mark.parametrize("state", ["submitted", "accepted", "cancelled"])
def test_nothing_is_saved_after_the_end(w, state):
    check = in_state(w, state)
    before = check.answers.count()
    with pytest.raises(Refused, match="不能再改|不用再填"):
        give(w, check, "no")
    assert check.answers.count() == before and not check.answers.filter(value="no").exists()


def test_the_refusal_names_who_handed_in_and_when(w):
    check = in_state(w, "submitted")
    with pytest.raises(Refused, match=f"已由{w.boss.name}于"):
        give(w, check, "no")


def test_a_returned_check_is_filled_in_again(w):
    check = in_state(w, "returned")
    give(w, check, "no")
    assert fresh(check).state == "returned" and stored(check).value == "no"


@pytest.mark.parametrize("role", ["officer", "leader", "department", "liaison", "discipline", "supervisor"])
def test_only_the_unit_answers(w, role):
    check = a_check(w)
    with pytest.raises(Refused, match="由企业自查填报"):
        give(w, check, "yes", by=getattr(w, role))
    assert not check.answers.exists()


@pytest.mark.parametrize(("role", "may"), [("cadre", True), ("liaison", True), ("boss", False), ("officer", False)])
def test_a_village_answers_for_itself(w, role, may):
    check = a_check(w, place=w.village)
    try:
        give(w, check, "yes", by=getattr(w, role))
    except Refused as error:
        assert not may and "由村" in str(error)
    else:
        assert may


@pytest.mark.parametrize(("where", "helper"), [("firm", "cadre"), ("village", "liaison")])
def test_nobody_helps_with_a_confidential_check(w, where, helper):
    check = secret_check(w) if where == "firm" else secret_check(w, place=w.village)
    with pytest.raises(Refused):
        give(w, check, "no", by=getattr(w, helper))


def test_an_item_of_another_list_is_refused(w):
    check, other = a_check(w), a_list("别的内容")
    with pytest.raises(Refused, match="不在这份自查里"):
        services.reply(check=check, item=other.current.items.first(), value="yes", by=w.boss)


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("yes-no", "maybe", "请选择"), ("yes-no", "na", ""), ("number", "十二", "请填数字"), ("number", "NaN", "请填数字"),
        ("number", "1e99", "请填数字"), ("number", "１２.5", ""), ("text", "长" * 501, "最多 500 字"), ("text", "", ""),
    ],
)  # fmt: skip
def test_a_value_must_fit_its_item(w, kind, value, fault):
    item = a_list("多少人", kind=kind).current.items.first()
    assert (fault in wrong_value(item, value)) if fault else wrong_value(item, value) == ""


def test_full_width_digits_become_plain_ones(w):
    check = a_check(w, a_list("多少人", kind=ItemKind.NUMBER))
    give(w, check, " １２ ")
    assert stored(check).value == "12"


def test_what_is_missing_is_listed_in_order_with_its_reason(w):
    check = a_check(w, factories.checklist("通道", "灭火器", "电线"))
    give(w, check, "no", 2)
    assert [(row.number, row.reason) for row in services.missing(check)] == [
        (1, "还没有填写"), (2, "需要拍照"), (3, "还没有填写"),
    ]  # fmt: skip
    give(w, check, "no", 2, photos=[photo_id(w.boss)])
    assert [row.number for row in services.missing(check)] == [1, 3]


def test_a_good_answer_needs_no_photo(w):
    check = a_check(w, factories.checklist("通道"))
    give(w, check, "na")
    assert services.missing(check) == []


def test_handing_in_is_refused_while_something_is_missing(w):
    check = a_check(w)
    give(w, check, "yes")
    with pytest.raises(Refused, match="还有 1 项没有填完"):
        hand_in(check, w.boss)
    assert fresh(check).state == "filling"


def test_a_check_without_anything_bad_is_a_signed_zero_report(w):
    row = submitted(w)
    assert row.zero_report and row.signed_name == "季长河" and row.submitted_by == w.boss
    sign = Attachment.objects.of(row).get()
    assert (sign.slot, sign.origin) == ("signature", "signature")


def test_a_bad_answer_is_no_zero_report(w):
    assert not submitted(w, value="no").zero_report


@pytest.mark.parametrize(
    ("name", "drawn", "said"),
    [("", None, "签名人姓名"), ("季长河", "", "还没有签名"), ("季长河", "data:image/png;base64,xx", "没有保存成功")],
)
def test_without_name_or_signature_nothing_is_handed_in(w, name, drawn, said):
    check = fill(a_check(w), w.boss)
    drawn = signature() if drawn is None else drawn
    with pytest.raises(Refused, match=said):
        services.finish(check=check, name=name, signature=drawn, by=w.boss, seen=check.row_version)
    assert fresh(check).state == "filling"


def test_a_summary_that_is_no_longer_the_newest_is_not_signed(w):
    check = fill(a_check(w), w.boss)
    seen = check.row_version
    give(w, check, "no", by=w.cadre)
    with pytest.raises(Stale, match="答案又有改动"):
        services.finish(check=check, name="季长河", signature=signature(), by=w.boss, seen=seen)
    assert fresh(check).state == "filling"


def test_the_second_phone_is_told_who_was_first(w):
    check = fill(a_check(w), w.boss)
    hand_in(check, w.boss)
    with pytest.raises(Refused, match=f"已由{w.boss.name}于"):
        services.finish(check=check, name="别人", signature=signature(), by=w.cadre, seen=check.row_version)
    assert check.log.filter(action="submit").count() == 1 and Attachment.objects.of(check).count() == 1


def test_signed_again_after_a_return_the_old_signature_is_withdrawn(w):
    check = in_state(w, "returned")
    hand_in(check, w.boss, name="季立新")
    row = fresh(check)
    assert (row.state, row.signed_name) == ("submitted", "季立新")
    assert Attachment.objects.of(row).count() == 1


def test_a_check_keeps_the_version_it_was_sent_with(w):
    of = a_list("旧的内容")
    of.township = w.town
    of.save()
    check = a_check(w, of)
    give(w, check, "yes")
    draft = services.new_draft(checklist=of, by=w.officer)
    services.change_item(item=draft.items.get(), text="新的内容", by=w.officer)
    services.publish(version=draft, by=w.officer)
    row = hand_in(check, w.boss)
    assert services.accept(check=row, by=w.officer).state == "accepted"
    assert row.version.number == 1 and row.answers.get().item.text == "旧的内容"
    assert a_check(w, of).version.number == 2
