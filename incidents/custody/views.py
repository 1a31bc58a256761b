"""The evidence of a case: the list, taking, handing over, one piece with its chain, its files."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from core import clock
from core.errors import Refused
from core.middleware import say_refused
from evidence import photos
from evidence.serving import answer
from notices.views import inline

from .. import access, papers
from ..enums import AccessAction
from ..guard import veil
from ..guard.enums import ExportKind
from ..guard.forms import ReasonToOpen
from ..guard.views_exports import ask_paper
from ..models import Exhibit
from ..views.register import token
from ..views.sight import form_page, lead_of, leads, must, page
from . import checking, rules, services, showing, told
from . import papers as lists
from .forms import STEPS, OfferForm, TakeForm, ToldForm

HANDED = ("offer", "hand-out")  # links with a list to sign


def rows_of(request, lead):
    """Each row bears this very lead."""
    return lead.exhibits.visible_to(request.user).select_related("keeper", "receiver", "second")


def one_of(request, lead, exhibit_id):
    return get_object_or_404(rows_of(request, lead), pk=exhibit_id)


def url_of(row):
    return reverse("incidents:exhibit", args=[row.lead_id, row.pk])


def exhibit_list(request, lead_id):
    return _list(request, lead_of(request, lead_id, "证据清单"))


def _list(request, lead, form=None, chosen=()):
    rows = list(rows_of(request, lead))
    mine = [row.pk for row in rows if not Exhibit.workflow.refusal(row, "offer", request.user)]
    return page(request, lead, "incidents/custody/list.html", {
        "rows": rows, "mine": mine, "chosen": chosen, "may_take": not rules.may_take(request.user, lead),
        "form": form or OfferForm(lead=lead, user=request.user),
        "faults": [row for row in rows if row.fault],
        "told": told.photos(lead).count() if not rules.may_take(request.user, lead) else 0,
        "awaited": [row for row in rows if row.state == "moving" and row.receiver_id == request.user.pk],
    })  # fmt: skip


def exhibit_new(request, lead_id):
    lead = lead_of(request, lead_id, "登记证据")
    must(request, lead, rules.may_take(request.user, lead))
    first = {"talk": request.GET.get("talk")}
    form = TakeForm(request.POST or None, request.FILES or None, lead=lead, user=request.user, initial=first)
    act = lambda values: services.take(  # noqa: E731
        lead=lead, by=request.user, key=token(request), **values | {"files": photos.collect(form, by=request.user)}
    )
    return _taken(request, lead, form, act, "登记证据", reverse("incidents:exhibits", args=[lead.pk]))


def exhibit_told(request, lead_id):
    """The photos that came with the tip, as evidence."""
    lead = lead_of(request, lead_id, "来源照片登记为证据")
    must(request, lead, rules.may_take(request.user, lead))
    form = ToldForm(request.POST or None, lead=lead, user=request.user, initial={"traits": told.traits(lead)})
    act = lambda values: told.take(lead=lead, by=request.user, key=token(request), **values)  # noqa: E731
    return _taken(request, lead, form, act, "来源照片登记为证据", reverse("incidents:detail", args=[lead.pk]))


def _taken(request, lead, form, act, label, back):
    """The way to what was taken into evidence, or the form with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            row = act(form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记为证据 {row.number}，保管链从提取算起")
            return redirect(url_of(row))
    return page(request, lead, "incidents/custody/form.html", {"form": form, "label": label, "back": back})


@require_POST
def exhibit_offer(request, lead_id):
    """Hand the ticked pieces to one person."""
    lead = lead_of(request, lead_id, "移交证据")
    form = OfferForm(request.POST, lead=lead, user=request.user)
    keys = [int(value) for value in request.POST.getlist("ids") if value.isdecimal() and len(value) < 19]
    if not form.is_valid():
        return _list(request, lead, form, keys)
    try:
        done = services.offer_all(
            exhibits=list(rows_of(request, lead).filter(pk__in=keys)), by=request.user, **form.cleaned_data
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _list(request, lead, form, keys)
    messages.success(request, f"已移交 {len(done)} 件，等待{form.cleaned_data['receiver'].name}确认；请打印移交清单当面签字")
    return redirect("incidents:exhibits", lead.pk)


@require_POST
def exhibit_check(request, lead_id):
    """Compare every chain and every file of the case with what was registered, now."""
    lead = lead_of(request, lead_id, "校验证据")
    bad = [row.number for row in rows_of(request, lead) if checking.check(row, request.user)]
    if bad:
        messages.error(request, f"证据 {'、'.join(map(str, bad))} 与登记时不一致，请勿再改动，立即报告")
    else:
        messages.success(request, "全部证据与登记时一致")
    return redirect("incidents:exhibits", lead.pk)


def exhibit(request, lead_id, exhibit_id):
    lead = lead_of(request, lead_id, "查看证据")
    row = one_of(request, lead, exhibit_id)
    links = list(row.log.select_related("actor").order_by("number"))
    steps = [step for step in row.workflow.open_to(row, request.user) if step.action in STEPS]
    return page(request, lead, "incidents/custody/detail.html", {
        "row": row, "links": links, "steps": steps, "files": row.files.select_related("uploaded_by"), 
        "to_sign": [link.number for link in links if link.action in HANDED and not rules.may_sign(request.user, link, clock.now())],
        "breaks": checking.breaks(row), "statements": row.statements.filter(withdrawn_at=None),
    })  # fmt: skip


def exhibit_step(request, lead_id, exhibit_id, action):
    lead = lead_of(request, lead_id, "办理证据")
    row = one_of(request, lead, exhibit_id)
    if action not in STEPS:
        raise Http404
    step = Exhibit.workflow.steps[action]
    if row.state in step.sources:
        must(request, lead, step.rule(request.user, row))
    if request.method != "POST" and (reason := Exhibit.workflow.refusal(row, action, request.user)):
        return say_refused(request, reason, url_of(row))
    form_class, done = STEPS[action]
    form = form_class(request.POST or None, *([request.FILES or None] if action in services.WITH_FILES else []), row=row)
    return form_page(
        request, lead, row, form=form, act=lambda values: _act(request, row, action, form, values), done=done, label=step.label,
        to=url_of(row), template="incidents/custody/form.html",
    )  # fmt: skip


def _act(request, row, action, form, values):
    if "files" in values:
        values["files"] = photos.collect(form, by=request.user)
    services.act(exhibit=row, action=action, by=request.user, **values)


def exhibit_file(request, lead_id, exhibit_id, file_id):
    """A file of the evidence, on a page with the viewer's mark, for a reason that is kept; it is not handed out."""
    lead = lead_of(request, lead_id, "查看证据影像")
    row = one_of(request, lead, exhibit_id)
    stored = get_object_or_404(row.files, pk=file_id)
    form = ReasonToOpen(request.POST or None, initial={"reason": request.session.get("opened_for", "")})
    context = {"row": row, "file": stored, "form": form, "back": url_of(row), "label": "查看影像"}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if why := veil.wrong_reason(lead, reason):
            form.add_error("reason", why)
        else:
            what = "录音" if stored.is_sound else "影像"
            access.log(
                lead=lead, by=request.user, action=AccessAction.OPENED, detail=f"证据 {row.number} {what}：{reason.strip()}"
            )
            request.session["opened_for"] = reason
            context |= {"opened": True} | showing.shown(request, row, stored)
    return page(request, lead, "incidents/custody/file.html", context)


@require_safe
def exhibit_sound(request, lead_id, exhibit_id, file_id):
    """The recording, for the player on the page that was opened with a reason, as long as that is fresh."""
    if not showing.is_open(request, file_id):
        lead = lead_of(request, lead_id, "录音，还没有说明原因")
        return redirect("incidents:exhibit_file", lead.pk, one_of(request, lead, exhibit_id).pk, file_id)
    lead = get_object_or_404(leads(request), pk=lead_id)
    stored = get_object_or_404(one_of(request, lead, exhibit_id).files, pk=file_id, mime__startswith="audio/")
    response = answer(request, stored.file, stored.mime, stored)
    response["Cache-Control"] = "no-store"
    return response


def exhibits_print(request, lead_id):
    """证据清单, once a second person allowed it."""
    lead = lead_of(request, lead_id, "打印证据清单")
    if not rows_of(request, lead).exists():
        return say_refused(request, "还没有登记证据", reverse("incidents:exhibits", args=[lead.pk]))
    return ask_paper(request, lead, ExportKind.EXHIBITS, lead.pk)


@csp_exempt()
@require_GET
def handover(request, lead_id, exhibit_id, number):
    """移交清单 of one handover: both sign it on the spot, so it is printed at once by who hands over or receives."""
    lead = lead_of(request, lead_id, "移交清单")
    row = one_of(request, lead, exhibit_id)
    link = get_object_or_404(row.log.select_related("subject__lead__village"), number=number, action__in=HANDED)
    must(request, lead, rules.may_sign(request.user, link, clock.now()))
    try:
        data = papers.printed(lists.handover(link), request.user)
    except Refused as error:
        return say_refused(request, error, url_of(row))
    access.log(
        lead=lead, by=request.user, action=AccessAction.PRINT, detail=f"证据移交清单（证据 {row.number} 第 {number} 环）"
    )
    return inline(data, f"证据移交清单 {lead.number}.pdf")
