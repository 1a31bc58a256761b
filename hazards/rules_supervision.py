"""Who may do what with a listing; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import Grade, HazardState, ListingState
from .rules import BEING_MENDED


def may_propose(user, hazard):
    """A major hazard in mending, whose limit is set, may be proposed once at a time."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "由应急办或乡镇领导提请挂牌督办"
    if hazard.grade != Grade.MAJOR:
        return "只有重大隐患可以挂牌督办"
    if hazard.state not in BEING_MENDED:
        return f"“{hazard.get_state_display()}”的隐患不能挂牌督办"
    if hazard.listings.filter(state__in=(ListingState.PROPOSED, ListingState.LISTED)).exists():
        return "这条隐患已经提请或正在挂牌督办"
    return "" if hazard.due_on else "请先给隐患定整改期限"


def may_lead(user, listing):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导决定"


def may_approve(user, listing):
    if reason := may_lead(user, listing):
        return reason
    if listing.hazard.state not in BEING_MENDED:
        return f"隐患现在是“{listing.hazard.get_state_display()}”，不用再挂牌"
    return "提请人不能自己批准" if listing.created_by_id == user.pk else ""


def may_take_back(user, listing):
    return "" if user.has_role(Role.OFFICER) or listing.created_by_id == user.pk else "由提请人或应急办撤回"


def accepted_on_site(hazard):
    return any(row.passed and row.on_site for row in hazard.acceptances.all())


def may_remove(user, listing):
    """The listing ends when the hazard was accepted on site and closed."""
    if reason := may_lead(user, listing):
        return reason
    if listing.hazard.state != HazardState.CLOSED:
        return f"隐患还没有验收销号（{listing.hazard.get_state_display()}），不能摘牌"
    return "" if accepted_on_site(listing.hazard) else "没有现场验收通过的记录，不能摘牌"


def may_keep(user, listing):
    """Filing, publication, ticking parts: the safety office, while the listing runs or after its end."""
    if not user.has_role(Role.OFFICER):
        return "由应急办登记"
    if listing.state not in (ListingState.LISTED, ListingState.REMOVED):
        return f"“{listing.get_state_display()}”不用登记"
    return ""


def may_file(user, listing):
    return may_keep(user, listing) or ("已经登记备案" if listing.filed_on else "")


def may_publish(user, listing):
    return may_keep(user, listing) or ("已经公示" if listing.published_on else "")


def wrong_day(day, listed_on, today):
    """What was done with a listing was done after it was listed and not in the future."""
    if day > today:
        return "日期不能晚于今天"
    return f"日期不能早于挂牌日期 {listed_on:%Y-%m-%d}" if day < listed_on else ""
