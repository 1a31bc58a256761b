"""The loop of one hazard: graded, planned, rectified, accepted or sent back, cancelled."""

from django.db import transaction

from core import clock
from core.errors import Refused, Stale
from core.workflow import advance

from .. import rules
from ..models import Hazard, Plan
from .people import tell_judges, tell_rectifiers
from .registering import attach


def held(hazard, version=None):
    """The row, locked; Stale when it changed since `version` was shown. Call inside a transaction."""
    row = Hazard.objects.select_for_update(of=("self",)).select_related("enterprise", "village").get(pk=hazard.pk)
    if version is not None and row.version != version:
        last = row.log.select_related("actor").last()
        did = f"{last.actor or '系统'}已{last.action_label}" if last else "内容已改动"
        raise Stale(f"这条隐患刚被别人处理过（{did}），请核对后再提交")
    return row


def refuse_if(*reasons):
    """Raise the first reason there is."""
    for reason in filter(None, reasons):
        raise Refused(reason)


@transaction.atomic
def confirm(*, hazard, by, version=None):
    """Take a draft of a self-check into the register."""
    return advance(held(hazard, version), "confirm", by=by)


@transaction.atomic
def grade(*, hazard, by, grade, grade_basis, at_once, due_on, responsible, office=None, version=None):
    """Grade and order: mend at once, or report a plan first. Major ones always need a plan, led by the principal."""
    row = held(hazard, version)
    refuse_if(
        at_once and rules.not_at_once(grade),
        rules.wrong_leader(grade, row.enterprise, responsible),
        "" if due_on else "请写明整改期限",
        rules.wrong_limit(due_on, clock.today()),
        rules.foreign_office(office, row.village),
    )
    action = "order_at_once" if at_once else "order_plan"
    values = {"grade": grade, "grade_basis": grade_basis, "at_once": at_once, "due_on": due_on, "responsible": responsible}
    row = advance(row, action, by=by, **values, office=office or row.office)
    what = "请立即整改" if at_once else "请报送整改方案"
    tell_rectifiers(row, "hazard-graded", f"{row.number} 定为{row.get_grade_display()}，{what}", by=by, body=row.description)
    return row


@transaction.atomic
def submit_plan(*, hazard, by, responsible, measures, money, due_on, contingency, note="", version=None):
    """Lay down the five settlements (五落实): person, measures, money, time limit, contingency plan."""
    row = held(hazard, version)
    refuse_if(
        _unexplained(by, note),
        ""
        if all(str(x or "").strip() for x in (responsible, measures, contingency))
        else "责任人、措施、预案都要落实到具体内容",
        "" if money is not None and money >= 0 else "请写明资金数额，不需要资金的填 0",
        "" if due_on else "请写明整改时限",
        rules.wrong_leader(row.grade, row.enterprise, responsible),
        due_on and row.due_on and due_on > row.due_on and f"时限不能晚于责令期限 {row.due_on:%Y-%m-%d}，需要延长请申请延期",
    )
    row = advance(row, "submit_plan", by=by, note=note)
    Plan.objects.create(
        hazard=row,
        responsible=responsible,
        measures=measures,
        money=money,
        due_on=due_on,
        contingency=contingency,
        by=by,
        at=clock.now(),
    )
    tell_judges(row, "hazard-planned", f"{row.number} 已报送整改方案", by=by)
    return row


@transaction.atomic
def report_done(*, hazard, by, result, rectified_on, photos, note="", version=None):
    """Report the rectification done, with at least one photo taken afterwards."""
    row = held(hazard, version)
    refuse_if(
        _unexplained(by, note),
        "整改完成日期不能晚于今天" if rectified_on > clock.today() else "",
        "整改完成日期不能早于发现日期" if rectified_on < row.found_on else "",
    )
    row = advance(row, "report_done", by=by, note=note, result=result, rectified_on=rectified_on, rectified_by=by)
    if not attach(row, photos, by=by, slot="after"):
        raise Refused("报告整改完成必须附整改后的照片")
    tell_judges(row, "hazard-reported", f"{row.number} 已整改，请在 {row.acceptance_due_on:%m月%d日} 前验收", by=by)
    return row


def _unexplained(by, note):
    return "代单位上报必须写明原因" if rules.on_behalf(by) and not note.strip() else ""


@transaction.atomic
def accept(*, hazard, by, note="", version=None):
    """Accept and close (验收销号); never by the one who reported it done."""
    row = advance(held(hazard, version), "accept", by=by, note=note, accepted_by=by)
    tell_rectifiers(row, "hazard-accepted", f"{row.number} 验收通过，已销号", by=by)
    return row


@transaction.atomic
def send_back(*, hazard, by, note, version=None):
    """Send back to rectification, saying why."""
    row = advance(held(hazard, version), "send_back", by=by, note=note)
    tell_rectifiers(row, "hazard-returned", f"{row.number} 验收未通过，请继续整改", by=by, body=note)
    return row


@transaction.atomic
def cancel(*, hazard, by, note, version=None):
    """Take out of the register with a reason; the row and its log stay."""
    row = advance(held(hazard, version), "cancel", by=by, note=note)
    if row.graded_at:
        tell_rectifiers(row, "hazard-cancelled", f"{row.number} 已取消", by=by, body=note)
    return row
