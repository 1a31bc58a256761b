"""List matching: the lists, one list, a pair's candidates, one candidate."""

import json

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import download
from core.middleware import say_refused
from core.xlsx import XLSX
from core.xlsx_blank import blank
from places.models import Place
from places.sight import villages_of

from .. import access
from ..enums import AccessAction
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Candidate, Lead, NameList, NameMatch
from ..views.register import token
from ..views.sight import enter, marked_list, marked_page, version_of
from . import rules, services
from .enums import CandidateState, ListState
from .exports import words
from .filters import CandidateFilter, NamesFilter
from .forms import DecideForm, ListHandlerForm, MatchLeadForm, NamesForm, OtherListForm, WhyForm
from .reading import HEADERS, NAME
from .shown import beside, lines_of, shown

FAULTS_SHOWN = 200
NOTES = (
    "姓名必须填写；身份证号和出生年月至少填一项，出生年月可以只写年份。",
    "身份证号中间几位没有的，照原样填，如 990101********1234。",
    "死亡名单请填死亡日期；企业人员名单可填岗位，不填死亡日期和死亡原因。",
    "空白行会跳过；一份名单最多 200000 行。",
)
OPEN_PAIRS = Count("candidates", Q(candidates__state=CandidateState.OPEN))


def matching(request):
    enter(request)
    matches = NameMatch.objects.visible_to(request.user).select_related("one", "other")
    return marked_list(
        request, NameList.objects.visible_to(request.user).select_related("created_by", "enterprise"), look="比对名单登记",
        template="incidents/matching/lists.html", partial="incidents/matching/_lists.html", filterset=NamesFilter,
        export_at=reverse("incidents:names_export"), may_bring=not rules.may_bring(request.user),
        matches=matches.annotate(found=Count("candidates"), open=OPEN_PAIRS)[:20],
    )  # fmt: skip


def bring(request):
    enter(request)
    if reason := rules.may_bring(request.user):
        raise Refused(reason)
    form = NamesForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        town = Place.objects.get(code=request.user.membership.place.township_code)
        _, job = services.bring(township=town, by=request.user, key=token(request), **form.values())
        return redirect("core:job", job_id=job.pk)
    return marked_page(request, "incidents/matching/bring.html", {"form": form})


def template(request):
    enter(request)
    return download("名单模板.xlsx", blank("名单", HEADERS, (NAME,), {"性别": ("男", "女")}, NOTES), XLSX)


def _seen(request, rows, pk, what):
    """One row in sight, with a line of the look or act: by its key, for a title may say a name."""
    row = _sought(request, rows, pk, what)
    action = AccessAction.WORK if request.method == "POST" else AccessAction.VIEW
    access.log_without_lead(by=request.user, action=action, detail=f"{what} {str(pk)[:8]}")
    return row


def _sought(request, rows, pk, what):
    """The same, where the page itself is what is looked at."""
    row = rows.filter(pk=pk).first()
    if row is None:
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail=f"没有或不能查看的{what}")
        raise Http404
    return row


def _names(request, names_id):
    enter(request)
    return _seen(request, NameList.objects.visible_to(request.user), names_id, "比对名单")


def names(request, names_id):
    return _show_names(request, _names(request, names_id))


def _show_names(request, row, **forms):
    faults = json.loads(row.faults) if row.faults else []
    kept = row.state == ListState.KEPT
    matches = NameMatch.objects.visible_to(request.user).filter(Q(one=row) | Q(other=row)).select_related("one", "other")
    may_name = not rules.may_name(request.user, row) and row.state != ListState.DESTROYED
    context = {
        "names": row, "printed": reverse("incidents:names_printed", args=[row.pk]),
        "faults": faults[:FAULTS_SHOWN], "more_faults": len(faults) > FAULTS_SHOWN,
        "undecided": Candidate.objects.of(row).open().count(),
        "matches": matches.annotate(found=Count("candidates"), open=OPEN_PAIRS), "log": row.log.select_related("actor"),
        "other_form": OtherListForm(user=request.user, names=row) if kept else None,
        "handler_form": ListHandlerForm(names=row) if may_name else None,
        "end_form": WhyForm(auto_id=False) if may_name else None,
        "why_form": None if NameList.workflow.refusal(row, "destroy", request.user) else WhyForm(),
    } | forms  # fmt: skip
    return marked_page(request, "incidents/matching/names.html", context)


