"""行业责任牌: who of a township and its office answers for the safety of a trade, as it hangs in the office's hall."""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Office, Place, Sector

from ..enums import BoardState
from ..trade_boards import rules

UP = (BoardState.HUNG, BoardState.CHECKED)


class TradeBoardQuerySet(ScopedQuerySet):
    """A matter of the township and its offices; what hangs on the wall is no secret to any of them."""

    place_path = "township"

    def scope(self, seat):
        if seat.role in (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.SUPERVISOR):
            return self.inside(seat.place)
        return Q(pk__in=[])

    def standing(self):
        return self.exclude(state=BoardState.WITHDRAWN)


class TradeBoard(Row):
    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="监管站所")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name="行业领域")
    leader = models.CharField("分管领导", max_length=40)
    head = models.CharField("站所负责人", max_length=40)
    official = models.CharField("具体责任人", max_length=40)
    phone = models.CharField("监督电话", max_length=20)
    duties = models.TextField("监管职责", max_length=600)
    where = models.CharField("悬挂位置", max_length=80, blank=True)
    hung_on = models.DateField("挂牌日期", null=True, blank=True)
    checked_on = models.DateField("最近查看", null=True, blank=True)
    state = state_field(BoardState, BoardState.MADE)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = TradeBoardQuerySet.as_manager()
    workflow = Workflow(
        Step("hang", "挂牌", (BoardState.MADE,), BoardState.HUNG, rule=rules.may_hang, fields=("where", "hung_on")),
        Step("check", "查看", UP, BoardState.CHECKED, rule=rules.may_check, note=True, fields=("checked_on",)),
        Step("withdraw", "撤牌", (BoardState.MADE, *UP), BoardState.WITHDRAWN, rule=rules.may_make, note=True),
    )

    class Meta:
        ordering = ["sector__order", "office_id", "pk"]
        verbose_name = "行业责任牌"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sector"],
                condition=~Q(state=BoardState.WITHDRAWN),
                name="enterprises_trade_board_once",
                violation_error_message="这个站所的这一行业已有责任牌，请直接修改",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BoardState.HUNG, BoardState.CHECKED]) | Q(hung_on__isnull=False),
                name="enterprises_trade_board_hung",
                violation_error_message="挂牌要填挂牌日期",
            ),
        ]

    def __str__(self):
        return f"{self.sector}行业责任牌"


class TradeBoardLog(LogEntry):
    subject = models.ForeignKey(TradeBoard, models.PROTECT, related_name="log")
