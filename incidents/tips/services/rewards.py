"""Rewards: proposed by the office, approved by a leader within the year's budget, paid to whoever shows the code."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import clock, workdays
from core.errors import Refused, refuse_if
from core.templatetags.ui import money
from core.workflow import advance, begin
from places.models import Place
from reminders.services import tell

from ...models import Reward, RewardBudget, RewardRule, Tip, TipNote
from ...services.leads import held
from .. import codes, people, rewarding, rules
from ..numbers import following, numbered
from ..reward_enums import Basis
from ..settings import settings_of

APPROVE_WITHIN = 10  # workdays; the office's own


@transaction.atomic
def propose(*, tip, by, basis, fine=None, deaths=0, grade="", document=""):
    """The reward of a closed tip that proved true, by the rule in force when it came in."""
    tip = Tip.objects.select_for_update(of=("self",)).select_related("place").get(pk=tip.pk)
    refuse_if(rules.may_propose(by, tip))
    town = Place.objects.get(code=tip.place.township_code)
    rule = RewardRule.objects.in_force(town.code, timezone.localdate(tip.received_at))
    if rule is None:
        raise Refused("收到举报时还没有施行的奖励标准，请先登记标准")
    given = {"deaths": deaths, "grade": grade} if basis == Basis.DEATHS else {"fine": fine}
    values = {
        "tip": tip, "township": town, "year": clock.today().year, "rule": rule, "basis": basis, "document": document,
        "amount": rewarding.amount(rule, **given), "approve_by": workdays.add_workdays(clock.today(), APPROVE_WITHIN),
        "created_by": by, **given,
    }  # fmt: skip
    make = lambda: Reward.objects.create(number=following(Reward, "JL", town), **values)  # noqa: E731
    reward, _ = numbered(make, lambda: Reward.objects.filter(tip=tip).first())
    begin(reward, by=by, label="提出奖励")
    _tell(reward, people.leaders(tip), f"举报奖励 {reward.number} 待审批", "proposed", by)
    return reward


@transaction.atomic
def approve(*, reward, by, version=None, note=""):
    """Within what is left of the year's budget, counted under its lock."""
    _held(reward, by, "approve", version)
    year = clock.today().year
    budget = RewardBudget.objects.select_for_update(of=("self",)).filter(township=reward.township_id, year=year).first()
    if budget is None:
        raise Refused(f"还没有登记 {year} 年举报奖励预算，请先登记")
    if budget.left < reward.amount:
        raise Refused(f"{year} 年举报奖励预算余额 {money(budget.left)} 元，不够支付 {money(reward.amount)} 元，请先调整预算")
    Reward.objects.filter(pk=reward.pk).update(year=year)
    claim_by = clock.today() + timedelta(days=settings_of(reward.township_id)["claim_within"])
    advance(reward, "approve", by=by, note=note, claim_by=claim_by)
    TipNote.objects.create(
        tip=reward.tip, by=by, at=clock.now(), text=f"奖励 {money(reward.amount)} 元已批准，请在 {claim_by} 前凭查询码领取"
    )
    _tell(
        reward, people.seated(reward.township_id, Role.OFFICER), f"举报奖励 {reward.number} 已批准，等待领取", "approved", by
    )
    return reward


@transaction.atomic
def refuse(*, reward, note, by, version=None):
    _held(reward, by, "refuse", version)
    advance(reward, "refuse", by=by, note=note)
    _tell(reward, people.seated(reward.township_id, Role.OFFICER), f"举报奖励 {reward.number} 未批准", "refused", by)
    return reward


@transaction.atomic
def pay(*, code, voucher, by):
    """Pay the reward whose code is shown; nobody's name is asked or kept."""
    refuse_if(rules.may_pay(by))
    rows = Reward.objects.visible_to(by).filter(tip__code_hash__in=codes.digests_of(code)) if codes.tidy(code) else None
    reward = rows.first() if rows is not None else None
    if reward is None:
        raise Refused("没有与这个查询码对应的奖励，请核对查询码")
    _held(reward, by, "pay", None)
    return advance(reward, "pay", by=by, voucher=voucher.strip())


@transaction.atomic
def lapse(*, reward, note, by, version=None):
    """Not claimed in time; the money goes back to the budget."""
    _held(reward, by, "lapse", version)
    return advance(reward, "lapse", by=by, note=note)


def _held(reward, by, action, version):
    locked = held(reward, version)
    refuse_if(Reward.workflow.refusal(locked, action, by))
    if not Reward.objects.visible_to(by).filter(pk=reward.pk).exists():
        raise Refused("您看不到这项奖励")
    return locked


def _tell(reward, who, title, key, by):
    link = reverse("tips:reward", args=[reward.pk])
    others = [person for person in who if person != by]
    tell(people=others, title=title, key=f"reward:{reward.pk}:{key}", about=reward, link=link)
