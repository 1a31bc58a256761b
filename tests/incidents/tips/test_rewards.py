"""Rewards: the rule's numbers, the budget, the steps, paying by code, a register without names."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from core import clock
from core.errors import Refused
from incidents.models import AccessLog, Accident, Handler, Lead, Pledge, Reward, RewardBudget, RewardRule
from incidents.tips import rewarding, services
from incidents.tips.deadlines import due_rewards
from incidents.tips.exports import REWARDS

from ..conftest import as_user, later
from .conftest import NAME, PHONE, STORY, closed_with_code, sent, tip_in


@pytest.fixture
def rule(w):
    return RewardRule.objects.get(township=None)


def budget(w, amount=400_000):
    return RewardBudget.objects.create(township=w.town, year=clock.today().year, amount=amount, document="云政发〔2026〕1号")


def proposed(w, fine=50_000):
    tip, code = closed_with_code(w)
    return services.propose(tip=tip, by=w.officer, basis="fine", fine=Decimal(fine), document="罚1号"), code


def approved(w, **changes):
    reward, code = proposed(w, **changes)
    RewardBudget.objects.filter(township=w.town).exists() or budget(w)
    return services.approve(reward=reward, by=w.leader), code


@pytest.mark.parametrize(
    ("given", "yuan"),
    [
        ({"deaths": 4, "grade": "larger"}, 160_000),  # the check value
        ({"deaths": 1, "grade": "ordinary"}, 30_000),
        ({"deaths": 10, "grade": "grave"}, 300_000),
        ({"deaths": 30, "grade": "gravest"}, 300_000),
        ({"fine": 0}, 3000),
        ({"fine": 20_000}, 3000),
        ({"fine": Decimal("20000.07")}, Decimal("3000.01")),
        ({"fine": 100_000}, 15_000),
        ({"fine": 2_000_000}, 300_000),
        ({"fine": 5_000_000}, 300_000),
    ],
)
def test_the_amount_follows_the_rule(rule, given, yuan):
    assert rewarding.amount(rule, **given) == yuan


def test_the_rule_of_the_day_the_tip_came_in_counts_and_the_townships_own_goes_first(w, rule):
    own = {"township": w.town, "document": "本镇办法", "percent": 10, "least": 500, "most": 50_000}
    own |= {"ordinary": 1, "larger": 1, "grave": 1, "gravest": 1}
    newer = RewardRule.objects.create(valid_from=later(-10), **own)
    in_force = RewardRule.objects.in_force
    assert in_force(w.town.pk, clock.today()) == newer and in_force(w.other_town.pk, clock.today()) == rule
    assert in_force(w.town.pk, later(-11)) == rule and in_force(w.town.pk, rule.valid_from - timedelta(days=1)) is None
    with clock.at(clock.now() - timedelta(days=20)):
        tip = tip_in(w, "closed")
    reward = services.propose(tip=tip, by=w.officer, basis="fine", fine=Decimal(100_000))
    assert reward.rule == rule and reward.amount == 15_000


def test_without_a_budget_or_beyond_it_nothing_is_approved(w):
    first, second = proposed(w)[0], proposed(w)[0]
    with pytest.raises(Refused, match="还没有登记"):
        services.approve(reward=first, by=w.leader)
    budget(w, 10_000)
    services.approve(reward=first, by=w.leader)
    with pytest.raises(Refused, match="余额 2,500.00 元，不够支付 7,500.00 元"):
        services.approve(reward=second, by=w.leader)
    assert Reward.objects.get(pk=second.pk).state == "reported"


def test_a_lapsed_reward_gives_its_money_back(w):
    reward, code = approved(w)
    row = RewardBudget.objects.get()
    assert row.left == row.amount - 7500
    with pytest.raises(Refused, match="还没有过领取期限"):
        services.lapse(reward=reward, note="没有来", by=w.officer)
    with clock.at(clock.now() + timedelta(days=61)):
        with pytest.raises(Refused, match="已过领取期限"):
            services.pay(code=code, voucher="1", by=w.officer)
        services.lapse(reward=reward, note="没有来领", by=w.officer)
    assert row.left == row.amount


ACTS = {
    "approve": ({"reported"}, {"leader", "leader2"}), "refuse": ({"reported"}, {"leader", "leader2"}),
    "pay": ({"granted"}, {"officer", "second"}), "lapse": (set(), set()),
}  # fmt: skip


def take(row, code, action, by):
    acts = {
        "approve": lambda: services.approve(reward=row, by=by),
        "refuse": lambda: services.refuse(reward=row, note="不符合", by=by),
        "pay": lambda: services.pay(code=code, voucher="2", by=by),
        "lapse": lambda: services.lapse(reward=row, note="没有来", by=by),
    }
    return acts[action]()


@pytest.mark.parametrize("state", ["reported", "granted", "done", "refused"])
@pytest.mark.parametrize("action", ACTS)
def test_every_action_in_every_state_by_every_role(w, state, action):
    reward, code = proposed(w) if state in ("reported", "refused") else approved(w)
    if state == "refused":
        services.refuse(reward=reward, note="已由县里奖励", by=w.leader)
    if state == "done":
        services.pay(code=code, voucher="1", by=w.officer)
    RewardBudget.objects.exists() or budget(w)
    sources, may = ACTS[action]
    for role in (
        "officer",
        "second",
        "leader",
        "leader2",
        "third",
        "discipline",
        "cadre",
        "boss",
        "supervisor",
        "other_leader",
    ):
        point, by, row = transaction.savepoint(), getattr(w, role), Reward.objects.get(pk=reward.pk)
        if state in sources and role in may:
            take(row, code, action, by)
            assert Reward.objects.get(pk=reward.pk).state != state
        else:
            with pytest.raises(Refused):
                take(row, code, action, by)
            assert Reward.objects.get(pk=reward.pk).state == state
        transaction.savepoint_rollback(point)


def test_only_a_true_closed_tip_is_rewarded_once(w):
    for state in ("received", "running", "dismissed"):
        with pytest.raises(Refused, match="办结并认定属实"):
            services.propose(tip=tip_in(w, state), by=w.officer, basis="fine", fine=Decimal(1))
    reward, _ = proposed(w)
    with pytest.raises(Refused, match="已经提出奖励"):
        services.propose(tip=reward.tip, by=w.officer, basis="fine", fine=Decimal(1))
    with pytest.raises(Refused, match="已经提出奖励"):
        services.reopen(tip=reward.tip, note="重来", by=w.leader)


def test_a_code_of_another_township_or_none_pays_nothing(w):
    reward, code = approved(w)
    for wrong in ("", "0000-0000-0000-0000", code[:-1]):
        with pytest.raises(Refused, match="没有与这个查询码对应"):
            services.pay(code=wrong, voucher="1", by=w.officer)
    with pytest.raises(Refused, match="没有与这个查询码对应"):
        services.pay(code=code, voucher="1", by=w.other_officer)
    paid = services.pay(code=code.lower(), voucher="凭证7", by=w.officer)
    assert (paid.pk, paid.state, paid.voucher) == (reward.pk, "done", "凭证7")


def test_the_register_its_workbook_and_the_form_name_nobody(w):
    reward, code = approved(w)
    client = as_user(w.officer)
    for to in (reverse("tips:rewards"), reverse("tips:rewards") + "?export=xlsx", reverse("tips:reward", args=[reward.pk])):
        answer = client.get(to)
        text = answer.content.decode(errors="ignore")
        assert answer.status_code == 200 and not [word for word in (NAME, PHONE, STORY, code) if word in text]
    assert reward.number in client.get(reverse("tips:rewards")).content.decode()


def test_the_tipster_reads_of_it_by_the_code(w):
    _, code = approved(w)
    from django.test import Client

    page = Client().post(reverse("tips:status"), {"code": code}).content.decode()
    assert "7,500.00 元" in page and "出示查询码领取" in page


def test_approvals_and_claims_are_urged(w):
    reward, _ = proposed(w)
    (due,) = due_rewards(clock.today(), later(60))
    assert set(due.people) == {w.leader, w.leader2} and reward.number in due.title
    budget(w)
    services.approve(reward=reward, by=w.leader)
    (due,) = due_rewards(clock.today(), later(60))
    assert set(due.people) == {w.officer, w.second} and due.due_on == later(60)


def test_the_pages_take_a_reward_from_proposal_to_payment(w):
    tip, code = closed_with_code(w)
    officer, leader = as_user(w.officer), as_user(w.leader)
    page = officer.post(reverse("tips:propose", args=[tip.pk]), {"basis": "deaths", "deaths": 4, "document": "批复"})
    assert "请选择最终确认的事故等级" in page.content.decode() and not Reward.objects.exists()
    officer.post(
        reverse("tips:propose", args=[tip.pk]), {"basis": "deaths", "deaths": 4, "grade": "larger", "document": "批复"}
    )
    reward = Reward.objects.get()
    assert reward.amount == 160_000
    step = reverse("tips:reward_step", args=[reward.pk, "approve"])
    assert "请先登记" in leader.post(step, {"row_version": reward.version}).content.decode()
    year = clock.today().year
    leader.post(reverse("tips:budgets"), {"year": year, "amount": 200_000, "document": "云政发"})
    assert leader.post(step, {"row_version": reward.version}).status_code == 302
    assert officer.post(step, {"row_version": reward.version}).status_code == 403
    page = officer.post(reverse("tips:pay"), {"code": "7", "voucher": "1"})
    assert "查询码是 16 位" in page.content.decode()
    assert officer.post(reverse("tips:pay"), {"code": code, "voucher": "1"}).status_code == 302
    assert Reward.objects.get().state == "done"


def test_a_new_rule_never_reaches_back(w):
    told = {
        "document": "本镇办法",
        "percent": 20,
        "least": 1,
        "most": 2,
        "ordinary": 1,
        "larger": 1,
        "grave": 1,
        "gravest": 1,
    }
    told |= {"sureness": "A"}
    client, to = as_user(w.leader), reverse("tips:rules")
    assert "不能从今天以前施行" in client.post(to, told | {"valid_from": later(-1)}).content.decode()
    assert "最高不能低于最低" in client.post(to, told | {"valid_from": later(), "least": 3}).content.decode()
    assert client.post(to, told | {"valid_from": later()}).status_code == 302
    assert as_user(w.officer).post(to, told | {"valid_from": later(9)}).status_code == 403
    assert RewardRule.objects.get(township=w.town).created_by == w.leader
    assert AccessLog.objects.get().user == w.leader and "奖励标准" in AccessLog.objects.get().detail
    assert "这一天已经有施行的标准" in client.post(to, told | {"valid_from": later()}).content.decode()


def test_a_years_budget_is_entered_once_and_changed_by_its_version(w):
    year, client = clock.today().year, as_user(w.leader)
    told = {"year": year, "amount": 5000, "document": "云政发"}
    assert client.post(reverse("tips:budgets"), told).status_code == 302
    assert "这一年度已登记预算" in client.post(reverse("tips:budgets"), told).content.decode()
    to = reverse("tips:budget", args=[year])
    assert client.post(to, told | {"amount": 6000, "row_version": 1}).status_code == 302
    assert "刚被别人改过" in client.post(to, told | {"amount": 7000, "row_version": 1}).content.decode()
    assert RewardBudget.objects.get().amount == 6000
    said = list(AccessLog.objects.order_by("number").values_list("detail", flat=True))
    assert said == [f"{year} 年奖励预算：0.00→5,000.00 元", f"{year} 年奖励预算：5,000.00→6,000.00 元"]


def test_a_reward_begins_with_the_accident_of_the_case_and_says_when_it_differs(w):
    tip, _ = sent(w, kind="concealed")
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    lead = Lead.objects.get()
    accident = Accident.objects.create(
        lead=lead, happened_at=clock.now(), place="车间", deaths=12, grade="major", rule="2007"
    )
    services.close(tip=tip, by=w.leader, finding="true", note="已处罚")
    services.name_handler(tip=tip, user=w.officer, by=w.leader)
    client, to = as_user(w.officer), reverse("tips:propose", args=[tip.pk])
    assert client.get(to).context["form"].initial == {} and "线索登记的事故" not in client.get(to).content.decode()
    Handler.objects.create(lead=lead, user=w.officer)
    page = client.get(to)
    assert page.context["form"].initial == {"basis": "deaths", "deaths": 12, "grade": "grave"}
    assert "死亡 12 人，重大事故" in page.content.decode() and lead.accesses.filter(detail="核对举报奖励").exists()
    client.post(to, {"basis": "deaths", "deaths": 11, "grade": "grave", "document": "批复"})
    shown = lambda: client.get(reverse("tips:reward", args=[Reward.objects.get().pk])).content.decode()  # noqa: E731
    assert "与线索登记的事故不一致：死亡 12 人" in shown()
    Accident.objects.filter(pk=accident.pk).update(deaths=11)
    assert "不一致" not in shown()


def test_for_what_a_hidden_accident_pays_is_told_to_its_handlers_and_leaders_alone(w):
    """Others read number, amount and state: with one or two a year, kind and deaths would point at the case."""
    tip, _ = sent(w, kind="concealed")
    services.accept(tip=tip, by=w.leader)
    services.close(tip=tip, by=w.leader, finding="true", note="已处罚")
    services.name_handler(tip=tip, user=w.officer, by=w.leader)
    given = {"basis": "deaths", "deaths": 4, "grade": "larger", "document": "批复9号"}
    reward = services.propose(tip=tip, by=w.officer, **given)
    told = {"瞒报、谎报事故", "较大事故", "批复9号"}
    pages = (reverse("tips:rewards"), reverse("tips:reward", args=[reward.pk]))
    for person, knows in ((w.officer, True), (w.leader, True), (w.second, False), (w.discipline, False)):
        looks = AccessLog.objects.filter(user=person, detail=f"举报奖励 {reward.number}")
        texts = [as_user(person).get(to).content.decode().split("<main")[1] for to in pages]
        for text, words in zip(texts, (told - {"批复9号"}, told), strict=True):
            shown = {word for word in words if word in text}
            assert reward.number in text and f"{reward.amount:,.2f}" in text and shown == (words if knows else set())
        assert looks.count() == 1
        columns = {column.header: column for column in REWARDS[1]}
        row = Reward.objects.visible_to(person).get()
        assert (columns["死亡人数"].value(row) == 4) is knows and (columns["举报类别"].value(row) != "保密") is knows


def test_whoever_prints_the_paper_of_a_reward_leaves_a_line(w):
    tip, _ = closed_with_code(w)
    row = services.propose(tip=tip, by=w.officer, basis="fine", fine=1000, document="罚1号")
    address, client = reverse("tips:reward_printed", args=[row.pk]), as_user(w.leader)
    assert f'data-printed="{address}"' in client.get(reverse("tips:reward", args=[row.pk])).content.decode()
    assert client.post(address).status_code == 204 and as_user(w.cadre).post(address).status_code == 403
    lines = AccessLog.objects.filter(action="print").values_list("user", "detail")
    assert list(lines) == [(w.leader.pk, f"举报奖励审批表 {row.number}")]


STEPS_OF_REWARDS = [
    ("reward_step", "approve"), ("reward_step", "refuse"), ("reward", None), ("rewards", None), ("rules", None), ("budgets", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "action"), STEPS_OF_REWARDS)
def test_a_leader_signs_the_pledge_before_any_reward_is_shown_or_decided(w, name, action):
    reward, _ = proposed(w)
    budget(w)
    Pledge.objects.filter(user=w.leader).delete()
    args = [reward.pk, action] if action else [reward.pk] if name == "reward" else []
    told = {"row_version": reward.version, "note": "已由县里奖励"} if action else None
    client, to = as_user(w.leader), reverse(f"tips:{name}", args=args)
    answer = client.post(to, told) if told else client.get(to)
    assert answer.status_code == 403 and reverse("incidents:pledge") in answer.content.decode()
    assert Reward.objects.get().state == "reported"
    assert AccessLog.objects.get().detail == "未签保密承诺书"


def test_without_a_pledge_nothing_is_proposed_approved_or_paid_by_whatever_door(w):
    tip, _ = closed_with_code(w)
    reward, code = approved(w)
    waiting, _ = proposed(w)
    Pledge.objects.all().delete()
    acts = (
        lambda: services.propose(tip=tip, by=w.officer, basis="fine", fine=Decimal(1)),
        lambda: services.approve(reward=waiting, by=w.leader),
        lambda: services.refuse(reward=waiting, note="不符合", by=w.leader),
        lambda: services.pay(code=code, voucher="1", by=w.officer),
    )
    for act in acts:
        with pytest.raises(Refused, match="保密承诺书"):
            act()


def test_each_step_on_a_reward_and_each_look_at_one_leaves_a_line(w):
    reward, code = proposed(w)
    budget(w)
    leader, officer = as_user(w.leader), as_user(w.officer)
    step = reverse("tips:reward_step", args=[reward.pk, "approve"])
    leader.get(step)
    officer.get(step)
    leader.post(step, {"row_version": reward.version})
    officer.post(reverse("tips:pay"), {"code": code, "voucher": "凭证7"})
    at = f"举报奖励 {reward.number}"
    assert list(AccessLog.objects.order_by("number").values_list("user", "action", "detail")) == [
        (w.leader.pk, "view", f"{at} 批准"), (w.officer.pk, "view", f"{at} 批准"), (w.officer.pk, "refused", f"{at} 批准"),
        (w.leader.pk, "work", f"{at} 批准"), (w.officer.pk, "work", f"{at} 发放"),
    ]  # fmt: skip
    assert not AccessLog.objects.filter(detail__contains=code).exists()
