"""Who may do what with a ticket, and what GB 30871-2022 demands of it; "" or the reason of a refusal."""

from datetime import timedelta

from accounts.enums import Role
from core import clock

from ..enums import FireLevel, Standing

LONGEST = {FireLevel.SPECIAL: 8, FireLevel.FIRST: 8, FireLevel.SECOND: 72}  # hours a ticket is good for
GAS_FRESH = timedelta(minutes=30)  # the gas is tested at most so long before the work begins
UNFIT = {Standing.OVER: "已过期", Standing.BARE: "没有登记", Standing.GONE: "对应人员已离岗"}


def may_ask(user):
    return "" if user.has_role(Role.ENTERPRISE) else "动火票由企业自己申请和批准"


def may_run(user, ticket):
    return may_ask(user)


def may_approve(user, ticket):
    return may_run(user, ticket) or over(ticket) or unfit_worker(ticket.worker, ticket.ends_at)


def may_begin(user, ticket):
    return may_run(user, ticket) or over(ticket) or too_early(ticket) or unfit_worker(ticket.worker, ticket.ends_at)


def over(ticket):
    return "计划的动火时间已过，请作废后重新申请" if ticket.ends_at <= clock.now() else ""


def too_early(ticket):
    return "还没到计划的开始时间" if ticket.starts_at - GAS_FRESH > clock.now() else ""


def unfit_worker(worker, until):
    """Whoever works with fire holds a certificate that lasts until the work ends."""
    from django.utils.timezone import localdate

    if reason := UNFIT.get(worker.standing):
        return f"{worker.name}的特种作业证{reason}，不能动火"
    if worker.withdrawn_at:
        return f"{worker.name}的特种作业证已撤回，不能动火"
    ends = worker.expires_on and worker.expires_on < localdate(until)
    return f"{worker.name}的特种作业证在动火结束前到期，不能动火" if ends else ""


def too_long(level, starts_at, ends_at):
    hours = LONGEST[level]
    if ends_at <= starts_at:
        return "计划结束要晚于计划开始"
    long = ends_at - starts_at > timedelta(hours=hours)
    return f"{FireLevel(level).label}动火票有效期不超过 {hours} 小时，请分次办票" if long else ""


def same_person(name, **others):
    """One person does not do two parts: `others` are part=name."""
    found = next((part for part, other in others.items() if other and other.strip() == name.strip()), "")
    return f"{name}已是{found}，要由另一个人担任" if found else ""


def stale_gas(level, gas_at, gas_result):
    """The test of the air: demanded for the two upper levels, fresh wherever it was made."""
    if gas_at is None and not gas_result.strip():
        return "" if level == FireLevel.SECOND else "特级、一级动火要先做气体分析"
    if gas_at is None or not gas_result.strip():
        return "气体分析的时间和结果要一起填"
    now = clock.now()
    if gas_at > now:
        return "气体分析时间不能晚于现在"
    return "气体分析已超过 30 分钟，请重新分析" if now - gas_at > GAS_FRESH else ""
