"""Boxes of 今日 about the confidential room: by number, kind and day, never by name."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import clock
from incidents.briefs.services import instruct_by
from incidents.custody.deadlines import confirm_by
from incidents.guard.exporting import decide_by
from incidents.models import (
    Accident,
    Brief,
    Candidate,
    Exhibit,
    Export,
    Lead,
    NameMatch,
    Referral,
    Reward,
    Tip,
    Verification,
)
from incidents.tips.enums import TipKind

from . import lines
from .lines import Line

LEADER = (Role.LEADER,)
ROOM = (Role.LEADER, Role.OFFICER, Role.DISCIPLINE, Role.DEPARTMENT)
WORKERS = (Role.OFFICER, Role.DEPARTMENT, Role.DISCIPLINE)


def reported(user):
    """Leads whose report waits for a leader."""
    asked = Verification.objects.filter(state="reported").values("lead")
    return Lead.objects.visible_to(user).filter(pk__in=asked).order_by(F("due_on").asc(nulls_last=True), "pk")


def uninquired(user):
    """Found cases that are not handed to discipline yet."""
    return Lead.objects.visible_to(user).uninquired().order_by("concluded_at", "pk")


def accidents(user):
    """Accidents whose figures moved after a leader's finding."""
    return Accident.objects.visible_to(user).moved_on().select_related("lead").order_by("updated_at", "pk")


def handed(user):
    """What discipline has to sign for or to answer."""
    rows = Referral.objects.handed_to_discipline(user).awaiting_answer()
    return rows.select_related("lead").order_by(F("answer_by").asc(nulls_last=True), "pk")


def tips(user, **states):
    return Tip.objects.visible_to(user).filter(**states).order_by("due_on", "pk")


def briefs(user, state):
    return (
        Brief.objects.visible_to(user).filter(state=state).order_by(F("due_on").asc(nulls_last=True), "submitted_at", "pk")
    )


def exports(user):
    return Export.objects.visible_to(user).to_decide(user).order_by("created_at", "pk")


def rewards(user):
    return Reward.objects.visible_to(user).filter(state="proposed").order_by("approve_by", "pk")


def exhibits(user):
    return (
        Exhibit.objects.visible_to(user)
        .filter(state="moving", receiver=user)
        .select_related("lead")
        .order_by("offered_at", "pk")
    )


def matches(user):
    return (
        NameMatch.objects.visible_to(user)
        .filter(pk__in=Candidate.objects.open().values("match"))
        .order_by("created_at", "pk")
    )


def of_uninquired(row):
    return Line(f"涉亡线索 {row.number}", "没有移交纪检监察机关", None, reverse("incidents:detail", args=[row.pk]))


def of_accident(row):
    return Line(f"涉亡线索 {row.lead.number}", "事故情况有变动", None, reverse("incidents:accident", args=[row.lead_id]))


def of_handed(row):
    return Line(
        f"涉亡线索 {row.lead.number}", row.get_state_display(), row.answer_by, reverse("incidents:handed_one", args=[row.pk])
    )


def of_tip(row):
    return Line(f"举报 {row.number}", row.get_kind_display(), row.due_on, reverse("tips:detail", args=[row.pk]))


def of_brief(row):
    due = row.due_on or instruct_by(row)
    return Line(row.get_kind_display(), row.period_label, due, reverse("incidents:brief", args=[row.pk]))


def of_draft(row):
    return Line(row.get_kind_display(), row.title, None, reverse("incidents:brief", args=[row.pk]))


def of_export(row):
    return Line(f"涉亡{row.way}申请", row.created_by.name, decide_by(row), reverse("incidents:export_row", args=[row.pk]))


def of_reward(row):
    return Line(f"举报奖励 {row.number}", "", row.approve_by, reverse("tips:reward", args=[row.pk]))


def of_exhibit(row):
    link = reverse("incidents:exhibit", args=[row.lead_id, row.pk])
    return Line(f"涉亡线索 {row.lead.number} 的证据 {row.number}", "", confirm_by(row), link)


def of_match(row):
    day = f"{timezone.localtime(row.compared_at or row.created_at):%Y-%m-%d}"
    return Line(f"{day} 的名单比对", "有候选没有判定", None, reverse("incidents:pair", args=[row.pk]))


def waiting(box):
    """Made by `box` (see today.Waiting)."""
    return (
        box("待审定核查报告", LEADER, reported, lines.of_lead, "incidents:list", {"reported": 1}),
        box("待移交一案双查", ROOM, uninquired, of_uninquired, "incidents:list", {"uninquired": 1}),
        box("待复核报告情况", LEADER, accidents, of_accident, "incidents:accidents", {"anew": 1}),
        box("纪检移交待签收答复", (Role.DISCIPLINE,), handed, of_handed, "incidents:handed", {"open": 1}),
        box("待批示情况报告", LEADER, lambda u: briefs(u, "submitted"), of_brief, "incidents:briefs", {"state": "submitted"}),
        box("待报送情况报告", (Role.LIAISON,), lambda u: briefs(u, "draft"), of_draft, "incidents:briefs", {"state": "draft"}),
        box("领导批示待办结", (Role.OFFICER,), lambda u: briefs(u, "instructed"), of_brief, "incidents:briefs",
            {"state": "instructed"}),
        box("待审批涉亡导出打印", LEADER, exports, of_export, "incidents:exports", {"todo": 1}),
        box("待受理举报", WORKERS, lambda u: tips(u, state="received"), of_tip, "tips:list", {"state": "received"}),
        box("待受理瞒报举报", LEADER, lambda u: tips(u, state="received", kind=TipKind.CONCEALED), of_tip, "tips:list",
            {"state": "received", "kind": TipKind.CONCEALED}),
        box("待答复举报", WORKERS, lambda u: tips(u, state="running"), of_tip, "tips:list", {"state": "running"}),
        box("待审批举报奖励", LEADER, rewards, of_reward, "tips:rewards", {"state": "proposed"}),
        box("待接收证据", ROOM, exhibits, of_exhibit),
        box("待判定比对候选", ROOM, matches, of_match),
    )  # fmt: skip


def late(box):
    return (
        box("逾期举报", (*WORKERS, Role.LEADER), lambda u: Tip.objects.visible_to(u).overdue(clock.today()).order_by("due_on", "pk"),
            of_tip, "tips:list", {"overdue": 1}),
    )  # fmt: skip
