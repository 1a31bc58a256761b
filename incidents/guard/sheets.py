"""What each kind of export holds: none bears a name of the dead, of a witness or of a tipster."""

from dataclasses import dataclass

from core.xlsx import Column

from .. import exports
from ..briefs import exports as briefs
from ..briefs import figures
from ..deaths.exports import ACCIDENTS
from ..matching.exports import CANDIDATES, NAMES
from ..models import AccessLog, Accident, Brief, Candidate, Handler, Lead, NameList, Referral, Reward, Tip
from ..tips.exports import REWARDS, TIPS
from .enums import ExportKind

GRANTS = (
    "经办授权",
    [
        Column("线索编号", "lead__number", 26),
        Column("状态", "lead__get_state_display", 12),
        Column("经办人", "user__name", 12),
        Column("指定人", "granted_by__name", 12),
        Column("指定时间", "granted_at", 18),
        Column("有效期至", "until", 14),
    ],
)


@dataclass(frozen=True)
class Sheet:
    """Title and columns, the model, which lead a row belongs to ("" for none)."""

    columns: tuple
    model: type
    lead: str = ""
    related: tuple = ("user", "lead")

    def rows(self, user, keys):
        """Of the rows asked for, those the user sees now."""
        return self.model.objects.visible_to(user).filter(pk__in=keys).select_related(*self.related)


class Figures(Sheet):
    """Numbers by source, counted from the leads asked for that are still in sight."""

    def rows(self, user, keys):
        return figures.table(Lead.objects.visible_to(user).filter(pk__in=keys))


SHEETS = {
    ExportKind.REGISTER: Sheet(exports.REGISTER, Lead, "pk", ("village", "campaign", "former")),
    ExportKind.REFERRALS: Sheet(exports.REFERRALS, Referral, "lead", ("lead",)),
    ExportKind.ACCESSES: Sheet(exports.ACCESSES, AccessLog, "lead"),
    ExportKind.GRANTS: Sheet(GRANTS, Handler, "lead"),
    ExportKind.ACCIDENTS: Sheet(ACCIDENTS, Accident, "lead", ("lead__village",)),
    ExportKind.FIGURES: Figures(briefs.FIGURES, Lead, "pk"),
    ExportKind.BRIEFS: Sheet(briefs.BRIEFS, Brief, related=("campaign", "created_by")),
    ExportKind.NAMES: Sheet(NAMES, NameList, related=("created_by",)),
    ExportKind.CANDIDATES: Sheet(CANDIDATES, Candidate, "lead", ("match__one", "match__other")),
    ExportKind.TIPS: Sheet(TIPS, Tip, related=("place",)),
    ExportKind.REWARDS: Sheet(REWARDS, Reward, related=("tip", "rule")),
}
