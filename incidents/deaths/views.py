"""The page of a death: people, clock, figures with their versions; forms for each change."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from core.lists import query_without

from ..guard import opening, veil
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Accident, DeathReport, Victim
from ..views.sight import enter, form_page, lead_of, leads, marked_list, must, page, post_step, version_of
from . import law, rules, services
from .enums import Change, Outcome, Sender
from .filters import AccidentFilter
from .forms import AccidentForm, FindingForm, ReportTimeForm, VictimForm


def accidents(request):
    """All accidents behind leads in sight; figures and grade, no names."""
    enter(request)
    rows = Accident.objects.visible_to(request.user).select_related("lead__village", "lead__enterprise")
    return marked_list(
        request, rows, look="事故登记", template="incidents/deaths/list.html", partial="incidents/deaths/_list.html",
        filterset=AccidentFilter, export_query=query_without(request, "page", "export"),
        tabs=(("较大以上", "grade=larger-up"), ("未认定报告情况", "found=0"), ("待复核认定", "anew=1")),
    )  # fmt: skip


def accident_export(request):
    """The register in sight, once a second person has allowed it."""
    rows = AccidentFilter(request.GET or None, queryset=Accident.objects.visible_to(request.user), request=request).qs
    return ask_page(request, ExportKind.ACCIDENTS, rows, back="incidents:accidents")


def _accident(lead):
    row = Accident.objects.filter(lead=lead).select_related("lead__village", "lead__enterprise").first()
    if row is None:
        raise Http404
    return row


def url_of(lead):
    return reverse("incidents:accident", args=[lead.pk])


def accident(request, lead_id):
    return _show(request, lead_of(request, lead_id, "事故情况"))


def _show(request, lead, opened=False, **forms):
    row = Accident.objects.filter(lead=lead).select_related("lead__village").first()
    may = not rules.may_record(request.user, lead)
    if row is None:
        return page(request, lead, "incidents/deaths/none.html", {"may_record": may})
    people = row.victims.select_related("employer").order_by("created_at")
    versions = list(row.versions.select_related("by"))
    found = next((v for v in reversed(versions) if v.change == Change.FOUND), None)
    context = _clock(row) | {
        "accident": row, "people": people.filter(withdrawn_at=None), "out": people.exclude(withdrawn_at=None),
        "versions": versions, "opened": opened, "may_record": may, "may_find": not rules.may_find(request.user, lead),
        "moved_since": found and found.number < row.version, "open_form": opening.why_form(request, False), "words": row.law.words.get(row.finding),
        "report_form": ReportTimeForm(row=row) if may else None,
    } | forms  # fmt: skip
    return page(request, lead, "incidents/deaths/accident.html", context)


def _clock(row):
    now = clock.now()
    hands = [
        {"hand": hand, "label": Sender(hand.sender).label, "over": hand.is_over(now), "beyond": span(hand.beyond(now)),
         "late": hand.is_late, "told": told.get(hand.sender, "")}
        for told in ({r.sender: r.told for r in row.reports.all()},) for hand in row.hands
    ]  # fmt: skip
    running = any(h["hand"].due and not h["hand"].sent for h in hands)
    left = row.follow_until - now
    return {
        "hands": hands, "running": running, "as_of": now, "follow_open": left.total_seconds() > 0, "follow_left": span(-left),
        "last_day": law.day_of(row.follow_until) - law.timedelta(days=1),
    }  # fmt: skip


def span(beyond):
    """How far past a limit, in words without sign: 2 天 3 小时, 43 分钟; "" without a limit."""
    if beyond is None:
        return ""
    minutes = int(abs(beyond.total_seconds()) // 60)
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{days} 天" if days else "",
        f"{hours} 小时" if hours else "",
        f"{minutes} 分钟" if minutes and not days else "",
    ]
    return " ".join(filter(None, parts)) or "不到 1 分钟"


def clock_face(request, lead_id):
    """Only the clock, asked again while a limit runs; it tells nothing of anybody and leaves no line of a look."""
    lead = leads(request).filter(pk=lead_id).first()
    if lead is None:
        raise Http404
    row = _accident(lead)
    return render(request, "incidents/deaths/_clock.html", {"lead": lead, "accident": row, **_clock(row)})


def accident_new(request, lead_id):
    lead = lead_of(request, lead_id, "登记事故")
    must(request, lead, rules.may_record(request.user, lead))
    form = AccidentForm(request.POST or None, row=lead, first=True, initial=_reported(lead))
    act = lambda values: services.open_accident(lead=lead, by=request.user, **_without(values, "version"))  # noqa: E731
    return _form(request, lead, lead, form, act, "事故已登记，请登记伤亡人员和报告时间", "登记事故")


def _reported(lead):
    """The moments an enterprise or a village reported itself."""
    return DeathReport.objects.filter(lead=lead).values("happened_at", "learned_at").first()


def _without(values, *names):
    return {name: value for name, value in values.items() if name not in names}


def _form(request, lead, row, form, act, done, label, **context):
    answer = form_page(
        request, lead, row, form=form, act=act, done=done, label=label, template="incidents/deaths/form.html",
        back=url_of(lead), **context,
    )  # fmt: skip
    return redirect(url_of(lead)) if answer.status_code == 302 else answer


def _edit(request, lead, row, make, values, covered, act, done, label):
    """An edit whose covered values are shown only for a reason; left empty, they stay. `make` gives the form."""
    kept = {name: values[name] for name in covered}
    why = opening.why_form(request, asked=opening.ASKED in request.POST)
    opened = opening.is_opened(request, why, lead, label)
    first = values if opened else {name: value for name, value in values.items() if name not in kept}
    form = make(None if why.is_bound else request.POST or None, row=row, initial=first, kept=kept)
    context = {"why": why if form.kept and not opened else None, "opened": opened}
    if why.is_bound:
        return page(
            request, lead, "incidents/deaths/form.html", {"form": form, "label": label, "back": url_of(lead), **context}
        )
    return _form(request, lead, row, form, act, done, label, **context)


def _telling(lead, values, *names):
    """Which of these texts name somebody of the case, or bear a number."""
    return [name for name in names if veil.tells(lead, values[name])]


def accident_edit(request, lead_id):
    lead = lead_of(request, lead_id, "更正事故情况")
    row = _accident(lead)
    must(request, lead, rules.may_record(request.user, lead))
    values = {name: getattr(row, name) for name in services.FACTS}
    act = lambda given: services.correct(accident=row, by=request.user, **given)  # noqa: E731
    told = "已更正，等级已重新计算"
    return _edit(
        request, lead, row, AccidentForm, values, _telling(lead, values, "place", "course"), act, told, "更正事故情况"
    )


COVERED = ("name", "number", "died_in", "cause", "certificate", "certified_by")
VICTIM = (*COVERED, "outcome", "died_at", "employer", "employer_name")


def victim_new(request, lead_id):
    lead = lead_of(request, lead_id, "登记伤亡人员")
    row = _accident(lead)
    must(request, lead, rules.may_record(request.user, lead))
    kept = {} if row.victims.exists() else {"name": lead.person}
    first = {"employer": lead.enterprise_id, "outcome": Outcome.DEAD}
    form = VictimForm(request.POST or None, row=row, lead=lead, first=True, initial=first, kept=kept)
    if form.kept:
        form.fields["name"].help_text = f"不填即用线索登记的死亡人员 {veil.covered_name(lead.person)}"
    act = lambda values: services.keep_victim(accident=row, by=request.user, **values)  # noqa: E731
    return _form(request, lead, row, form, act, "已登记，等级已重新计算", "登记伤亡人员")


def _victim(lead, victim_id):
    rows = Victim.objects.select_related("accident__lead")
    return get_object_or_404(rows, pk=victim_id, accident__lead=lead)


def victim_edit(request, lead_id, victim_id):
    lead = lead_of(request, lead_id, "更正伤亡人员")
    one = _victim(lead, victim_id)
    must(request, lead, rules.may_record(request.user, lead))
    row, values = one.accident, {name: getattr(one, name) for name in VICTIM}
    act = lambda given: services.keep_victim(accident=row, victim=one, by=request.user, **given)  # noqa: E731
    make = partial(VictimForm, lead=lead)
    return _edit(request, lead, row, make, values, COVERED, act, "已更正，等级已重新计算", "更正伤亡人员")


@require_POST
def victim_out(request, lead_id, victim_id):
    lead = lead_of(request, lead_id, "移出伤亡人员")
    one = _victim(lead, victim_id)
    act = lambda: services.take_out(  # noqa: E731
        victim=one, by=request.user, reason=request.POST.get("reason", ""), version=version_of(request)
    )
    post_step(request, lead, act, "已移出，等级已重新计算，可在下方恢复")
    return redirect(url_of(lead))


@require_POST
def victim_back(request, lead_id, victim_id):
    lead = lead_of(request, lead_id, "恢复伤亡人员")
    one = _victim(lead, victim_id)
    act = lambda: services.bring_back(victim=one, by=request.user, version=version_of(request))  # noqa: E731
    post_step(request, lead, act, "已恢复，等级已重新计算")
    return redirect(url_of(lead))


@require_POST
def people_open(request, lead_id):
    """Names and numbers in full, for this one answer."""
    lead = lead_of(request, lead_id, "事故情况")
    _accident(lead)
    form = opening.why_form(request)
    if opening.is_opened(request, form, lead, "伤亡人员姓名和证件"):
        return _show(request, lead, opened=True)
    return _show(request, lead, open_form=form)


@require_POST
def report_time(request, lead_id):
    lead = lead_of(request, lead_id, "登记报告时间")
    row = _accident(lead)
    must(request, lead, rules.may_record(request.user, lead))
    form = ReportTimeForm(request.POST, row=row)
    if not form.is_valid():
        return _show(request, lead, report_form=form)
    try:
        services.record_report(accident=row, by=request.user, **form.values())
    except Refused as error:
        form.add_error(None, str(error))
        row.refresh_from_db()
        form.renew(row)
        return _show(request, lead, report_form=form)
    messages.success(request, "报告时间已登记")
    return redirect(url_of(lead))


def find(request, lead_id):
    lead = lead_of(request, lead_id, "认定报告情况")
    row = _accident(lead)
    must(request, lead, rules.may_find(request.user, lead))
    values = {"finding": row.finding, "basis": row.basis, "authority": row.deciding_authority, "number": row.deciding_number}
    act = lambda given: services.find(accident=row, by=request.user, **given)  # noqa: E731
    make = partial(FindingForm, files=request.FILES or None, user=request.user)
    return _edit(request, lead, row, make, values, _telling(lead, values, "basis"), act, "报告情况已登记", "认定报告情况")
