"""Points of risk in four colours, and the board of responsibility with its code."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ..enums import Control, RiskColour
from .files import FileRow

SCALE = [MinValueValidator(1, "填 1 至 5"), MaxValueValidator(5, "填 1 至 5")]


class RiskPoint(FileRow):
    """A place or a job that may hurt; its colour follows from likelihood × consequence, or is set directly."""

    name = models.CharField("风险点", max_length=60)
    area = models.CharField("所在区域", max_length=40, help_text="车间、仓库等，四色图按区域着色")
    dangers = models.CharField("易发事故", max_length=100, help_text="如：火灾、触电、机械伤害")
    factors = models.TextField("危险因素", max_length=500)
    likelihood = models.PositiveSmallIntegerField(
        "可能性", null=True, blank=True, validators=SCALE, help_text="1 极少至 5 常见"
    )
    severity = models.PositiveSmallIntegerField(
        "后果", null=True, blank=True, validators=SCALE, help_text="1 轻微至 5 多人死亡"
    )
    colour = models.CharField(
        "风险等级", max_length=8, choices=RiskColour.choices, blank=True, help_text="填了可能性和后果就按得分定级"
    )
    controls = models.TextField("管控措施", max_length=1000)
    emergency = models.TextField("应急处置", max_length=500, blank=True)
    control_level = models.CharField("管控层级", max_length=10, choices=Control.choices)
    owner = models.CharField("责任人", max_length=40)
    phone = models.CharField("责任人电话", max_length=20, blank=True)
    assessed_on = models.DateField("评估日期", null=True, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "风险点"
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood=None, severity=None) | Q(likelihood__isnull=False, severity__isnull=False),
                name="enterprises_riskpoint_both",
                violation_error_message="可能性和后果要一起填",
            ),
            models.CheckConstraint(
                condition=~Q(colour=""),
                name="enterprises_riskpoint_colour",
                violation_error_message="请填可能性和后果，或直接选风险等级",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def score(self):
        return self.likelihood * self.severity if self.likelihood and self.severity else None

    def clean(self):
        """The score decides the colour before the constraint looks at it."""
        if self.score:
            self.colour = colour_of(self.score)


def colour_of(score):
    """1 to 25 of the 5 × 5 matrix: ≥ 20 red, ≥ 12 orange, ≥ 6 yellow, below blue."""
    steps = ((20, RiskColour.RED), (12, RiskColour.ORANGE), (6, RiskColour.YELLOW))
    return next((colour for least, colour in steps if score >= least), RiskColour.BLUE)


def new_code():
    """160 bits nobody can guess or count, in letters a slug may hold."""
    return secrets.token_hex(20)


class Board(FileRow):
    """Who answers for the safety of the enterprise, as it hangs at the gate; its code opens the portal's page of it."""

    leader = models.CharField("包联领导", max_length=40)
    official = models.CharField("监管责任人", max_length=40)
    official_phone = models.CharField("监管责任人电话", max_length=20, blank=True)
    village_officer = models.CharField("村级责任人", max_length=40, blank=True)
    duties = models.TextField("主要职责", max_length=300, blank=True)
    hung_on = models.DateField("挂牌日期", null=True, blank=True)
    checked_on = models.DateField("查看日期", null=True, blank=True)
    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)

    class Meta(FileRow.Meta):
        verbose_name = "责任公示牌"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(withdrawn_at=None),
                name="enterprises_board_once",
                violation_error_message="这家企业已有责任公示牌，请直接修改",
            )
        ]

    def __str__(self):
        return f"{self.enterprise} 责任公示牌"
