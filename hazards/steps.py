"""The steps a person may take on one hazard, in the order the detail page offers them."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Refused

from . import forms, forms_settling, rules, services
from .enums import ExtensionState, ReportTo


@dataclass(frozen=True)
class Offer:
    """A step: its form and what to do with the filled form. `main` steps may be the one next action."""

    action: str
    label: str
    form: type
    act: Callable
    told: str
    main: bool = True
    by_unit: bool = False  # the unit's own step; the office takes it on its behalf


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
        Offer(
            "report_department",
            "向监管部门报告",
            forms_settling.ReportDepartmentForm,
            _of(services.report_major, to=ReportTo.DEPARTMENT),
            "已登记向监管部门的报告",
            by_unit=True,
        ),
        Offer(
            "report_congress",
            "向职代会报告",
            forms_settling.ReportCongressForm,
            _of(services.report_major, to=ReportTo.CONGRESS),
            "已登记向职工代表大会的报告",
            by_unit=True,
        ),
        Offer(
            "submit_plan",
            "报送整改方案",
            forms.PlanForm,
            _of(services.submit_plan),
            "整改方案已报送，请按时限整改",
            by_unit=True,
        ),
        Offer(
            "report_done",
            "报告整改完成",
            forms.DoneForm,
            _of(services.report_done),
            "已报告整改完成，等待验收",
            by_unit=True,
        ),
        Offer("accept", "验收销号", forms_settling.AcceptForm, _of(services.accept), "验收通过，已销号"),
        Offer("send_back", "退回整改", forms.ReasonStep, _of(services.send_back), "已退回，整改单位会收到通知", main=False),
        Offer("entrust", "委托村验收", forms.PlainStep, _of(services.entrust), "已委托村验收，村干部会收到提醒", main=False),
        Offer("take_over", "收回验收", forms.ReasonStep, _of(services.take_over), "已收回，由应急办或站所验收", main=False),
        Offer(
            "impose",
            "采取停产撤人措施",
            forms_settling.ImposeForm,
            _of(services.impose),
            "已登记措施，解除前不能验收",
            main=False,
        ),
        Offer("lift", "解除措施", forms_settling.LiftForm, _of(services.lift), "已解除，整改单位会收到通知", main=False),
        Offer(
            "add_photos",
            "补充整改前照片",
            forms_settling.PhotosStep,
            _of(services.add_photos),
            "照片已补充",
            main=False,
        ),
        Offer(
            "ask_extension",
            "申请延期",
            forms.ExtensionForm,
            _of(services.ask_extension),
            "延期申请已提交，等待审批",
            main=False,
        ),
        Offer("recur", "标记复发", forms_settling.RecurForm, _of(services.recur), "已与首次发现的隐患关联", main=False),
        Offer("redate", "更正发现日期", forms_settling.RedateForm, _of(services.redate), "发现日期已更正", main=False),
        Offer(
            "treat_as_accident",
            "当作事故处置",
            forms_settling.AccidentForm,
            _of(services.treat_as_accident),
            "已标记漏排并当作事故处置，可打印处置单",
            main=False,
        ),
        Offer(
            "untreat_accident",
            "撤销事故化处置",
            forms.ReasonStep,
            _of(services.untreat_accident),
            "已撤销认定，记录保留",
            main=False,
        ),
        Offer("return_plan", "退回方案", forms.ReasonStep, _of(services.return_plan), "方案已退回，旧版保留", main=False),
        Offer(
            "amend_plan",
            "修改方案",
            forms_settling.AmendForm,
            _of(services.amend_plan),
            "方案已修改，旧版保留",
            main=False,
            by_unit=True,
        ),
        Offer(
            "correct_department",
            "更正向监管部门的报告",
            forms_settling.CorrectDepartmentForm,
            _of(services.correct_report, to=ReportTo.DEPARTMENT),
            "已更正，更正前的登记保留",
            main=False,
            by_unit=True,
        ),
        Offer(
            "correct_congress",
            "更正向职代会的报告",
            forms_settling.CorrectCongressForm,
            _of(services.correct_report, to=ReportTo.CONGRESS),
            "已更正，更正前的登记保留",
            main=False,
            by_unit=True,
        ),
        Offer(
            "raise_grade",
            "改判为重大隐患",
            forms_settling.RaiseForm,
            _of(services.raise_grade),
            "已改判为重大隐患，等待双报告和治理方案",
            main=False,
        ),
        Offer(
            "lower_grade",
            "改判为一般隐患",
            forms_settling.LowerForm,
            _of(services.lower_grade),
            "已改判为一般隐患",
            main=False,
        ),
        Offer(
            "ask_leader",
            "请示改判或取消",
            forms_settling.AskLeaderForm,
            _of(services.ask_leader),
            "已请示乡镇领导",
            main=False,
        ),
        Offer("cancel", "取消隐患", forms.ReasonStep, _of(services.cancel), "已取消，记录保留", main=False),
    )
}
# the two ways of grading share one form
TABLE_ACTIONS = {"grade": "order_plan"}


def _recur(user, hazard):
    return rules.may_recur(user, hazard) or ("" if forms_settling.like(hazard, user) else "这个单位没有类似的已销号隐患")


# steps that leave the state as it is: who may take them
BESIDE = {
    "report_department": lambda user, hazard: rules.may_report(user, hazard, ReportTo.DEPARTMENT),
    "report_congress": lambda user, hazard: rules.may_report(user, hazard, ReportTo.CONGRESS),
    "correct_department": lambda user, hazard: rules.may_correct_report(user, hazard, ReportTo.DEPARTMENT),
    "correct_congress": lambda user, hazard: rules.may_correct_report(user, hazard, ReportTo.CONGRESS),
    "entrust": rules.may_entrust,
    "take_over": rules.may_take_over,
    "impose": rules.may_impose,
    "lift": rules.may_lift,
    "add_photos": rules.may_add_photos,
    "recur": _recur,
    "redate": rules.may_redate,
    "treat_as_accident": rules.may_treat_as_accident,
    "untreat_accident": rules.may_untreat,
    "amend_plan": rules.may_amend_plan,
    "lower_grade": rules.may_lower,
    "ask_leader": rules.may_ask_leader,
}


def open_extension(hazard):
    return hazard.extensions.filter(state=ExtensionState.ASKED).select_related("asked_by", "hazard").first()


def refusal(hazard, action, user, extension=None):
    """Why the user may not take this step now; "" when they may."""
    if action in ("grant", "refuse"):
        return extension.workflow.refusal(extension, action, user) if extension else "没有待审批的延期申请"
    if action == "ask_extension":
        return rules.may_ask_extension(user, hazard) or ("已有一份延期申请待审批" if extension else "")
    if action in BESIDE:
        return BESIDE[action](user, hazard)
    return hazard.workflow.refusal(hazard, TABLE_ACTIONS.get(action, action), user)


def open_to(hazard, user, extension=None):
    """The offers open to the user. What the office would do on a unit's behalf is never its main step."""
    found = [offer for offer in OFFERS.values() if not refusal(hazard, offer.action, user, extension)]
    return sorted(found, key=lambda offer: not is_main(offer, user))


def is_main(offer, user):
    return offer.main and not (offer.by_unit and rules.on_behalf(user))
