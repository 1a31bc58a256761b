"""Which campaigns a visit or a self-check counts in; may be changed after it is signed, for the record is not."""

from django.db import transaction
from django.db.models import Q

from campaigns.enums import CampaignState
from core import clock
from core.errors import Refused, refuse_if
from hazards.models import Hazard

from .. import counted
from .. import inspection_rules as rules
from ..enums import CheckState, InspectionState
from ..models import Inspection
from .filling import held
from .judging import Outcome


@transaction.atomic
def set_campaigns(*, row, campaigns, by):
    """The running campaigns a visit or a self-check counts in, those that are over staying as they are."""
    refuse_if(rules.may_count(by), *(_foreign(row, campaign) for campaign in campaigns))
    own = _also(row)
    before, over = _named(own), own.exclude(state=CampaignState.RUNNING)
    first = getattr(row, "campaign_id", None)
    own.set([*over, *(campaign for campaign in campaigns if campaign.pk != first)])
    _follow(row, before, by)


def count_many(*, checks, campaign, counts, by):
    """Let many self-checks count in a running campaign too, or no longer. Returns Outcome."""
    refuse_if(rules.may_count(by))
    done, skipped = [], []
    for check in checks:
        try:
            done.append(_count(check, campaign, counts, by))
        except Refused as error:
            skipped.append((check, str(error)))
    return Outcome(done, skipped)


@transaction.atomic
def _count(check, campaign, counts, by):
    row = held(check)
    counted_in = campaign in row.counts_in
    refuse_if(
        _foreign(row, campaign),
        "" if campaign.state == CampaignState.RUNNING else "这个专项行动已经结束",
        "自查已取消" if row.state == CheckState.CANCELLED else "",
        "已经计入这个专项行动" if counts and counted_in else "",
        "本来就没有计入这个专项行动" if not (counts or counted_in) else "",
        "自查就是为这个专项行动派发的，一直计入" if not counts and campaign.pk == row.campaign_id else "",
    )
    before = _named(row.also_for)
    (row.also_for.add if counts else row.also_for.remove)(campaign)
    _follow(row, before, by)
    return row


def _also(row):
    return row.campaigns if isinstance(row, Inspection) else row.also_for


def _foreign(row, campaign):
    return "" if campaign.township_id == row.place.township_code else f"“{campaign}”不是{row.place}所在乡镇的专项行动"


def _follow(row, before, by):
    """Write down what changed; what the row settles in its campaigns is settled."""
    if (after := _named(_also(row))) != before:
        _note(row, by, f"计入：{before or '无'} → {after or '无'}")
    if isinstance(row, Inspection):
        if row.state == InspectionState.SIGNED:
            _hazards_follow(row)
            counted.settle_by_visit(row, by=by)
    elif row.state == CheckState.ACCEPTED:
        counted.settle_by_check(row, by=by)


def _hazards_follow(row):
    """The campaign written on a hazard is one that its visit counts in."""
    ours = row.campaigns.order_by("pk")
    found = Hazard.objects.filter(Q(pk__in=row.answers.values("hazard")) | Q(pk__in=row.findings.values("hazard")))
    stray = found.filter(Q(campaign=None) | ~Q(campaign__in=ours))
    for hazard in stray:
        hazard.campaign = ours.first()
        hazard.save(update_fields=["campaign", "updated_at"])


def _named(campaigns):
    return "、".join(campaigns.order_by("pk").values_list("name", flat=True))


def _note(row, by, note):
    """A line of the log without a change of state."""
    row.log.create(
        actor=by, actor_title=by.title, action="campaigns", action_label="调整计入行动", from_state=row.state,
        to_state=row.state, note=note, at=clock.now(),
    )  # fmt: skip
