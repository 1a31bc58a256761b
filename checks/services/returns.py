"""抽查反馈 and its way back: fed, charged, ordered, mended, answered, then taken or returned by who sampled."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from circulars.layout import cn_date
from core import clock, workdays
from core.errors import refuse_if
from core.tokens import made_once
from core.workflow import advance, begin
from evidence.models import Attachment
from evidence.services import bind
from hazards.enums import HazardState
from hazards.models import Hazard
from hazards.papers_on import key_of
from hazards.services.running import held
from notices import services as papers
from notices.enums import PaperKind
from places.models import Office
from reminders.services import tell

from .. import return_rules as rules
from .. import spot
from ..agency import agency_of
from ..models import SpotReturn
from ..settings_returns import limits_of
from .people import Acting
from .people import link_to_return as link

SETTLED = (HazardState.CLOSED, HazardState.CANCELLED)


def feed_back(*, place, matter, answer_by, by, enterprise=None, inspection=None, sampler="", fed_on=None, token=None):
    """Give the township what a sample found; the same `token` gives the same row. Hazards of the visit come along."""
    fed_on = fed_on or clock.today()
    outside = by.has_role(Role.OFFICER) and not _samples_itself(by, sampler)
    refuse_if(
        rules.may_feed(by), "" if matter.strip() else "请写明反馈的问题", "请写明抽查部门" if outside and not sampler.strip() else "",
        "回报期限不能早于反馈日期" if answer_by < fed_on else "", "反馈日期不能晚于今天" if fed_on > clock.today() else "",
    )  # fmt: skip
    above = by.has_role(Role.SUPERVISOR)
    values = {
        "place": place, "enterprise": enterprise, "inspection": inspection, "from_above": above, "fed_on": fed_on,
        "sampler_office": None if outside or above else by.membership.office, "sampler": sampler.strip() or agency_of(by),
        "matter": matter.strip(), "answer_by": answer_by, "due_on": _within(place, "charge_within"),
    }  # fmt: skip
    return made_once(SpotReturn, token, lambda: _feed_back(by, token, values))


def _feed_back(by, token, values):
    row = SpotReturn.objects.create(**values, token=token, created_by=by, created_at=clock.now())
    if row.inspection:
        row.hazards.set([problem.hazard for problem in spot.problems_of([row.inspection]) if problem.hazard])
    begin(row, by=by, label="反馈", note=row.matter)
    _tell(row, Acting([row]).officers(row), "fed", f"抽查反馈待责成：{row.unit}", by, row.matter)
    return row


def _within(place, step):
    """The day by which the next step is due, by the limits of the township."""
    return workdays.add_workdays(clock.today(), limits_of(place.township_code)[step])


def _samples_itself(by, sampler):
    """An officer who names nobody else speaks for the safety office."""
    return not sampler.strip() and bool(by.membership.office_id)


@transaction.atomic
def charge(*, row, by, office, mend_by, note="", version=None):
    row = held(row, version)
    refuse_if(
        "" if office.township_id == row.place.township_code else "请选本乡镇的站所",
        "整改期限不能早于今天" if mend_by < clock.today() else "",
        f"整改期限不能晚于回报期限 {row.answer_by:%Y-%m-%d}" if mend_by > row.answer_by else "",
    )
    due = min(_within(row.place, "order_within"), mend_by)
    row = advance(row, "charge", by=by, note=note, charged_office=office, mend_by=mend_by, due_on=due)
    _tell(row, Acting([row]).handlers(row), "charged", f"责成整改：{row.unit}，{row.mend_by:%m月%d日} 前", by, row.matter)
    return row


@transaction.atomic
def order(*, row, by, paper=None, number="", hazards=(), version=None):
    """Which paper was issued: one of the portal, or the number of one written elsewhere; hazards entered for it."""
    row = held(row, version)
    refuse_if("" if paper or number.strip() else "请选执法文书，或填写文号")
    number = number.strip() or (paper.doc_number if paper else "")
    row = advance(row, "order", by=by, note=number, paper=paper, paper_number=number, due_on=row.mend_by)
    row.hazards.add(*hazards)
    return row


@transaction.atomic
def mend(*, row, by, result, photos=(), version=None):
    """What was mended; not while a hazard that came of it is open."""
    row = held(row, version)
    left = open_hazards(row)
    refuse_if(
        "" if result.strip() else "请写明整改情况",
        f"还有 {len(left)} 条隐患没有销号：{'、'.join(left[:3])}，销号后再登记" if left else "",
    )
    bind(ids=photos, owner=row, by=by, slot="proof")
    return advance(row, "mend", by=by, note=result.strip(), result=result.strip(), due_on=row.answer_by)


def open_hazards(row):
    """Numbers of the hazards of it that are not closed yet."""
    return list(row.hazards.exclude(state__in=SETTLED).values_list("number", flat=True))


@transaction.atomic
def answer(*, row, by, answer, number="", photos=(), version=None):
    """The township answers with its proof: photos on this row."""
    row = held(row, version)
    bind(ids=photos, owner=row, by=by, slot="proof")
    refuse_if(
        "" if answer.strip() else "请写明回报内容",
        "" if Attachment.objects.of(row).exists() else "请附整改的证明照片再回报",
    )
    due = _within(row.place, "judge_within")
    row = advance(row, "answer", by=by, note=answer.strip(), answer=answer.strip(), answer_number=number.strip(), due_on=due)
    _tell(row, Acting([row]).samplers(row), "answered", f"整改回报待采信：{row.unit}", by, row.answer)
    return row


@transaction.atomic
def accept(*, row, by, note, version=None):
    row = advance(held(row, version), "accept", by=by, note=note, due_on=None)
    _tell(row, Acting([row]).handlers(row), "accepted", f"回报已采信：{row.unit}", by, note)
    return row


@transaction.atomic
def send_back(*, row, by, note, version=None):
    due = _within(row.place, "again_within")
    row = advance(held(row, version), "send_back", by=by, note=note, due_on=due)
    _tell(row, Acting([row]).handlers(row), "returned", f"回报被退回：{row.unit}", by, note)
    return row


@transaction.atomic
def cancel(*, row, by, note, version=None):
    return advance(held(row, version), "cancel", by=by, note=note, due_on=None)


@transaction.atomic
def letter(*, row, by):
    """The draft of the paper that answers; a standing one is given again."""
    refuse_if("" if row.mended_at else "登记整改后再起草回报")
    lines = [
        f"{cn_date(row.fed_on)}，{row.sampler}反馈了对{row.unit}抽查发现的问题：{row.matter}",
        f"我镇于{cn_date(timezone.localdate(row.charged_at))}责成{row.charged_office}办理，下达执法文书{row.paper_number}，要求{cn_date(row.mend_by)}前整改。",
        f"整改情况：{row.result}",
    ]
    content = {
        "to": row.sampler, "body": "\n".join(lines), "reply_by": None, "contact": by.name, "phone": by.phone, "copied_to": "",
    }  # fmt: skip
    title = f"关于{row.unit}抽查问题整改情况的函"
    paper = papers.draft(kind=PaperKind.LETTER, title=title, content=content, by=by, subject=row, key=key_of("return", row))
    SpotReturn.objects.filter(pk=row.pk).update(answer_paper=paper)
    return paper


def _tell(row, people, step, title, by, body=""):
    others = [person for person in people if person.pk != by.pk]
    tell(
        people=others, title=title, body=body, key=f"return-{step}:{row.pk}:{row.version}", link=link(row), about=row, by=by
    )


def hazards_in(text, by):
    """([Hazard in sight], [numbers nobody finds]) of numbers in a text."""
    numbers = [part for part in text.replace("，", " ").replace("、", " ").replace(",", " ").split() if part]
    found = list(Hazard.objects.visible_to(by).filter(number__in=numbers))
    return found, [number for number in numbers if number not in {row.number for row in found}]


def offices_for(row):
    return Office.objects.filter(township=row.place.township_code, is_active=True)


def usual_answer_by():
    return clock.today() + timedelta(days=30)
