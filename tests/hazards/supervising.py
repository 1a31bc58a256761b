"""Listings, cases of the ladder and batches brought to a state by their steps."""

from datetime import timedelta

from core import clock
from hazards.models import Hazard
from hazards.services import batches, ladder
from hazards.services import supervision as listing_services
from tests import factories

from .conftest import accepted, found, graded, photo_ids, planned, reported

LISTING_STATES = ("proposed", "listed", "removed", "dropped", "revoked")
BATCH_STATES = ("draft", "sent", "approved", "published", "withdrawn")


def major(w, **values):
    """A major hazard of the first firm whose plan is due."""
    return graded(w, found(w, photos=photo_ids(w.officer)), grade="major", at_once=False, **values)


def proposed(w, hazard=None):
    return listing_services.propose(
        hazard=hazard or major(w), by=w.officer, reason="整改难度大", asked="按方案整改", supervisor="云溪镇人民政府"
    )


def listed(w, hazard=None):
    return listing_services.decide(listing=proposed(w, hazard), action="approve", by=w.leader)


def mended(w, listing):
    """The hazard of a listing, accepted on site."""
    hazard = planned(w, Hazard.objects.get(pk=listing.hazard_id))
    accepted(w, reported(w, hazard))
    listing.refresh_from_db()
    return listing


def listing_in(w, state):
    if state == "proposed":
        return proposed(w)
    if state == "dropped":
        return listing_services.decide(listing=proposed(w), action="decline", by=w.leader, note="先由站所督促")
    listing = listed(w)
    if state == "revoked":
        return listing_services.decide(listing=listing, action="revoke", by=w.leader, note="企业已关闭")
    if state == "removed":
        return listing_services.decide(listing=mended(w, listing), action="remove", by=w.leader)
    return listing


def late(w, firm=None, days=5, **values):
    """A hazard in mending whose limit is past."""
    given = {
        "state": "rectifying",
        "grade": "ordinary",
        "grade_basis": "现场检查",
        "due_on": clock.today() - timedelta(days=days),
    }
    firm = firm or w.firm
    return factories.hazard(values.pop("village", firm.village), enterprise=firm, **(given | values))


def case(w, rung="dispatch", by=None, **unit):
    unit = unit or {"enterprise": w.firm}
    by = by or (w.officer if rung == "dispatch" else w.leader)
    return ladder.start(by=by, rung=rung, note="多条隐患逾期", **unit)


def batch_in(w, state, kind="criticise"):
    batch = batches.draft_batch(by=w.officer, kind=kind, title="第四季度通报名单")
    batches.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm, facts="两次逾期未整改", measure="限期整改")
    steps = {"draft": [], "sent": ["send"], "approved": ["send", "approve"], "published": ["send", "approve", "publish"]}
    for action in steps.get(state, []):
        said = {"published_where": "镇政府公示栏"} if action == "publish" else {}
        batches.move_batch(batch=batch, action=action, by=w.leader if action == "approve" else w.officer, **said)
        batch.refresh_from_db()
    if state == "withdrawn":
        batch = batches.move_batch(batch=batch, action="withdraw", by=w.officer, note="事实有误")
    return batch
