"""How much a tip is worth, by the rule."""

from decimal import ROUND_HALF_UP, Decimal

from core.reference import register

from .reward_enums import Sureness

# 安监总财〔2018〕19号, joint rules on rewards for tips of the then administration of work safety and the ministry of
# finance: 15 % of the fine, 3,000 to 300,000 yuan; per death hidden 30,000 to 60,000 by grade, at most 300,000.
# Two sources agree (certainty B); the text in force is to be confirmed by the office.
NATIONAL = {
    "document": "《安全生产领域举报奖励办法》（安监总财〔2018〕19号）", "valid_from": "2018-01-04", "percent": 15,
    "least": 3000, "most": 300_000, "ordinary": 30_000, "larger": 40_000, "grave": 50_000, "gravest": 60_000,
    "sureness": Sureness.AGREED,
}  # fmt: skip


@register
def load_rule():
    from ..models import RewardRule

    values = dict(NATIONAL)
    RewardRule.objects.get_or_create(township=None, valid_from=values.pop("valid_from"), defaults=values)


def amount(rule, *, fine=None, deaths=0, grade=""):
    """Yuan, to the fen. By deaths and grade when there are deaths, else by the fine (0 for none).

    Check value: four deaths hidden in a 较大 accident, each worth 40,000, make 160,000.
    """
    if deaths:
        return min(deaths * getattr(rule, grade), rule.most)
    share = Decimal(fine or 0) * rule.percent / 100
    return min(max(share, rule.least), rule.most).quantize(Decimal("0.01"), ROUND_HALF_UP)
