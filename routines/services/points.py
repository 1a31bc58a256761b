"""The office's look at its eight points: begun from the township's own list, each point said, what lacks mended."""

from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import Refused, refuse_if
from core.models import Preference
from core.workflow import advance, begin
from evidence.services import bind

from .. import rules
from ..enums import PointState, ReviewState
from ..models import OfficeReview, Point

KEY, LEAST_KEY = "routines.points", "routines.staff"
LEAST = 3  # people who supervise safety in a township
STAFF_POINT = "有人员"
EIGHT = (
    ("有机构", "单独挂牌的安全监管机构，有成立文件和职责"),
    ("有人员", "专职监管人员不少于规定人数，分工到人"),
    ("有场所", "固定的办公用房，能接访、存放档案和装备"),
    ("有经费", "安全监管经费列入年度预算，专项使用"),
    ("有装备", "执法记录仪、检测仪器、防护用品和车辆够用"),
    ("有制度", "检查、值班、举报、报告等制度上墙并执行"),
    ("有台账", "企业、隐患、检查、培训台账齐全，随时更新"),
    ("有考核", "人员和各村每年考核，结果与奖惩挂钩"),
)


def points_of(township):
    """[(name, demand)] as the township has set them, else the eight."""
    row = Preference.objects.filter(place_code=township.pk, key=KEY).first()
    return [tuple(pair) for pair in row.value] if row else list(EIGHT)


def least_of(township):
    row = Preference.objects.filter(place_code=township.pk, key=LEAST_KEY).first()
    return row.value if row else LEAST


@transaction.atomic
def set_points(*, township, points, least, by):
    """What is asked from the next look on."""
    refuse_if(rules.may_review(by), "" if points else "至少写一项")
    for key, value in ((KEY, [list(pair) for pair in points]), (LEAST_KEY, least)):
        Preference.objects.update_or_create(place_code=township.pk, key=key, defaults={"value": value})


def staff_of(township):
    """People with a seat in the safety office today."""
    seats = Membership.objects.of_role(Role.OFFICER).filter(place=township)
    return seats.values("user").distinct().count()


def start(*, by):
    """A look of today; a second unfinished one is refused."""
    refuse_if(rules.may_review(by))
    town = by.membership.place
    try:
        with transaction.atomic():
            row = OfficeReview.objects.create(
                township=town, held_on=clock.today(), staff=staff_of(town), created_by=by, created_at=clock.now()
            )
            points = enumerate(points_of(town), 1)
            Point.objects.bulk_create([Point(review=row, order=n, name=name, demand=demand) for n, (name, demand) in points])
            return begin(row, by=by, label="开始自评")
    except IntegrityError:
        raise Refused("已有一份自评没有完成，请先完成或作废") from None


@transaction.atomic
def say(*, point, met, by, fact="", lack="", due_on=None, photos=()):
    """Whether the office has it. What it lacks needs what is to be done by when."""
    point, review = _held(point, by, ReviewState.DRAFT, "自评已经完成，不能再改")
    few = met and point.name == STAFF_POINT and review.staff < least_of(review.township)
    refuse_if(
        f"在岗监管人员 {review.staff} 人，不到 {least_of(review.township)} 人，这一项不能评为有" if few else "",
        "" if not met or fact.strip() else "请写明现状，例如文号、人数、地点",
        "" if met or (lack.strip() and due_on) else "缺项要写明缺什么、怎样补和补齐期限",
        "补齐期限不能早于今天" if not met and due_on and due_on < clock.today() else "",
    )
    point.verdict = PointState.MET if met else PointState.LACKING
    point.fact, point.by = fact.strip()[:200], by
    point.lack, point.due_on = ("", None) if met else (lack.strip()[:200], due_on)
    point.save()
    bind(ids=photos, owner=point, by=by, slot="proof")
    return point


@transaction.atomic
def mend(*, point, mended, by, photos=()):
    """What lacked is there now."""
    point, review = _held(point, by, ReviewState.MENDING, "完成自评后才能登记补缺")
    few = point.name == STAFF_POINT and staff_of(review.township) < least_of(review.township)
    refuse_if(
        "" if point.verdict == PointState.LACKING else "这一项不缺",
        "" if mended.strip() else "请写明怎样补的",
        f"在岗监管人员现在 {staff_of(review.township)} 人，仍不到 {least_of(review.township)} 人" if few else "",
    )
    point.verdict, point.mended, point.mended_on, point.by = PointState.MENDED, mended.strip()[:200], clock.today(), by
    point.save()
    bind(ids=photos, owner=point, by=by, slot="mended")
    return point


def _held(point, by, state, otherwise):
    """(the point, its look), read anew behind the lock."""
    row = OfficeReview.objects.select_for_update(of=("self",)).select_related("township").get(pk=point.review_id)
    refuse_if(rules.may_review(by, row), "" if row.state == state else otherwise)
    return Point.objects.get(pk=point.pk), row


@transaction.atomic
def move(*, review, action, by, note=""):
    """Finish, complete or drop; a look without anything lacking is complete at once."""
    advance(review, action, by=by, note=note)
    if action == "finish" and not review.points.filter(verdict=PointState.LACKING).exists():
        advance(review, "complete", by=by)
    return review
