"""The register of tips and one tip: deciding, answering, who may know who told it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.middleware import say_refused
from core.one_form import filled
from places.models import Place
from places.sight import villages_of

from .. import access
from ..enums import AccessAction
from ..forms.steps import ReasonStep
from ..guard import opening
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Tip
from ..views.sight import marked_form, marked_list, marked_page
from . import rules, services
from .enums import TipKind, TipState
from .filters import TipFilter
from .forms import (
    AcceptForm,
    CloseForm,
    EndHandlerForm,
    HandOverForm,
    NoteForm,
    PassOnForm,
    SortForm,
    TipHandlerForm,
    WhyForm,
)
from .forms_rewards import SettingsForm
from .settings import keep_settings, settings_of

SOURCE = "受理后六十日答复、可延长三十日沿用全国举报奖励办法，受理期限由本单位定；各地规定不同，依据待核，请核对本地现行规定后设置。"
TABS = (("待受理", "state=received"), ("办理中", "state=running"), ("已移送", "state=handed"), ("已逾期", "overdue=1"))
# action → (form, what is said when done)
STEPS = {
    "accept": (AcceptForm, "已受理，举报人凭查询码能看到"),
    "dismiss": (ReasonStep, "已决定不予受理，举报人凭查询码能看到理由"),
    "hand_over": (HandOverForm, "已移送，举报人凭查询码能看到；收到办理结果后请办结答复"),
    "extend": (ReasonStep, "办理期限已延长，举报人凭查询码能看到"),
    "close": (CloseForm, "已办结答复，举报人凭查询码能看到"),
    "reopen": (ReasonStep, "已重新办理，请在期限前决定"),
}
STEPS |= {f"sort-{state}": (SortForm, "已更改类别") for state in TipState.values}


def tips(request):
    if reason := rules.may_enter(request.user):
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="群众举报：身份不能进入")
        raise Refused(reason)
    return Tip.objects.visible_to(request.user).select_related("place")


def tip_of(request, tip_id):
    """One tip in sight, with a line of the look or act, by number."""
    tip = tips(request).filter(pk=tip_id).first()
    if tip is None:
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="没有或不能查看的举报")
        raise Http404
    action = AccessAction.WORK if request.method == "POST" else AccessAction.VIEW
    access.log_without_lead(by=request.user, action=action, detail=f"举报 {tip.number}")
    return tip


def tip_list(request):
    return marked_list(
        request, tips(request), look="群众举报登记", template="incidents/tips/list.html", partial="incidents/tips/_list.html",
        filterset=TipFilter, export_at=reverse("tips:export"), tabs=TABS, villages=villages_of(request.user),
        may_set=not rules.may_set(request.user), may_see_rewards=not rules.may_see_rewards(request.user),
    )  # fmt: skip


def export(request):
    rows = TipFilter(request.GET or None, queryset=tips(request), request=request).qs
    return ask_page(request, ExportKind.TIPS, rows, back="tips:list")


def detail(request, tip_id):
    return _show(request, tip_of(request, tip_id), asked=True)


def _covered(request, tip, asked):
    """What was told of a hidden death is covered until a reason is given, for one answer."""
    why = opening.why_form(request, asked)
    hidden = tip.kind == TipKind.CONCEALED
    opened = hidden and opening.is_opened(request, why, None, f"举报 {tip.number} 内容")
    return {"why": why, "opened": opened, "covered": hidden and not opened}


def _show(request, tip, *, note=None, why=None, source=None, status=200, asked=False):
    user = request.user
    may_name = not rules.may_name(user, tip)
    context = {
        "tip": tip,
        "steps": Tip.workflow.open_to(tip, user),
        "notes": tip.notes.select_related("by"),
        "note_form": (note or NoteForm()) if not rules.may_work(user, tip) else None,
        "photos": tip.originals.select_related("shown"),
        "log": tip.log.select_related("actor"),
        "handlers": tip.handlers.current().select_related("user", "granted_by"),
        "handler_form": TipHandlerForm(tip=tip) if may_name else None,
        "end_form": EndHandlerForm(auto_id=False) if may_name else None,
        "ended": tip.handlers.exclude(ended_at=None).select_related("user", "ended_by") if may_name else (),
        "may_open": not rules.may_open_identity(user, tip),
        "why_form": why or WhyForm(),
        "source": source,
        "openings": tip.openings.select_related("user")[:8],
        "reward": getattr(tip, "reward", None) if not rules.may_see_rewards(user) else None,
        "may_pass_on": not rules.may_pass_on(user, tip),
        "may_propose": not rules.may_propose(user, tip),
        **_covered(request, tip, asked),
    }
    return marked_page(request, "incidents/tips/detail.html", context, status)


def step(request, tip_id, action):
    """One step with its form; when the state has moved on, the page of the tip says so."""
    tip = tip_of(request, tip_id)
    if action not in STEPS:
        raise Http404
    known = Tip.workflow.steps[action]
    refuse_if(known.rule(request.user, tip))
    if request.method != "POST" and (reason := Tip.workflow.refusal(tip, action, request.user)):
        return say_refused(request, reason, url_of(tip))
    kind, done = STEPS[action]
    extra = {"user": request.user} if kind is AcceptForm else {}
    asked = opening.ASKED in request.POST
    form = kind(None if asked else request.POST or None, row=tip, **extra)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, action.partition("-")[0])(tip=tip, by=request.user, **form.values())
        except Refused as error:
            tip.refresh_from_db()
            form.renew(tip)
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(_way_back(request, tip))
    context = {"tip": tip, "form": form, "label": known.label, "villages": villages_of(request.user)}
    context |= _covered(request, tip, asked)
    return marked_page(request, "incidents/tips/step.html", context)


def _way_back(request, tip):
    """The tip, or the register when it is out of sight now."""
    return url_of(tip) if Tip.objects.visible_to(request.user).filter(pk=tip.pk).exists() else reverse("tips:list")


def url_of(tip):
    return reverse("tips:detail", args=[tip.pk])


@require_POST
def note(request, tip_id):
    tip = tip_of(request, tip_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, tip, note=form, status=400)
    try:
        services.note(tip=tip, text=form.cleaned_data["text"], by=request.user)
    except Refused as error:
        form.add_error(None, str(error))
        return _show(request, tip, note=form, status=400)
    messages.success(request, "已留言，举报人凭查询码能看到")
    return redirect(url_of(tip))


def pass_on(request, tip_id):
    """What the tipster added goes to the verifiers of the lead."""
    tip = tip_of(request, tip_id)
    if reason := rules.may_pass_on(request.user, tip):
        return say_refused(request, reason, url_of(tip))
    form = PassOnForm(request.POST or None)
    act = lambda **values: services.pass_on(tip=tip, by=request.user, **values)  # noqa: E731
    done = filled(request, form, act, "已写入线索，核查人会收到消息", url_of(tip))
    return done or marked_form(request, form, f"补充转给核查人 {tip.number}", "转给核查人", url_of(tip))


@require_POST
def handler_add(request, tip_id):
    tip = tip_of(request, tip_id)
    form = TipHandlerForm(request.POST, tip=tip)
    refuse_if(rules.may_name(request.user, tip))
    if not form.is_valid():
        return say_refused(request, f"没有指定：{'；'.join(f[0] for f in form.errors.values())}", url_of(tip))
    handler = services.name_handler(tip=tip, by=request.user, **form.cleaned_data)
    messages.success(request, f"已指定{handler.user.name}为经办人，{handler.user.name}会收到消息")
    return redirect(url_of(tip))


@require_POST
def handler_end(request, tip_id, handler_id):
    tip = tip_of(request, tip_id)
    handler = get_object_or_404(tip.handlers.current().select_related("user"), pk=handler_id)
    form = EndHandlerForm(request.POST)
    refuse_if(rules.may_name(request.user, tip))
    if not form.is_valid():
        return say_refused(request, "请写明取消的原因", url_of(tip))
    services.end_handler(handler=handler, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, f"{handler.user.name}不再是经办人，不能再打开举报人信息")
    return redirect(url_of(tip))


@require_POST
def identity(request, tip_id):
    """The tipster, shown once for the reason given; the page is kept by no cache and bears the viewer's mark."""
    tip = tip_of(request, tip_id)
    form = WhyForm(request.POST)
    if not form.is_valid() and rules.may_open_identity(request.user, tip) == "":
        return _show(request, tip, why=form, status=400)
    if not tip.named:
        return say_refused(request, "这是匿名举报，没有举报人信息", url_of(tip))
    source = services.open_identity(tip=tip, by=request.user, reason=form.cleaned_data.get("reason", ""))
    return _show(request, tip, source=source)


@require_POST
def original(request, tip_id, photo_id):
    """The original of a photo as a download, for the reason given."""
    tip = tip_of(request, tip_id)
    row = get_object_or_404(tip.originals, pk=photo_id)
    form = WhyForm(request.POST)
    if not form.is_valid() and rules.may_open_identity(request.user, tip) == "":
        return _show(request, tip, why=form, status=400)
    data = services.open_photo(row=row, by=request.user, reason=form.cleaned_data.get("reason", ""))
    response = HttpResponse(data, content_type=row.mime)
    response["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    response["Cache-Control"] = "no-store"
    return response


def settings(request):
    """The limits and the ways to reach the office."""
    refuse_if(rules.may_enter(request.user), rules.may_set(request.user))
    town = get_object_or_404(Place, code=request.user.membership.place.township_code)
    form = SettingsForm(request.POST or None, initial=settings_of(town.pk))
    act = lambda **values: keep_settings(town.pk, values, by=request.user)  # noqa: E731
    if done := filled(request, form, act, "已保存，新收到和新受理的举报按这些期限", "tips:settings"):
        return done
    return marked_form(request, form, f"{town}举报办理设置", "保存", reverse("tips:list"), SOURCE)
