"""起草公文: choose a kind, write it, change it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from enterprises.models import Enterprise

from . import prefill, proofread, rules, services, typeset, wording
from .enums import PaperKind, PaperState
from .kinds import KINDS, WRITTEN
from .models import Paper
from .views import papers

NO_TEXTS = {"csrfmiddlewaretoken", "form_token", "row_version"}


def new(request):
    """A paper of the chosen kind, begun from an enterprise, from a paper it grows from or from one it replaces."""
    if reason := rules.may_draft(request.user):
        raise Refused(reason)
    start = start_of(request)
    form = start.kind.form(request.POST or None, instance=_blank(start, request.user))
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("form_token", "")[:32] or None
        values = {"kind": start.kind.kind, "units": start.units, "replaces": start.replaces, "key": token}
        if saved := _saved(request, form, lambda words: services.draft(by=request.user, **words, **values)):
            return saved
    context = {"form": form, "start": start, "kind": start.kind, "kinds": WRITTEN, "about": _about(request)}
    context["trial_url"] = f"{reverse('notices:new_trial')}?{request.GET.urlencode()}"
    return render(request, "notices/edit.html", context)


def start_of(request):
    """What the address says a new paper begins from; 404 for what is not in sight."""
    kind = request.GET.get("kind") or PaperKind.CIRCULAR
    if kind not in PaperKind or not KINDS[kind].form:
        raise Http404
    named = {name: _paper(request, name) for name in ("source", "replaces")}
    return prefill.begin(PaperKind(kind), by=request.user, firm=_firm(request), **named)


def _blank(start, by):
    return Paper(title=start.title, content=start.content, issuer=services.issuer_of(start.kind.kind, by))


def _firm(request):
    key = request.GET.get("enterprise", "")
    if not key:
        return None
    visible = Enterprise.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=key if key.isdecimal() and len(key) < 18 else 0)


def _paper(request, name):
    """An issued paper in sight named in the address, or None where none is named."""
    key = request.GET.get(name, "")
    if not key:
        return None
    try:
        key = UUID(key)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(papers(request).filter(state=PaperState.ISSUED), pk=key)


def _about(request):
    """What the address says besides the kind, to be kept when another kind is chosen."""
    query = request.GET.copy()
    for name in ("kind", "replaces"):
        query.pop(name, None)
    return query.urlencode()


def edit(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := services.refusal_to_edit(paper, request.user):
        raise Refused(reason)
    kind = KINDS[paper.kind]
    form = kind.form(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        if saved := _saved(request, form, lambda words: services.revise(paper=paper, by=request.user, **words)):
            return saved
    context = {"form": form, "paper": paper, "kind": kind, "newer_wording": wording.newer(paper)}
    context["trial_url"] = reverse("notices:edit_trial", args=[paper.pk]) + "?"
    return render(request, "notices/edit.html", context)


def _saved(request, form, save):
    """The way to the saved paper, or None with the refusal in the form."""
    try:
        paper = save({"title": form.cleaned_data["title"], "content": form.content})
    except Refused as error:
        form.add_error(None, str(error))
        return None
    _say_saved(request, paper)
    return redirect("notices:detail", paper_id=paper.pk)


def _say_saved(request, paper):
    """Saved in any case; what could not be printed is said at once, not at the leader's desk."""
    try:
        typeset.check(paper)
    except typeset.Untypable as error:
        messages.warning(request, f"已保存，但还不能排版：{error}")
    else:
        messages.success(request, "已保存。核稿后送领导签发")


@require_POST
def doubts(request):
    """What an old clerk would raise about title and body, and what no face prints in any other field; nothing is saved."""
    if reason := rules.may_draft(request.user):
        return _plain(reason, 403)
    texts = {name: text for name, text in request.POST.items() if name not in NO_TEXTS}
    if sum(map(len, texts.values())) > proofread.LONGEST:
        return _plain(f"正文超过 {proofread.LONGEST // 10_000} 万字，不再边写边核对", 413)
    if proofread.too_often(request.user):
        return _plain("核对得太频繁，稍后自动再核对", 429)
    issuer, faces = services.issuer_of(PaperKind.CIRCULAR, request.user), proofread.faces_or_none()
    title, body = texts.pop("title", ""), texts.pop("body", "")
    found = proofread.doubts_of(title, body, issuer=issuer, faces=faces) if title or body else []
    return JsonResponse({"doubts": found + proofread.marks_in(texts, faces)})


def _plain(words, status):
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
