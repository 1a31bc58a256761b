"""公文固定用语: the sentences each form always says, changed by the township, version by version."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from circulars.layout.phrases import PHRASES
from core.errors import Refused, Stale
from core.middleware import say_refused

from . import drafts, rules, services, typeset, wording
from .enums import PaperKind
from .views import inline, paper_url, papers
from .wording_forms import WordingForm
from .wording_samples import sample


def _town(request):
    if reason := rules.may_word(request.user):
        raise Refused(reason)
    return request.user.membership.place


def _known(kind):
    if kind not in PHRASES:
        raise Http404
    return PaperKind(kind)


def _editor(kind):
    return reverse("notices:wording_edit", args=[kind.value])


@require_GET
def wording_list(request):
    return render(request, "notices/wording.html", {"rows": wording.overview(_town(request))})


def wording_edit(request, kind):
    town, kind = _town(request), _known(kind)
    number, texts = wording.in_use(kind, town)
    form = WordingForm(request.POST or None, kind=kind, texts=texts, base=number)
    if request.method == "POST" and form.is_valid() and _saved(request, form, kind):
        return redirect("notices:wording")
    context = {"form": form, "kind": kind, "number": number, "history": wording.history(kind, town)}
    return render(request, "notices/wording_edit.html", context)


def _saved(request, form, kind):
    """The new version, or None with the refusal in the form."""
    values = {"texts": form.texts, "base": form.cleaned_data["base"], "note": form.cleaned_data["note"]}
    try:
        version = wording.save(kind=kind, by=request.user, **values)
    except Stale as error:
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["base"] = wording.in_use(kind, request.user.membership.place)[0]
        return None
    except Refused as error:
        form.add_error("note" if not values["note"].strip() else None, str(error))
        return None
    messages.success(request, f"已保存为第 {version.number} 版，之后起草的{kind.label}都用这一版")
    return version


# the browser's PDF viewer is a page of its own; the portal's policy for pages would take its styles and viewer away
@csp_exempt()
@require_POST
def wording_sample(request, kind):
    """An invented paper that says what is in the form now, without saving it."""
    town, kind = _town(request), _known(kind)
    number, texts = wording.in_use(kind, town)
    form = WordingForm(request.POST, kind=kind, texts=texts, base=number)
    if not form.is_valid():
        said = "；".join(sum(form.errors.values(), []))
        return say_refused(request, f"还不能预览：{said}", _editor(kind))
    paper = sample(kind, town=town, issuer=services.issuer_of(kind, request.user), texts=form.texts)
    try:
        data, _ = typeset.render(paper)
    except typeset.Untypable as error:
        return say_refused(request, error, _editor(kind))
    return inline(data, "样张.pdf")


@require_POST
def wording_restore(request, kind, number):
    """An earlier version in use again."""
    town, kind = _town(request), _known(kind)
    base = request.POST.get("base", "")
    try:
        wording.restore(
            kind=kind, number=number, base=int(base) if base.isdecimal() else wording.in_use(kind, town)[0],
            note=request.POST.get("note", ""), by=request.user,
        )  # fmt: skip
    except Refused as error:
        return say_refused(request, error, _editor(kind))
    messages.success(request, "已恢复，之后起草的公文都用恢复的用语")
    return redirect(_editor(kind))


@require_POST
def wording_renew(request, paper_id):
    """A draft begun with older sentences takes those in use now."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user, paper):
        raise Refused(reason)
    try:
        drafts.renew(paper=paper, by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, "已改用现行的固定用语，请再看一遍版面")
    return redirect(paper_url(paper))
