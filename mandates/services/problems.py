"""The three lists: asked of offices for a period, lines drawn from hazards and inspections or written, done one by one."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from reminders.enums import MessageKind
from reminders.services import tell

from .. import rules
from ..deadlines import Desks, link_of
from ..models import Problem, ProblemSheet
from ..models.problems import TO_FILL


@transaction.atomic
def ask(*, offices, period, starts_on, ends_on, due_on, by):
    """One sheet per office; an office that has one of this period is passed over. Returns the new ones."""
    refuse_if(
        rules.may_ask(by),
        "" if ends_on >= starts_on else "结束日期不能早于开始日期",
        "" if due_on >= clock.today() else "填报期限不能早于今天",
    )
    known = ProblemSheet.objects.standing().filter(office__in=offices, starts_on=starts_on, ends_on=ends_on)
    left = set(known.values_list("office", flat=True))
    span = {"period": period.strip(), "starts_on": starts_on, "ends_on": ends_on, "due_on": due_on}
    rows = [_asked(office, span, by) for office in offices if office.pk not in left]
    refuse_if("" if rows else "这些站所同一时段的三清单都已发起")
    return rows


def _asked(office, span, by):
    row = ProblemSheet.objects.create(
        township=by.membership.place, office=office, created_by=by, created_at=clock.now(), **span
    )
    begin(row, by=by, label="发起填报")
    _tell(row, "asked", f"请在 {row.due_on:%m月%d日} 前填报三清单：{row.period}", by)
    return row


def _tell(row, step, title, by, body="", kind=MessageKind.NOTICE):
    people = [person for person in Desks([row]).of(row) if person.pk != by.pk]
    tell(people=people, title=title, body=body, key=f"{step}:{row._meta.model_name}:{row.pk}:{row.version}", link=link_of(row),
         about=row, by=by, kind=kind)  # fmt: skip


def carried(sheet):
    """Lines of this office's earlier sheets that are still open: they go on until done, not copied."""
    rows = Problem.objects.open().filter(office=sheet.office_id).exclude(sheet=sheet)
    return rows.filter(sheet__ends_on__lt=sheet.ends_on).select_related("hazard", "inspection", "sheet")


def add(*, sheet, measures, responsible, due_on, by, text="", hazard=None, inspection=None):
    """A line. Drawn from a hazard of this office it says what the hazard says."""
    refuse_if(
        "" if hazard or text.strip() else "请写明问题，或填写隐患编号",
        "" if measures.strip() and responsible.strip() else "请写明措施和责任人",
        "" if due_on else "请填写完成时限",
    )
    try:
        with transaction.atomic():
            row = _open_sheet(sheet, by)
            line = Problem.objects.create(
                sheet=row, township_id=row.township_id, office_id=row.office_id, hazard=hazard, inspection=inspection,
                text="" if hazard else text.strip(), measures=measures.strip(), responsible=responsible.strip(), due_on=due_on,
                created_by=by, created_at=clock.now(),
            )  # fmt: skip
            return begin(line, by=by, label="列入清单")
    except IntegrityError:
        raise Refused("这条隐患已在本站所的清单里") from None


def _open_sheet(sheet, by):
    row = ProblemSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    refuse_if(rules.may_fill(by, row), "" if row.state in TO_FILL else "三清单已经提交，退回后才能改")
    return row


@transaction.atomic
def drop(*, problem, note, by):
    """A line entered by mistake; it stays in the record with the reason."""
    _open_sheet(problem.sheet, by)
    refuse_if("" if note.strip() else "请写明移出的原因")
    _withdraw(Problem.objects.filter(pk=problem.pk), note, by)


def _withdraw(problems, note, by):
    said = f"{by.name}：{note.strip()}"[:200]
    problems.kept().update(withdrawn_at=clock.now(), withdrawn_reason=said)


@transaction.atomic
def submit(*, sheet, by, note=""):
    """Without a line it says so on purpose: the note is asked then."""
    empty = not sheet.problems.kept().exists() and not carried(sheet).exists()
    refuse_if(rules.may_fill(by, sheet), "没有列出问题，请写明为什么没有" if empty and not note.strip() else "")
    return advance(sheet, "submit", by=by, note=note)


@transaction.atomic
def judge(*, sheet, action, by, note=""):
    """Accept, send back or cancel; a cancelled sheet takes its lines with it, so that another one may hold them."""
    row = advance(sheet, action, by=by, note=note)
    if action == "cancel":
        _withdraw(row.problems, f"三清单取消，{note}", by)
    else:
        _tell(row, action, f"三清单{row.get_state_display()}：{row.period}", by, note)
    return row


@transaction.atomic
def move(*, problem, action, note, by):
    """Done, with what was done; or sent back by the safety office."""
    row = advance(problem, action, by=by, note=note)
    if action == "reopen":
        _tell(row, action, f"问题退回继续整改：{row.said[:40]}", by, note)
    return row


@transaction.atomic
def urge(*, sheet, by):
    """Press an office that has not filled in its lists; once a day."""
    refuse_if(rules.may_ask(by), "" if sheet.state in TO_FILL else "三清单已经填报，不用催办")
    people = Desks([sheet]).of(sheet)
    title = f"催办：请填报三清单（{sheet.period}），期限 {sheet.due_on:%m月%d日}"
    key = f"urge:sheet:{sheet.pk}:{clock.today()}"
    return tell(people=people, title=title, key=key, link=link_of(sheet), about=sheet, by=by, kind=MessageKind.URGING)
