"""Judging a hazard by a clause: only one in force on the day it was found; changing that day checks again."""

from django.db import transaction
from django.db.models import Q

from core import clock
from core.errors import Refused, refuse_if

from .. import rules
from ..models import Clause, ClauseUse, Standard
from .notes import write_line


def wrong_clause(clause, day, township_code):
    """Why a clause does not apply to what was found on a day in a township; names the standard that does."""
    if clause is None:
        return ""
    standard = clause.standard
    if standard.township_id not in (None, township_code) or clause.withdrawn_at or standard.withdrawn_at:
        return "这一条款不在本乡镇的标准库里，请重新选择"
    return "" if standard.holds_on(day) else _past(standard, day, township_code)


def _past(standard, day, township_code):
    others = Standard.objects.of_township(township_code).in_force(day).filter(trade=standard.trade).exclude(pk=standard.pk)
    other = others.first()
    instead = f"，应适用{other}" if other else "，请选择当天有效的标准"
    return f"{standard}有效期为 {standard.span}，发现日期 {day:%Y-%m-%d} 不适用{instead}"


def standards_of(township_code):
    """Those a basis may name."""
    return list(Standard.objects.of_township(township_code).filter(withdrawn_at=None))


def wrong_basis(text, day, township_code, known=None):
    """Why a basis typed in words does not apply on a day: it names a standard that is not in force; "" when it may stand.

    A document number is surer than a name, which two standards may share; one in force among those named is enough.
    `known` are the standards_of the township, where many are asked about.
    """
    said = text.replace(" ", "")
    known = [] if not said else standards_of(township_code) if known is None else known
    named = [row for row in known if row.document.replace(" ", "") in said] or [row for row in known if row.name in said]
    if not named or any(row.holds_on(day) for row in named):
        return ""
    return f"判定依据写的{_past(named[0], day, township_code)}"


def in_force_for(clause, day, township_code):
    """The clause itself, or the one it follows or is followed by, whichever is in force on a day; None when none is.

    A township's own wording stands in front.
    """
    family, fresh = set(), {clause.pk}
    while fresh:
        family |= fresh
        near = Q(follows__in=fresh) | Q(followers__in=fresh)
        fresh = set(Clause.objects.filter(near).values_list("pk", flat=True)) - family
    rows = Clause.objects.of_township(township_code).select_related("standard")
    holding = [row for row in rows.in_force(day).filter(pk__in=family) if not row.standard.withdrawn_at]
    found = next((row for row in holding if row.pk == clause.pk), next(iter(holding), None))
    return found and (_own_wording(rows.in_force(day), found) or found)


def _own_wording(rows, clause):
    own = rows.filter(standard__document=clause.standard.document, standard__name=clause.standard.name, number=clause.number)
    return own.exclude(standard__township=None).first()


def keep_use(hazard, clause, *, by):
    """Write down what the hazard is judged by, as the clause reads today."""
    said = {"clause": clause, "cite": clause.cite[:200], "text": clause.text, "by": by, "at": clock.now()}
    ClauseUse.objects.update_or_create(hazard=hazard, defaults=said)


@transaction.atomic
def redate(*, hazard, by, found_on, note, clause=None, version=None):
    """Correct the day a hazard was found; its clause must be in force on the new day, or a new one is chosen with it."""
    from ..misses.services import review
    from .loop import held

    row = held(hazard, version)
    use = getattr(row, "judged_by", None)
    applied = clause or (use.clause if use else None)
    refuse_if(
        rules.may_redate(by, row),
        "" if note.strip() else "更正发现日期必须写明原因",
        "发现日期不能晚于今天" if found_on > clock.today() else "",
        "发现日期不能晚于整改完成日期" if row.rectified_on and found_on > row.rectified_on else "",
        wrong_clause(applied, found_on, row.village.township_code),
        "" if applied else wrong_basis(row.grade_basis, found_on, row.village.township_code),
    )
    if applied and row.grade and applied.grade != row.grade:
        raise Refused(f"所选条款定为{applied.get_grade_display()}，与现等级不一致，请取消后按新条款重新登记")
    before, row.found_on = row.found_on, found_on
    if clause:
        keep_use(row, clause, by=by)
        row.grade_basis = clause.cite[:200]
    said = f"{before:%Y-%m-%d} 改为 {found_on:%Y-%m-%d}：{note.strip()}"
    write_line(row, "redate", "更正发现日期", by=by, note=said, fields=["found_on", "grade_basis"])
    review(row)
    return row