@require_POST
def names_printed(request, names_id):
    """The page of a list tells that its person had it printed."""
    enter(request)
    row = _sought(request, NameList.objects.visible_to(request.user), names_id, "比对名单")
    access.log_without_lead(by=request.user, action=AccessAction.PRINT, detail=f"比对名单 {str(row.pk)[:8]}")
    return HttpResponse(status=204)


def _post(request, act, done, back):
    """A step without a page of its own: do it, say so, come back."""
    try:
        act()
    except Refused as error:
        return say_refused(request, error, back)
    messages.success(request, done)
    return redirect(back)


@require_POST
def list_handler(request, names_id):
    row = _names(request, names_id)
    if reason := rules.may_name(request.user, row):
        raise Refused(reason)
    form = ListHandlerForm(request.POST, names=row)
    if not form.is_valid():
        return _show_names(request, row, handler_form=form)
    user = form.cleaned_data["user"]
    act = lambda: services.name_handler(names=row, user=user, by=request.user)  # noqa: E731
    return _post(
        request, act, f"已指定{user.name}为经办人，{user.name}会收到消息", reverse("incidents:names", args=[row.pk])
    )


@require_POST
def list_handler_end(request, names_id, user_id):
    row = _names(request, names_id)
    if reason := rules.may_name(request.user, row):
        raise Refused(reason)
    person = get_object_or_404(row.handlers, pk=user_id)
    note = request.POST.get("note", "")[:200]
    act = lambda: services.end_handler(names=row, user=person, by=request.user, note=note)  # noqa: E731
    return _post(request, act, f"{person.name}不再能看到这份名单", reverse("incidents:names", args=[row.pk]))


@require_POST
def list_destroy(request, names_id):
    row = _names(request, names_id)
    if reason := rules.may_destroy(request.user, row):
        raise Refused(reason)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _show_names(request, row, why_form=form)
    act = lambda: services.destroy(names=row, by=request.user, note=form.cleaned_data["note"])  # noqa: E731
    return _post(request, act, "名单已销毁，登记和销毁记录保留", reverse("incidents:names", args=[row.pk]))


@require_POST
def compare(request, names_id):
    row = _names(request, names_id)
    form = OtherListForm(request.POST, user=request.user, names=row)
    if not form.is_valid():
        return _show_names(request, row, other_form=form)
    try:
        _, job = services.compare(one=row, other=form.cleaned_data["other"], by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("incidents:names", args=[row.pk]))
    return redirect("core:job", job_id=job.pk)


def names_export(request):
    rows = NamesFilter(request.GET or None, queryset=NameList.objects.visible_to(request.user), request=request).qs
    return ask_page(request, ExportKind.NAMES, rows, back="incidents:matching")


def _pair(request, match_id, seen=_seen):
    """(match, its candidates)"""
    enter(request)
    rows = NameMatch.objects.visible_to(request.user).select_related("one", "other")
    match = seen(request, rows, match_id, "名单比对")
    return match, match.candidates.select_related("match__one", "match__other", "one", "other", "lead")


def pair_export(request, match_id):
    match, rows = _pair(request, match_id)
    rows = CandidateFilter(request.GET or None, queryset=rows, request=request).qs
    return ask_page(request, ExportKind.CANDIDATES, rows, back=reverse("incidents:pair", args=[match.pk]))


def pair(request, match_id):
    """The candidates of two lists, names hidden."""
    match, rows = _pair(request, match_id, _sought)
    return marked_list(
        request, rows, look=f"名单比对 {str(match.pk)[:8]}",
        template="incidents/matching/pair.html", partial="incidents/matching/_pair.html", filterset=CandidateFilter,
        export_at=reverse("incidents:pair_export", args=[match.pk]), match=match,
        tabs=(("待判定", "state=open"), ("同一人", "state=same"), ("不能判定", "state=unsure")),
    )  # fmt: skip


