"""Reviews of duty: asked for a period, answered line by line, judged by a leader, what is short mended by a day."""

from django.db import transaction

from checks.models import Inspection
from core import clock
from core.errors import refuse_if
from core.workflow import advance, begin
from hazards.enums import HazardState
from hazards.models import Hazard
from reminders.enums import MessageKind
from reminders.services import tell

from .. import rules
from ..deadlines import Desks, link_of
from ..enums import ReviewState
from ..models import Review, ReviewLine
from ..models.reviews import TO_FILL


@transaction.atomic
def ask(*, mandates, period, starts_on, ends_on, due_on, by):
    """One review per list in force; a list reviewed for the same days is passed over. Returns the new ones."""
    refuse_if(
        rules.may_ask(by),
        "" if ends_on >= starts_on else "结束日期不能早于开始日期",
        "" if due_on >= clock.today() else "自评期限不能早于今天",
    )
    known = Review.objects.standing().filter(mandate__in=mandates, starts_on=starts_on, ends_on=ends_on)
    left = set(known.values_list("mandate", flat=True))
    span = {"period": period.strip(), "starts_on": starts_on, "ends_on": ends_on, "due_on": due_on}
    rows = [_asked(mandate, span, by) for mandate in mandates if mandate.pk not in left]
    refuse_if("" if rows else "这些清单同一时段的检视都已发起")
    return rows


def _asked(mandate, span, by):
    row = Review.objects.create(
        township=mandate.township, mandate=mandate, office=mandate.office, person=mandate.person, created_by=by,
        created_at=clock.now(), **span,
    )  # fmt: skip
    ReviewLine.objects.bulk_create([ReviewLine(review=row, item=item) for item in mandate.items.all()])
    begin(row, by=by, label="发起检视")
    _tell(row, "asked", f"请在 {row.due_on:%m月%d日} 前对照清单自评：{row.period}", by)
    return row


def _tell(row, step, title, by, body="", people=None):
    people = Desks([row]).of(row) if people is None else people
    others = [person for person in people if person.pk != by.pk]
    key = f"review-{step}:{row.pk}:{row.version}"
    tell(people=others, title=title, body=body, key=key, link=link_of(row), about=row, by=by)


@transaction.atomic
def answer(*, line, did, is_short, mend, mend_by, by):
    """What was done against one duty; what falls short needs a measure and a day."""
    row = Review.objects.select_for_update(of=("self",)).get(pk=line.review_id)
    refuse_if(
        rules.may_review_self(by, row),
        "" if row.state in TO_FILL else "自评已经提交，退回后才能改",
        "" if did.strip() else "请写明履职情况",
        _wrong(is_short, mend, mend_by),
    )
    values = {"mend": mend.strip(), "mend_by": mend_by} if is_short else {"mend": "", "mend_by": None}
    ReviewLine.objects.filter(pk=line.pk).update(did=did.strip(), is_short=is_short, **values)


def _wrong(is_short, mend, mend_by):
    if not is_short:
        return ""
    if not mend.strip() or mend_by is None:
        return "有差距的要写整改措施和期限"
    return "整改期限不能早于今天" if mend_by < clock.today() else ""


@transaction.atomic
def submit(*, review, by):
    left = review.lines.filter(did="").count()
    refuse_if(rules.may_review_self(by, review), f"还有 {left} 项没有写履职情况" if left else "")
    row = advance(review, "submit", by=by)
    leaders = [person for person in Desks([row]).leaders(row) if person.pk != row.person_id]
    _tell(row, "submitted", f"待评议：{row}", by, people=leaders)
    return row


@transaction.atomic
def judge(*, review, word, short, mend_by, by):
    """The leader's word. `short` are lines it finds short beside those named by oneself; they share the day."""
    short = list(short)
    refuse_if(
        "" if word.strip() else "请写明评议意见",
        "评议认为有差距的，要定整改期限" if short and mend_by is None else "",
        "整改期限不能早于今天" if mend_by and mend_by < clock.today() else "",
    )
    row = advance(review, "judge", by=by, note=word.strip(), word=word.strip(), judged_by=by)
    row.lines.filter(pk__in=[line.pk for line in short], is_short=False).update(
        is_short=True, mend="按评议意见整改", mend_by=mend_by
    )
    _tell(row, "judged", f"履职检视已评议：{row.period}", by, row.word)
    return row


@transaction.atomic
def move(*, review, action, by, note=""):
    """Send back or cancel."""
    row = advance(review, action, by=by, note=note)
    _tell(row, action, f"履职检视{row.get_state_display()}：{row.period}", by, note)
    return row


@transaction.atomic
def mended(*, line, on, what, by):
    """What was short is mended; said once."""
    row = ReviewLine.objects.select_for_update(of=("self",)).select_related("review").get(pk=line.pk)
    refuse_if(
        rules.may_mend(by, row.review),
        "" if row.is_short and row.review.state == ReviewState.JUDGED else "评议后有差距的才登记整改",
        "已经登记过整改" if row.mended_on else "",
        "" if what.strip() else "请写明怎么整改的",
        "整改日期不能晚于今天" if on > clock.today() else "",
    )
    ReviewLine.objects.filter(pk=row.pk).update(mended_on=on, mended=what.strip(), mended_by=by)


@transaction.atomic
def urge(*, review, by):
    """Press whoever has not reviewed themselves; once a day."""
    refuse_if(rules.may_ask(by), "" if review.state in TO_FILL else "自评已经提交，不用催办")
    title = f"催办：请对照清单自评（{review.period}），期限 {review.due_on:%m月%d日}"
    key = f"urge:review:{review.pk}:{clock.today()}"
    return tell(people=Desks([review]).of(review), title=title, key=key, link=link_of(review), about=review, by=by,
                kind=MessageKind.URGING)  # fmt: skip


def record_of(review):
    """What the portal holds of an office for these days: [(what, number)]; of a person nothing."""
    if not review.office_id:
        return []
    days = (review.starts_on, review.ends_on)
    found = Hazard.objects.filter(office=review.office_id, found_on__range=days).registered()
    visits = Inspection.objects.signed().held_between(*days).filter(office=review.office_id)
    return [
        ("签名锁定的检查", visits.count()),
        ("登记的隐患", found.count()),
        ("其中已销号", found.filter(state=HazardState.CLOSED).count()),
    ]
