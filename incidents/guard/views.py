"""Pages for leaders: whether the record of looks is whole, and its monthly review."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core import cipher, rotation
from core.errors import Refused
from core.lists import is_partial
from core.models import LogEntry

from .. import chain, rules
from ..enums import AccessAction
from ..models import AccessChain
from ..views.sight import enter, lead_of, marked_page, page
from . import reviews, veil
from .forms import ReasonToOpen, ReviewForm

LOST_SHOWN = 20
# tables that no page names
TABLES = {
    "AccidentVersion": "事故历次数据", "Listed": "名单上的人", "Interview": "谈话笔录", "TipNote": "举报答复",
    "Answer": "自查回答", "TipSource": "举报人", "TipHandler": "举报经办人", "TipPhoto": "举报照片原件", "TipOpening": "查看举报人的原因",
}  # fmt: skip


def record_of(request):
    """The record of the leader's township; an empty one before the first look."""
    enter(request)
    if reason := rules.may_see_accesses(request.user):
        raise Refused(reason)
    town = request.user.membership.place
    return AccessChain.objects.visible_to(request.user).filter(pk=town.pk).first() or AccessChain(town=town)


def review_list(request):
    """Is the record whole; which months are reviewed."""
    record = record_of(request)
    context = {
        "record": record,
        "breaks": chain.breaks(record) if record.length else [],
        "months": reviews.months_of(record) if record.length else [],
    }
    return marked_page(request, "incidents/guard/reviews.html", context)


def review(request):
    """One month: who looked at how much, what stands out, and the signature."""
    record = record_of(request)
    month = reviews.month_of(request.POST.get("month") or request.GET.get("month", ""))
    form = ReviewForm(request.POST or None, initial={"month": f"{month:%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        try:
            reviews.sign(chain=record, month=month, note=form.cleaned_data["note"], by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已审阅 {month.year} 年 {month.month} 月的查阅记录")
            return redirect("incidents:reviews")
    context = {
        "record": record, "month": month, "form": form, "many": reviews.MANY,
        "until": reviews.month_after(month) - timedelta(days=1),
        "people": reviews.people_of(record, month) if record.length else [],
        "review": record.reviews.filter(month=month).select_related("by").first() if record.length else None,
    }  # fmt: skip
    return marked_page(request, "incidents/guard/review.html", context)


@require_POST
def printed(request, lead_id):
    """The page of a lead tells that its person had it printed."""
    lead_of(request, lead_id, "打印页面", AccessAction.PRINT)
    return HttpResponse(status=204)


def open_field(request, lead_id):
    """Ask why a covered field is opened, then show it once: in its place, or on a page of its own without scripts."""
    lead = lead_of(request, lead_id, "查看原文")
    what = request.POST.get("what") or request.GET.get("what", "")
    found = veil.find(lead, what)
    if found is None:
        raise Http404
    kind, row, column = found
    form = ReasonToOpen(request.POST or None, initial={"reason": request.session.get("opened_for", "")})
    text, is_covered = veil.shown(lead, kind, row, column)
    context = {"what": what, "form": form, "label": veil.label_of(row, column), "text": text, "covered": is_covered}
    if request.GET.get("cancel"):
        return page(request, lead, "incidents/guard/_field.html", context)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            context["text"] = veil.open_field(lead=lead, row=row, column=column, reason=reason, by=request.user)
            context["opened"], request.session["opened_for"] = True, reason
        except Refused as error:
            form.add_error("reason", str(error))
    template = "incidents/guard/_open.html" if is_partial(request) else "incidents/guard/open.html"
    return page(request, lead, template, context)


def keys(request):
    """Which kinds of sealed rows wait for the newest key and which no key opens any more; by number, never by content."""
    record_of(request)
    rows = [_sealed(model) for model in rotation.models_with_secrets()] + [_sealed_files(part) for part in rotation.files()]
    context = {"rows": rows, "keys": list(cipher.ring()), "lost": sum(row["lost"] for row in rows)}
    return marked_page(request, "incidents/guard/keys.html", context)


def named(model):
    """The Chinese name of a table of sealed rows."""
    if issubclass(model, LogEntry):
        return f"{model._meta.get_field('subject').related_model._meta.verbose_name}办理记录"
    return TABLES.get(model.__name__, str(model._meta.verbose_name))


def _sealed(model):
    return _counted(named(model), model, rotation.waiting(model), rotation.lost(model))


def _sealed_files(part):
    return _counted(f"{part.model._meta.verbose_name}文件", part.model, part.waiting(), part.lost())


def _counted(name, model, waiting, lost):
    return {
        "name": name, "total": model._base_manager.count(), "waiting": waiting.count(), "lost": lost.count(),
        "which": [str(pk) for pk in lost.order_by("pk").values_list("pk", flat=True)[:LOST_SHOWN]],
    }  # fmt: skip
