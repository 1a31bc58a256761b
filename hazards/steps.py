"""The steps a person may take on one hazard, in the order the detail page offers them."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Refused

from . import forms, rules, services
from .enums import ExtensionState


@dataclass(frozen=True)
class Offer:
    """A step: its form and what to do with the filled form. `main` steps may be the one next action."""

    action: str
    label: str
    form: type
    act: Callable
    told: str
    main: bool = True


def _of(service, **fixed):
    return lambda hazard, by, values: service(hazard=hazard, by=by, **values, **fixed)


def _decide(granted):
    def act(hazard, by, values):
        extension = open_extension(hazard)
        if extension is None:
            raise Refused("没有待审批的延期申请，可能已被别人处理")
        return services.decide_extension(extension=extension, by=by, granted=granted, **values)

    return act


OFFERS = {
    offer.action: offer
    for offer in (
        Offer("grant", "同意延期", forms.PlainStep, _decide(True), "已同意延期，整改期限已顺延"),
        Offer("refuse", "不同意延期", forms.ReasonStep, _decide(False), "已答复不同意延期", main=False),
        Offer("confirm", "确认登记", forms.PlainStep, _of(services.confirm), "已确认登记，请定级"),
        Offer("grade", "定级并责令整改", forms.GradeForm, _of(services.grade), "已定级，整改单位会收到通知"),
        Offer("submit_plan", "报送整改方案", forms.PlanForm, _of(services.submit_plan), "整改方案已报送，请按时限整改"),
        Offer("report_done", "报告整改完成", forms.DoneForm, _of(services.report_done), "已报告整改完成，等待验收"),
        Offer("accept", "验收销号", forms.NoteStep, _of(services.accept), "验收通过，已销号"),
        Offer("send_back", "退回整改", forms.ReasonStep, _of(services.send_back), "已退回，整改单位会收到通知", main=False),
        Offer(
            "ask_extension",
            "申请延期",
            forms.ExtensionForm,
            _of(services.ask_extension),
            "延期申请已提交，等待审批",
            main=False,
        ),
        Offer("cancel", "取消隐患", forms.ReasonStep, _of(services.cancel), "已取消，记录保留", main=False),
    )
}
# the two ways of grading share one form
TABLE_ACTIONS = {"grade": "order_plan"}


def open_extension(hazard):
    return hazard.extensions.filter(state=ExtensionState.ASKED).select_related("asked_by", "hazard").first()


def refusal(hazard, action, user, extension=None):
    """Why the user may not take this step now; "" when they may."""
    if action in ("grant", "refuse"):
        return extension.workflow.refusal(extension, action, user) if extension else "没有待审批的延期申请"
    if action == "ask_extension":
        return rules.may_ask_extension(user, hazard) or ("已有一份延期申请待审批" if extension else "")
    return hazard.workflow.refusal(hazard, TABLE_ACTIONS.get(action, action), user)


def open_to(hazard, user, extension=None):
    """The offers open to the user. What the office would do on a unit's behalf is never its main step."""
    found = [offer for offer in OFFERS.values() if not refusal(hazard, offer.action, user, extension)]
    return sorted(found, key=lambda offer: not is_main(offer, user))


def is_main(offer, user):
    return offer.main and not (offer.action in ("submit_plan", "report_done") and rules.on_behalf(user))
