"""Drawing up the bulletin of a period's spot checks: the numbers are kept with their rows, the paper begins as a draft."""

from core import clock
from core.errors import refuse_if
from core.tokens import made_once
from enterprises.models import Enterprise
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind
from places.models import Place

from .. import inspection_rules as rules
from .. import spot
from ..models import SpotBulletin

ASKED = (
    "被点名的单位要逐项整改，整改情况由所在村、监管站所到现场核实后报应急管理办公室；其他单位要对照检查，同类问题一并整改。"
    "到期仍未整改的，依法处理。"
)


def draw_up(*, span, named, by, token=None):
    """Count, keep and begin the paper; `named` are keys of the units to name. The same `token` gives the same row."""
    refuse_if(rules.may_bulletin(by))
    return made_once(SpotBulletin, token, lambda: _draw_up(span, set(named), by, token))


def _draw_up(span, named, by, token):
    visits = span.visits(by)
    refuse_if("" if visits else "这段时间没有签名锁定的检查，不能起草通报，请换一个时段")
    problems = spot.problems_of(visits)
    now, before = spot.figures(visits, problems), _numbers(span.before.visits(by))
    units = [unit for unit in spot.units_of(visits, problems) if unit.key in named]
    row = SpotBulletin.objects.create(
        place=by.membership.place, since=span.since, until=span.until, campaign=span.campaign, kinds=list(span.kinds),
        figures=now, before=before, named=[unit.key for unit in units], token=token, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    body = spot.text_of(by.membership.place.name, span, now, before, units, visits)
    row.paper = _paper(row, body, units, by)
    row.save(update_fields=["paper"])
    return row


def _numbers(visits):
    return {key: row[0] for key, row in spot.figures(visits, spot.problems_of(visits)).items()}


def _paper(row, body, units, by):
    content = prefill.begin(PaperKind.BULLETIN, by=by).content | {"body": body, "asked": ASKED}
    town = by.membership.place.name
    title = (
        f"{town}人民政府关于{row.since.month}月{row.since.day}日至{row.until.month}月{row.until.day}日安全生产抽查情况的通报"
    )
    firms = Enterprise.objects.filter(pk__in=[unit.enterprise_id for unit in units if unit.enterprise_id])
    villages = Place.objects.filter(pk__in=[unit.place_id for unit in units if not unit.enterprise_id])
    return papers.draft(
        kind=PaperKind.BULLETIN,
        title=title,
        content=content,
        by=by,
        subject=row,
        units=[*firms, *villages],
        key=f"spot:{row.pk}",
    )
