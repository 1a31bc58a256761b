"""What bad answers lead to: hazard drafts and confidential leads, once per answer."""

import pytest

from checks import services
from checks.models import Answer
from evidence.models import Attachment
from hazards.models import Hazard
from incidents import moments
from incidents.models import Lead
from reminders.models import Message
from tests import factories

from .conftest import a_check, a_list, fill, fresh, hand_in, item_of, photo_id, secret_check, submitted
from .visits import begun, signed


def with_bad(w, check=None, by=None, note="压力在红区"):
    """All good but the first item, which is bad with a photo."""
    check, by = check or a_check(w, factories.checklist("灭火器是否有效", "通道是否畅通")), by or w.boss
    fill(check, by)
    services.reply(check=check, item=item_of(check), value="no", note=note, photos=[photo_id(by)], by=by)
    return fresh(check)


def test_a_bad_answer_becomes_a_draft_of_the_units_hazard_with_its_photos(w):
    of = factories.campaign(w.town)
    check = with_bad(w, a_check(w, factories.checklist("灭火器是否有效"), campaign=of))
    hand_in(check, w.boss)
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.source, hazard.enterprise, hazard.village) == ("draft", "self-check", w.firm, w.village)
    assert hazard.campaign == of and hazard.created_by == w.boss
    assert "灭火器是否有效" in hazard.description and "压力在红区" in hazard.description and "不符合（" in hazard.description
    assert Attachment.objects.of(hazard).count() == 1
    assert Answer.objects.get(hazard=hazard).item.text == "灭火器是否有效"
    assert Attachment.objects.of(Answer.objects.get(hazard=hazard)).count() == 1


def test_a_villages_answer_names_no_enterprise(w):
    check = with_bad(w, a_check(w, factories.checklist("消防通道是否畅通"), place=w.village), w.cadre)
    hand_in(check, w.cadre)
    hazard = Hazard.objects.get()
    assert hazard.enterprise is None and hazard.sector_id == "fire" and hazard.location == "石桥村"


def test_handed_in_again_the_hazard_is_not_doubled(w):
    check = with_bad(w)
    services.send_back(check=hand_in(check, w.boss), note="再看看", by=w.officer)
    services.reply(check=check, item=item_of(check), value="no", note="换个说法", by=w.boss)
    hand_in(check, w.boss)
    assert Hazard.objects.count() == 1


def test_another_bad_answer_after_a_return_makes_its_own(w):
    check = with_bad(w)
    services.send_back(check=hand_in(check, w.boss), note="第 2 项不实", by=w.officer)
    services.reply(check=check, item=item_of(check, 2), value="no", photos=[photo_id(w.boss)], by=w.boss)
    hand_in(check, w.boss)
    assert Hazard.objects.count() == 2


def test_nothing_happens_before_it_is_handed_in(w):
    with_bad(w)
    assert not Hazard.objects.exists()


@pytest.mark.parametrize("item", [{"leads_to": "nothing"}, {"bad_answer": "never"}])
def test_what_is_only_recorded_leads_to_nothing(w, item):
    check = fill(a_check(w, a_list("有没有预案", **item)), w.boss, "no")
    row = hand_in(check, w.boss)
    assert not Hazard.objects.exists() and row.zero_report == (item == {"bad_answer": "never"})


def confess(w, check=None):
    """One "yes" among the three questions."""
    check = fill(check or secret_check(w), w.boss, "no")
    services.reply(check=check, item=item_of(check), value="yes", note="前年一名装卸工被压伤后去世", by=w.boss)
    return hand_in(check, w.boss)


def test_a_yes_opens_a_confidential_lead_for_the_leaders(w):
    check = confess(w)
    lead = Lead.objects.get()
    assert (lead.source, lead.enterprise, lead.village) == ("self-check", w.firm, w.village)
    assert "前年一名装卸工" in lead.summary and Answer.objects.get(lead=lead).check_row == check
    assert Lead.objects.visible_to(w.leader).exists()
    for person in (w.officer, w.boss, w.cadre, w.discipline, w.department, w.liaison, w.supervisor):
        assert not Lead.objects.visible_to(person).exists()
    assert not check.zero_report and not Hazard.objects.exists()


def test_what_a_unit_says_of_itself_is_one_case_and_what_it_knows_of_others_another_that_does_not_name_it(w):
    check = fill(secret_check(w), w.boss, "no")
    for number, note in ((1, "前年一名装卸工去世"), (2, "私下赔了钱"), (3, "河对岸的采石场也有过")):
        services.reply(check=check, item=item_of(check, number), value="yes", note=note, by=w.boss)
    hand_in(check, w.boss)
    own, other = Lead.objects.order_by("number")
    assert own.source == "self-check" and own.enterprise == w.firm
    assert "装卸工" in own.summary and "私下赔了钱" in own.summary and "采石场" not in own.summary
    assert (other.source, other.enterprise) == ("tip", None) and "采石场" in other.summary
    assert w.firm.name not in other.summary and moments.standing(moments.of(other)) == moments.Standing.NEVER
    assert [row.lead for row in Answer.objects.order_by("item__order")] == [own, own, other]


def test_handed_in_again_the_lead_is_not_doubled(w):
    check = confess(w)
    services.send_back(check=check, note="签名不是本人", by=w.officer)
    hand_in(check, w.boss)
    assert Lead.objects.count() == 1


def test_three_times_no_opens_nothing(w):
    assert submitted(w, secret_check(w), value="no").zero_report and not Lead.objects.exists()


def test_no_message_tells_of_a_death_and_the_office_is_told_nothing(w):
    confess(w)
    for message in Message.objects.all():
        for word in ("死", "亡故", "去世", "装卸工", "压伤"):
            assert word not in message.title + message.body
    assert not Message.objects.filter(recipient=w.officer).exists()
    assert Message.objects.filter(recipient=w.leader).exists()


def test_the_office_hears_of_problems_of_an_open_list(w):
    hand_in(with_bad(w), w.boss)
    assert Message.objects.get(recipient=w.officer, key__startswith="check-submitted").title.startswith(
        f"{w.firm.name}自查发现 1 个问题"
    )


def test_a_zero_report_disturbs_nobody(w):
    submitted(w)
    assert not Message.objects.filter(key__startswith="check-submitted").exists()


def test_a_hazard_reads_as_the_record_does(w):
    of = a_list("出口门没有上锁")
    check = fill(a_check(w, of), w.boss, "no", note="后门锁着。")
    hand_in(check, w.boss)
    signed(begun(w, checklist=of.current), w.officer, "no")
    told = list(Hazard.objects.order_by("pk").values_list("description", flat=True))
    assert told == ["“出口门没有上锁”不符合（后门锁着）", "“出口门没有上锁”不符合"]


def test_a_yes_that_is_the_problem_is_told_with_its_answer(w):
    hand_in(fill(a_check(w, a_list("有没有住人", bad_answer="yes")), w.boss, "yes"), w.boss)
    assert Hazard.objects.get().description == "有没有住人（答：是）"
