"""Bringing a list, comparing two, deciding a candidate, destroying what was brought."""

import hashlib

from django.db import IntegrityError, transaction
from django.urls import reverse

from core import cipher, clock, jobs
from core.errors import Refused, Stale
from core.workflow import advance, begin
from reminders.services import tell

from .. import access
from ..enums import AccessAction, LeadSource
from ..models import Candidate, NameList, NameMatch
from ..models.matching import PURPOSE
from ..services.leads import open_lead
from ..services.people import staff_of
from . import rules
from .enums import ListKind, ListState
from .reading import day_of
from .shown import for_the_lead, lines_of, told


def bring(*, township, kind, title, provider, data, destroy_on, by, enterprise=None, key=None):
    """Keep an uploaded workbook, sealed until it is read, and send it to be read; returns (list, job).

    `data` are its bytes. The same `key` (one form) gives the same list.
    """
    if reason := rules.may_bring(by) or rules.wrong_day(destroy_on, clock.today()):
        raise Refused(reason)
    told = {"kind": kind, "title": title, "provider": provider, "enterprise": enterprise, "destroy_on": destroy_on}
    try:
        with transaction.atomic():
            return _brought(by, data, township=township, form_token=key or None, **told)
    except IntegrityError:  # the same form, sent twice
        known = NameList.objects.get(form_token=key)
        return known, _read(known, by)


def _brought(by, data, **told):
    upload, sha256 = cipher.seal(data, PURPOSE), hashlib.sha256(data).hexdigest()
    names = NameList.objects.create(upload=upload, sha256=sha256, created_by=by, **told)
    names.handlers.add(by)
    begin(names, by=by, label="上传名单")
    return names, _read(names, by)


def _read(names, by):
    return jobs.enqueue("incidents.read_list", by=by, title="读取名单", key=f"names:{names.pk}", names=str(names.pk))


@transaction.atomic
def name_handler(*, names, user, by):
    """Let one more person see and compare a list."""
    if reason := rules.may_name(by, names):
        raise Refused(reason)
    if names.state == ListState.DESTROYED:
        raise Refused("名单已销毁，不用再指定经办人")
    if not staff_of(names.township_id).filter(pk=user.pk).exists():
        raise Refused("经办人只能是本乡镇应急办、站所或纪委的人员")
    names.handlers.add(user)
    _line(names, by, "指定经办人", user.name)
    access.log_without_lead(by=by, action=AccessAction.NAMED, detail=f"比对名单 {str(names.pk)[:8]}：{user.name}")
    link = reverse("incidents:names", args=[names.pk])
    tell(people=[user], title="请经办名单比对", key=f"names:{names.pk}:{user.pk}", about=names, link=link)


@transaction.atomic
def end_handler(*, names, user, by, note):
    """Take a person off a list from now on, for a reason kept with the list."""
    if reason := rules.may_name(by, names) or ("" if note.strip() else "请写明取消的原因"):
        raise Refused(reason)
    if not names.handlers.filter(pk=user.pk).exists():
        raise Refused(f"{user.name}不是这份名单的经办人")
    names.handlers.remove(user)
    _line(names, by, "取消经办人", f"{user.name}：{note.strip()}")
    access.log_without_lead(by=by, action=AccessAction.UNNAMED, detail=f"比对名单 {str(names.pk)[:8]}：{user.name}")


def _line(names, by, label, note=""):
    begin(names, by=by, label=label, note=note)


def compare(*, one, other, by):
    """Send two lists to be compared; a pair is one row whichever comes first. Returns (match, job)."""
    seen = NameList.objects.visible_to(by).filter(pk__in=[one.pk, other.pk]).count()
    if reason := rules.wrong_pair(one, other) or ("" if seen == 2 else rules.NOT_NAMED):
        raise Refused(reason)
    first, second = sorted((one, other), key=lambda names: (names.kind == ListKind.STAFF, str(names.pk)))
    with transaction.atomic():
        match, _ = NameMatch.objects.get_or_create(one=first, other=second, defaults={"created_by": by})
        title = "比对两份名单"
        job = jobs.enqueue("incidents.compare_lists", by=by, title=title, match=str(match.pk))
    return match, job


def open_people(*, candidate, by, reason):
    """Both lines in full, for a reason that is kept with both lists: ({header: text} of one, of the other)."""
    if refused := rules.may_decide(by, candidate):
        raise Refused(refused)
    if len(reason.strip()) < 2:
        raise Refused("请写明查看姓名和身份证号的原因")
    with transaction.atomic():
        for names in (candidate.match.one, candidate.match.other):
            _line(names, by, "查看候选", f"{candidate.one_line}/{candidate.other_line} 行：{reason}")
        access.log_without_lead(by=by, action=AccessAction.OPENED, detail=f"名单比对候选 {str(candidate.pk)[:8]}")
    return told(candidate.one), told(candidate.other)


@transaction.atomic
def decide(*, candidate, action, note, by, version=None):
    """`same`, `differ`, `doubt` or `undo`, with its reason."""
    _fresh(candidate, version)
    return advance(candidate, action, by=by, note=note)


def _fresh(candidate, version):
    """Locked, and as it was when the page was opened."""
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if version is not None and row.version != version:
        last = row.log.select_related("actor").last()
        raise Stale(f"{last.actor or '系统'}刚{last.action_label}，请核对后再提交")


@transaction.atomic
def make_lead(*, candidate, village, summary, by, enterprise=None, version=None):
    """Open a lead about a pair decided to be one person; asked twice, it gives the same lead."""
    _fresh(candidate, version)
    if reason := rules.may_register(by, candidate) or rules.wrong_lead(candidate):
        raise Refused(reason)
    death, _ = lines_of(candidate)
    lead = open_lead(
        key=f"names:{candidate.pk}", village=village, source=LeadSource.DEATH_LIST, summary=summary, by=by,
        enterprise=enterprise, person=death["name"][:40], happened_on=_past_day(death.get("day", "")),
    )  # fmt: skip
    if candidate.lead_id != lead.pk:
        candidate.lead, candidate.kept = lead, ""
        candidate.save(update_fields=["lead", "kept", "updated_at"])
        begin(candidate, by=by, label="登记线索")
    return lead


def _past_day(text):
    """The day of death as a lead keeps it: what is no day, or lies ahead, stays in the list only."""
    day = day_of(text)
    return day if day and day <= clock.today() else None


@transaction.atomic
def destroy(*, names, note, by):
    """Take the people out for good, with what was found about them and not decided; the row and its log stay.

    `by` is None when the day has come. Decisions stay with score and line numbers, which name nobody; of a pair found to be
    one dead person without a lead, what the lead needs stays sealed until it is registered.
    """
    count = names.people.count()
    advance(names, "destroy", by=by, note=f"{note}（{count} 人）", upload=None, faults="")
    found = Candidate.objects.of(names)
    for candidate in found.without_lead().filter(kept="").select_related("one", "other"):
        Candidate.objects.filter(pk=candidate.pk).update(kept=for_the_lead(candidate))
    Candidate.objects.filter(pk__in=found.filter(log=None).values("pk")).delete()
    names.people.all().delete()
    return names


def destroy_due():
    """The daily task; returns how many lists were destroyed."""
    rows = list(NameList.objects.to_destroy())
    for names in rows:
        destroy(names=names, note="到期自动销毁", by=None)
    return len(rows)