def _candidate(request, candidate_id):
    enter(request)
    rows = Candidate.objects.visible_to(request.user).select_related("match__one", "match__other", "one", "other", "lead")
    return _seen(request, rows, candidate_id, "名单比对候选")


def candidate(request, candidate_id):
    return _show(request, _candidate(request, candidate_id))


def _show(request, row, opened=None, **forms):
    one, other = opened or (shown(row.one), shown(row.other))
    steps = Candidate.workflow.open_to(row, request.user)
    lead_form = None
    if not row.lead_id and not rules.may_register(request.user, row) and not rules.wrong_lead(row):
        lead_form = MatchLeadForm(row=row, user=request.user, initial=_lead_of(request.user, row))
    context = {
        "row": row, "reasons": words(row), "opened": opened is not None, "steps": steps, "lead_form": lead_form,
        "lines": beside(one, other),
        "lead_seen": bool(row.lead_id) and Lead.objects.visible_to(request.user).filter(pk=row.lead_id).exists(),
        "open_form": WhyForm(auto_id="open_%s") if row.one_id and row.other_id else None, "decide_form": DecideForm(row=row),
        "log": row.log.select_related("actor"), "villages": villages_of(request.user) if lead_form else (),
    } | forms  # fmt: skip
    return marked_page(request, "incidents/matching/candidate.html", context)


def _lead_of(user, row):
    """What the lists already say about a lead: the village and a first sentence without a name."""
    death, other = lines_of(row)
    named = next((v for v in villages_of(user) if v.name in f"{death.get('village', '')}{other.get('village', '')}"), None)
    work = other.get("work") or death.get("work") or (row.match.other.enterprise.name if row.match.other.enterprise else "")
    parts = [
        f"“{row.match.one}”第 {row.one_line} 行与“{row.match.other}”第 {row.other_line} 行比对，判定为同一人",
        f"工作单位 {work}" if work else "", f"岗位 {other['post']}" if other.get("post") else "",
        f"登记的死亡日期 {death['day']}" if death.get("day") else "",
        f"登记的死亡原因 {death['cause']}" if death.get("cause") else "",
    ]  # fmt: skip
    return {"village": named or row.match.other.enterprise and row.match.other.enterprise.village,
            "summary": "；".join(part for part in parts if part) + "。"}  # fmt: skip


@require_POST
def candidate_open(request, candidate_id):
    """Names and numbers in full, for this one answer."""
    row, form = _candidate(request, candidate_id), WhyForm(request.POST)
    if not form.is_valid():
        return _show(request, row, open_form=form)
    try:
        opened = services.open_people(candidate=row, by=request.user, reason=form.cleaned_data["note"])
    except Refused as error:
        return say_refused(request, error, reverse("incidents:candidate", args=[row.pk]))
    return _show(request, row, opened=opened)


@require_POST
def candidate_step(request, candidate_id, action):
    row = _candidate(request, candidate_id)
    form = DecideForm(request.POST, row=row)
    if action not in Candidate.workflow.steps or not form.is_valid():
        return _show(request, row, decide_form=form)
    note = form.cleaned_data["note"]
    act = lambda: services.decide(  # noqa: E731
        candidate=row, action=action, note=note, by=request.user, version=version_of(request)
    )
    done = f"已{Candidate.workflow.steps[action].label}"
    return _post(request, act, done, reverse("incidents:candidate", args=[row.pk]))


@require_POST
def candidate_lead(request, candidate_id):
    row = _candidate(request, candidate_id)
    form = MatchLeadForm(request.POST, row=row, user=request.user)
    if not form.is_valid():
        return _show(request, row, lead_form=form)
    values = {name: form.cleaned_data[name] for name in ("village", "summary")}
    values["enterprise"] = row.match.other.enterprise
    act = lambda: services.make_lead(candidate=row, by=request.user, version=version_of(request), **values)  # noqa: E731
    return _post(request, act, "线索已登记，乡镇领导会收到消息", reverse("incidents:candidate", args=[row.pk]))
