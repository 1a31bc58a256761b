"""Jobs: an uploaded list is read and sealed; two lists are compared. Both may be killed and run again."""

import json

from django.db import transaction

from core import cipher, clock, jobs
from core.errors import Refused
from core.workflow import advance
from places.models import Place

from ..models import Candidate, Listed, NameList, NameMatch
from ..models.matching import PURPOSE, SAME_PERSON
from .engine import VERSION, Index, person
from .enums import ListState
from .reading import read

SLICE = 2_000


@jobs.handler("incidents.read_list")
def read_job(job):
    names = NameList.objects.get(pk=job.params["names"])
    link = {"url": f"/incidents/matching/{names.pk}/"}
    if names.state != ListState.READING:
        return link
    try:
        people, faults = read(cipher.unseal(names.upload, PURPOSE), names.kind)
    except (Refused, cipher.Locked) as error:
        _failed(names, str(error))
        raise Refused(str(error)) from error
    names.people.all().delete()  # of an attempt that was killed
    rows = list(people.items())
    for start in range(0, len(rows), SLICE):
        _write(names, rows[start : start + SLICE])
        jobs.progress(job, min(start + SLICE, len(rows)), len(rows), f"已加密保存 {min(start + SLICE, len(rows))} 人")
    _kept(names, len(rows), faults)
    return link | {"text": f"收入 {len(rows)} 人"}


def _write(names, rows):
    Listed.objects.bulk_create(
        Listed(names=names, line=line, number=number, facts=json.dumps(facts, ensure_ascii=False))
        for line, (number, facts) in rows
    )


@transaction.atomic
def _kept(names, taken, faults):
    left_out = len({line for line, *_, out in faults if out})
    advance(names, "keep", by=None, taken=taken, left_out=left_out)
    names.upload, names.faults = None, json.dumps(faults, ensure_ascii=False)
    names.save(update_fields=["upload", "faults"])


@transaction.atomic
def _failed(names, why):
    advance(names, "fail", by=None, why_failed=why[:200])
    names.upload = None
    names.save(update_fields=["upload"])


@jobs.handler("incidents.compare_lists")
def compare_job(job):
    """The smaller list is held in memory, the larger one streamed past it."""
    match = NameMatch.objects.select_related("one", "other").get(pk=job.params["match"])
    if reason := _not_kept(match):
        raise Refused(reason)
    small, large = sorted((match.one, match.other), key=lambda names: names.taken)
    known = _villages(match.one.township)
    index = Index(_people(small, known))
    found, batch = 0, []
    for done, other in enumerate(_people(large, known), 1):
        batch += [_candidate(match, small, one, two, points, why) for one, two, points, why in index.pairs([other])]
        if done % SLICE == 0:
            found += _add(batch)
            batch = []
            jobs.progress(job, done, large.taken, f"已比对 {done} 人，候选 {found} 对")
    found += _add(batch)
    NameMatch.objects.filter(pk=match.pk).update(compared_at=clock.now(), rule_version=VERSION, crowds=index.crowds)
    return {"url": f"/incidents/matching/pairs/{match.pk}/", "text": f"比对完成，候选 {found} 对"}


def _not_kept(match):
    gone = [names for names in (match.one, match.other) if names.state != ListState.KEPT]
    return f"名单{gone[0].get_state_display()}，不能比对" if gone else ""


def _villages(township):
    """Names of the county's villages, the longest first."""
    first, last = f"{township.code[:6]}000000", f"{township.code[:6]}999999"
    names = Place.objects.villages().filter(code__range=(first, last)).values_list("name", flat=True)
    return sorted(set(names), key=len, reverse=True)


def _people(names, known):
    """The list's people as the engine takes them, a few at a time; keys are (row key, line)."""
    mark = f"{cipher.newest()}:"
    rows = names.people.order_by("line").values_list("pk", "line", "number", "digest", "facts")
    for pk, line, number, digest, facts in rows.iterator(chunk_size=SLICE):
        told = json.loads(facts)
        code = digest if digest.startswith(mark) else cipher.digest(number, SAME_PERSON)
        texts = {name: told.get(name, "") for name in ("name", "born", "village", "sex")}
        yield person((pk, line), number=number, code=code, known=known, **texts)


def _candidate(match, small, held, other, points, reasons):
    """`held` is of the smaller list."""
    one, two = (held.key, other.key) if small == match.one else (other.key, held.key)
    return Candidate(
        match=match, one_id=one[0], one_line=one[1], other_id=two[0], other_line=two[1], score=points, reasons=reasons
    )


def _add(rows):
    """Known pairs stay as people left them."""
    Candidate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
