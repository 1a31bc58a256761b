"""The ladder of five: put a unit on it, move it up or down, lift it; the paper of each step."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import drafts, prefill
from notices import services as papers
from notices.enums import PaperKind, PaperState
from reminders.services import tell

from .. import rules_ladder as rules
from ..enums import Rung
from ..ladder import late_of, people_of
from ..models import LadderCase, LadderPaper
from ..papers_on import papers_about
from ..rules import foreign_office
from .running import held

ACCOUNTABILITY = "安全生产责任追究建议书"
ANSWER_IN = timedelta(days=7)  # time a supervision order leaves
# rung → (kind of paper, title)
PAPERS = {
    Rung.DISPATCH: (PaperKind.TIP, "安全生产调度提示单"),
    Rung.ORDER: (PaperKind.URGING, "督办通知"),
    Rung.WARN: (PaperKind.TIP, "安全生产警示建议书"),
    Rung.TALK: (PaperKind.TALK, "安全生产约谈通知书"),
    Rung.FOCUS: (PaperKind.BULLETIN, "关于对{unit}实行重点管理并提请追责问责的通报"),
}


@transaction.atomic
def start(*, by, rung, note, place=None, office=None, enterprise=None):
    """Put a unit on the ladder; `place` is a village when neither office nor enterprise is given."""
    place = enterprise.village if enterprise else office.township if office else place
    refuse_if(
        rules.may_step(by, "", rung),
        "" if place and place.township_code == by.membership.place.township_code else "请选择本乡镇的单位",
        foreign_office(office, place) if office else "",
        "" if note.strip() else "督促必须写明原因",
    )
    try:
        with transaction.atomic():
            case = LadderCase.objects.create(
                place=place, office=office, enterprise=enterprise, stepped_on=clock.today(), created_by=by,
                created_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise Refused("这个单位已在督促中") from None
    begin(case, by=by, label=Rung(rung).label, note=note, state=rung)
    _tell(case, by, note)
    return case


@transaction.atomic
def move(*, case, action, by, note, row_version=None):
    """Up, down or off the ladder, with a reason; Stale when it moved since it was shown as `row_version`."""
    held(case, row_version)
    advance(case, action, by=by, note=note, stepped_on=clock.today())
    _tell(case, by, note)
    return case


def _tell(case, by, note):
    tell(
        people=[person for person in people_of(case) if person.pk != by.pk], title=f"五级督促：{case.get_state_display()}",
        body=note, key=f"ladder:{case.pk}:{case.version}:{case.state}", link=f"/hazards/ladder/{case.pk}/", about=case, by=by,
    )  # fmt: skip


@transaction.atomic
def draft_paper(*, case, by):
    """The paper of the latest step, begun from the record; pressed twice it is the same, anew only when made void."""
    case = LadderCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    refuse_if("" if case.state in PAPERS else "已解除督促，不用制作文书")
    line = case.log.last()
    kept = LadderPaper.objects.filter(line=line).select_related("paper").first()
    if kept and kept.paper.state != PaperState.WITHDRAWN:
        return kept.paper
    key = f"ladder:{line.pk}" + (f":{kept.paper_id}"[:40] if kept else "")
    paper = _draft(case, line.note, by, key)
    LadderPaper.objects.update_or_create(line=line, defaults={"paper": paper})
    return paper


@transaction.atomic
def draft_accountability(*, case, by):
    """责任追究建议书 to the discipline body, copied to whoever appoints; pressed twice on one rung it is the same."""
    case = LadderCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    refuse_if(rules.may_propose_accountability(by, case))
    line = case.log.filter(to_state=case.state).last()
    begun = papers_about(case).filter(title=ACCOUNTABILITY, created_at__gte=line.at).exclude(state=PaperState.WITHDRAWN)
    if old := begun.first():
        return old
    town = by.membership.place.name
    content = {
        "to": f"中共{town}纪律检查委员会", "body": _accountability(case), "reply_by": None, "contact": by.name,
        "phone": by.phone, "copied_to": "组织部门",
    }  # fmt: skip
    return papers.draft(kind=PaperKind.LETTER, title=ACCOUNTABILITY, content=content, by=by, subject=case)


def _accountability(case):
    steps = [
        f"{n}.{timezone.localtime(line.at):%Y年%-m月%-d日}{line.action_label}：{line.note.rstrip('。')}。"
        for n, line in enumerate(case.log.order_by("at", "pk"), 1)
    ]
    late = [f"{row.location}：{row.description}（期限{row.due_on:%Y年%-m月%-d日}）" for row in late_of(case)]
    return "\n".join([
        f"{case.unit}经五级督促仍未落实安全生产责任，现处于“{case.get_state_display()}”。督促经过如下：", *steps,
        *(["至今逾期未整改的隐患：", *late] if late else []),
        "建议对该单位负有责任的人员按照干部管理权限和有关规定核查，依规依纪追究责任，并将处理情况函复我单位。",
    ])  # fmt: skip


def _draft(case, reason, by, key):
    kind, title = PAPERS[case.state]
    late = late_of(case)
    if kind == PaperKind.URGING:
        rows = [(f"{row.location}：{row.description}"[:200], row.due_on) for row in late] or [(reason, clock.today())]
        due_on = clock.today() + ANSWER_IN
        return drafts.draft_urging(
            unit=case.unit, tasks=rows, due_on=due_on, by=by, note=reason if late else "", subject=case, key=key
        )
    begun = prefill.begin(kind, by=by, firm=case.enterprise).content
    content = begun | _words(kind, case, reason, late)
    return papers.draft(
        kind=kind, title=title.format(unit=case.unit), content=content, by=by, subject=case, units=[case.unit], key=key
    )


def _words(kind, case, reason, late):
    """What the record says in the fields of the kind; days and places of a talk are left to the drafter."""
    lines = [f"{row.location}：{row.description}（期限{row.due_on:%Y年%-m月%-d日}）" for row in late]
    listed = "\n".join([reason, *lines])
    if kind == PaperKind.TIP:
        return {"matters": listed, "advice": "逐条落实整改责任人和措施，按期整改并上报。"}
    if kind == PaperKind.TALK:
        return {"reason": reason[:200], "bring": "隐患整改情况说明、整改前后照片"}
    return {"body": f"{case.unit}：\n{listed}", "asked": "列入重点管理，加密检查频次，整改到位前不予解除。"}
