"""Look over all rows of a township: marks that are due, marks that no longer are, pairs not proposed yet. Safe to run again."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from core import clock
from core.workflow import advance
from places.sight import subtree

from ..enums_quality import MarkState, Reason
from ..models import Mark
from . import VERSION, photos, twins, words
from .found import Found, sources

MANY = 3  # units that write the same
ALIKE_EVERYWHERE = ("description",)  # the same hazard is found in many places; the same remedy is not
LONG = 10  # characters from which the same words are no accident


def scan(town, tell=lambda done, total, message: None):
    """Everything of one township (its code). Returns {"new", "again", "lapsed", "standing", "pairs"}."""
    tell(0, 4, "核对填写内容")
    found = {_key(one): one for one in _texts(town)}
    tell(1, 4, "比对照片")
    photos.make_prints()
    for one in (*photos.repeated(town), *photos.alike(town), *(one for find in sources.findings for one in find(town))):
        found.setdefault(_key(one), one)
    tell(2, 4, "更新标记")
    outcome = _keep(town, found)
    tell(3, 4, "查找疑似重复隐患")
    return outcome | {"pairs": twins.propose(town)}


def _key(found):
    return (ContentType.objects.get_for_model(found.ref.model).pk, str(found.ref.pk), found.field, str(found.reason))


def _texts(town):
    """One reason a field: perfunctory by its own words, else the same words in many units."""
    common = _common(town)
    for find in sources.texts:
        for said in find(town):
            if reason := words.judge(said.text, said.asked):
                yield Found(said.ref, said.field, reason, said.text, _why(reason, said))
            elif said.field not in ALIKE_EVERYWHERE and (units := common.get(words.plain(said.text))):
                yield Found(said.ref, said.field, Reason.COMMON, said.text, f"{units} 家单位写了同样的话")


def _why(reason, said):
    return f"对照：{said.asked[0]}" if reason == Reason.COPIED and said.asked else ""


def _common(town):
    """{plain words: number of units} of what stands in many."""
    units = defaultdict(set)
    for find in sources.texts:
        for said in find(town):
            if said.field not in ALIKE_EVERYWHERE and len(text := words.plain(said.text)) >= LONG:
                units[text].add(said.ref.unit)
    return {text: len(those) for text, those in units.items() if len(those) >= MANY}


@transaction.atomic
def _keep(town, found):
    """Bring the stored marks of a township in line; what a person has dismissed stays so."""
    rows = Mark.objects.select_for_update(of=("self",)).filter(subtree(town, "village"))
    known = {(row.content_type_id, row.object_id, row.field, row.reason): row for row in rows}
    fresh = [_mark(key, one) for key, one in found.items() if key not in known]
    Mark.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    again = [row for key, row in known.items() if key in found and row.state == MarkState.LAPSED]
    lapsed = [row for key, row in known.items() if key not in found and row.state == MarkState.STANDING]
    for action, changed in (("again", again), ("lapse", lapsed)):
        for row in changed:
            advance(row, action, by=None)
    seen = [row.pk for key, row in known.items() if key in found and row.rule_version != VERSION]
    Mark.objects.filter(pk__in=seen).update(rule_version=VERSION)
    return {"new": len(fresh), "again": len(again), "lapsed": len(lapsed), "standing": len(found)}


def _mark(key, one):
    kind, pk, field, reason = key
    ref = one.ref
    return Mark(
        village_id=ref.village_id, enterprise_id=ref.enterprise_id, content_type_id=kind, object_id=pk, field=field,
        reason=reason, title=ref.title[:160], text=one.text.strip()[:200], detail=one.detail[:200], link=ref.link,
        given_on=ref.on, rule_version=VERSION, made_at=clock.now(),
    )  # fmt: skip
