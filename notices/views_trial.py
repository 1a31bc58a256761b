"""The pages of a text that is being written, beside it: sent as it stands, printed, forgotten."""

from csp.decorators import csp_exempt
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from core.errors import Refused

from . import proofread, rules, services, trial, wording
from .kinds import KINDS
from .models import Paper, Receipt
from .views import inline, papers
from .views_written import start_of


@csp_exempt()  # the PDF is shown by the browser's viewer; the pictures are a piece of a page that has its own policy
@require_POST
def of_new(request):
    if reason := rules.may_draft(request.user):
        raise Refused(reason)
    start = start_of(request)
    paper = _unsaved(start, request.user)
    receipts = [Receipt(paper=paper, **services.keys_of(unit)) for unit in start.units]
    return _answer(request, start.kind.form(request.POST, instance=paper), receipts)


def _unsaved(start, by):
    kind, town = start.kind.kind, by.membership.place
    return Paper(
        township=town, kind=kind, issuer=services.issuer_of(kind, by), code=services.code_of(kind, town), created_by=by,
        title=start.title, content=start.content, wording=wording.snapshot(kind, town), replaces=start.replaces,
    )  # fmt: skip


@csp_exempt()  # see above
@require_POST
def of_draft(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := services.refusal_to_edit(paper, request.user):
        raise Refused(reason)
    return _answer(request, KINDS[paper.kind].form(request.POST, instance=paper))


def _answer(request, form, receipts=None):
    if proofread.too_often(request.user, "trial", trial.TRIES):
        return HttpResponse("排版得太频繁，稍后自动再排", status=429, content_type="text/plain; charset=utf-8")
    if "pdf" not in request.GET:
        return render(request, "notices/_trial.html", {"trial": trial.shown(form, receipts)})
    if not form.is_valid():
        raise Refused("还没有填完整，不能排版。请回到起草页面，按红字提示填好再打开")
    return inline(trial.printed(form, receipts)[0], "试排.pdf")
