"""Penalty cases for tests: inspected enterprises, cases in each state, decisions."""

from datetime import timedelta

from core import clock
from hazards.services import penalties as services
from tests import factories

from .conftest import found, graded


def visited(w, firm=None, days_ago=0, begun="09:00", entered_days_ago=None):
    """A signed inspection of the enterprise; the case names it by its key."""
    given = {"state": "signed", "sha256": "1" * 64, "record": "{}", "ended": "18:00", "signed_at": clock.now()}
    day = clock.today() - timedelta(days=days_ago)
    firm = firm or w.firm
    entered = clock.now() - timedelta(days=days_ago if entered_days_ago is None else entered_days_ago)
    return factories.inspection(
        firm.village, w.officer, enterprise=firm, held_on=day, begun=begun, created_at=entered, **given
    )


def self_reported(w, days_ago, mending=True, by=None):
    """A hazard the enterprise itself entered so many days ago."""
    with clock.at(clock.now() - timedelta(days=days_ago)):
        hazard = found(w, source="self-check", by=by or w.boss)
    hazard.created_at = clock.now() - timedelta(days=days_ago)
    hazard.save(update_fields=["created_at"])
    return graded(w, hazard) if mending else hazard


def filed(w, **values):
    given = {"enterprise": w.firm, "facts": "未经培训上岗作业", "basis": "安全生产法第九十七条"}
    return services.file_case(by=w.officer, **(given | values))


def ready(w, **values):
    """A case reviewed and recorded, as an own decision asks."""
    case = services.review(case=filed(w, **values), by=w.leader, opinion="事实清楚，程序合法")
    return services.keep_record(case=case, by=w.officer, record="执法记录仪视频 2 段，存档案室")


def punished(w, case=None, **values):
    given = {
        "target": "enterprise",
        "kind": "fine",
        "amount": 3000,
        "decided_on": clock.today(),
        "document": "青应急罚〔2026〕1号",
    }
    given |= {"authority": "青禾县应急管理局"}
    return services.punish(case=case or filed(w), by=w.officer, **(given | values))


def in_state(w, state):
    case = filed(w, hazard=self_reported(w, 1)) if state == "exempt" else filed(w)
    if state == "exempt":
        return services.exempt(case=case, by=w.officer)
    if state in ("decided", "closed"):
        case = punished(w, case)
    if state == "closed":
        return services.close(case=case, by=w.officer, note="主要负责人已另案处理")
    if state == "transferred":
        services.hand_over(case=case, by=w.officer, kind="power", matter="事项", facts="情况", to_body="县应急管理局")
        case.refresh_from_db()
    return services.cancel(case=case, by=w.officer, note="证据不足") if state == "cancelled" else case
