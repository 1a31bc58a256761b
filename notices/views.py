"""Papers: register, drafting, the steps to issue, receipts, downloads."""

from uuid import UUID

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import TOWNSHIP_ROLES, Role
from core import jobs
from core.enums import JobState
from core.errors import Refused
from core.lists import download, list_page
from core.middleware import say_refused
from enterprises.models import Enterprise

from . import batch, countersign, rules, seals, services, typeset
from .enums import PaperState, ReceiptState
from .exports import REGISTER
from .filters import PaperFilter
from .forms import IssueForm
from .kinds import goes_alone, grown_from, lacking
from .models import Paper, Receipt

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# what people look for every day; the rest they save as views of their own
TABS = (
    ("起草", "state=draft"),
    ("会签中", "desk=round"),
    ("待签发", "desk=sign"),
    ("待印发", "state=signed"),
    ("已印发", "state=issued"),
    ("已作废", "state=withdrawn"),
)
UNITS = ("place", "office", "enterprise")
OVERSEERS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)


def papers(request):
    """The papers in sight, those being worked on first, then the newest."""
    return Paper.objects.visible_to(request.user).select_related("township", "signer")


def _is_staff(user):
    return user.has_role(*OVERSEERS)


def paper_list(request):
    staff = request.user.has_role(*OVERSEERS)
    rows = papers(request).with_receipts() if staff else papers(request).with_own_receipt(request.user)
    return list_page(
        request, rows, template="notices/list.html", partial="notices/_list.html", filterset=PaperFilter, export=REGISTER,
        may_draft=not rules.may_draft(request.user), staff=staff, tabs=_tabs(request.user) if staff else (),
        own_staff=request.user.has_role(*TOWNSHIP_ROLES), may_word=not rules.may_word(request.user),
        bulk_acts=batch.offered(request.user),
    )  # fmt: skip


def _tabs(user):
    """What waits for somebody, and for keepers of seals what waits for a seal."""
    return TABS if rules.may_keep_seals(user) else (*TABS[:3], ("待用印", "desk=seal"), *TABS[3:])


@require_GET
def detail(request, paper_id):
    paper = get_object_or_404(papers(request).select_related("job", "replaces"), pk=paper_id)
    services.mark_read(paper=paper, by=request.user)
    return render(request, "notices/detail.html", _context(request, paper))


def _context(request, paper):
    user = request.user
    seen = Receipt.objects.visible_to(user).filter(paper=paper).select_related("paper", "signed_by", *UNITS)
    own = list(seen.of_unit(user))
    return {
        "paper": paper,
        "steps": [step for step in Paper.workflow.open_to(paper, user) if step.action in (*STEPS, "issue")],
        "own": own,
        "to_sign": [row for row in own if not Receipt.workflow.refusal(row, "sign", user)],
        "receipts": list(seen) if user.has_role(*OVERSEERS) else own,
        "staff": user.has_role(*OVERSEERS),
        "may_draft": not rules.may_draft(user),
        "may_edit": not services.refusal_to_edit(paper, user),
        "may_replace": not services.refusal_to_replace(paper, user),
        "grown": [] if rules.may_draft(user, paper) or paper.state != PaperState.ISSUED else grown_from(paper.kind),
        "goes_alone": goes_alone(paper),
        "may_address": not rules.may_draft(user, paper) and paper.state not in (PaperState.ISSUED, PaperState.WITHDRAWN),
        "may_urge": not rules.may_urge(user, paper) and paper.receipts.unsigned().exists(),
        "issue_form": IssueForm(),
        "document": _document(paper),
        "lacking": "、".join(lacking(paper)) if paper.state == PaperState.DRAFT else "",
        "job": _watched(paper.job, user),
        "log": paper.log.select_related("actor") if user.has_role(*OVERSEERS) else [],
        "counts": counts_of(seen),
        "seal_uses": paper.seal_uses.standing().select_related("seal", "by").order_by("order") if _is_staff(user) else [],
        "unsealed": paper.state == PaperState.SIGNED and seals.is_wanting(paper),
        **_countersigns(paper, user),
        **_ended(paper, user),
    }


def _ended(paper, user):
    """Why and when a paper was voided, for whoever has it in hand, and the paper that took its place if in sight."""
    if paper.state != PaperState.WITHDRAWN:
        return {}
    ended = paper.log.filter(action__in=["withdraw", "supersede"]).select_related("actor").last()
    later = Paper.objects.visible_to(user).filter(replaces=paper, number__isnull=False)
    return {"ended": ended, "successor": later.first()}


def counts_of(receipts):
    """(label, number) of copies unread, read, signed for."""
    states = [row.state for row in receipts]
    return [(label, states.count(state)) for state, label in ReceiptState.choices]


def _countersigns(paper, user):
    """What the page shows of 会签: the answers, whether one's own is waited for, whom one may still ask."""
    rows = list(paper.countersigns.standing().select_related("person", "office", "agreed_by"))
    asking = not Paper.workflow.refusal(paper, "consult", user)
    asked = {(row.person_id, row.office_id) for row in rows}
    people = countersign.leaders(paper.township) if asking else []
    offices = countersign.offices(paper.township) if asking else []
    return {
        "countersigns": rows,
        "may_retract": not Paper.workflow.refusal(paper, "retract", user),
        "to_countersign": not Paper.workflow.refusal(paper, "agree", user),
        "people_to_ask": [row for row in people if (row.pk, None) not in asked],
        "offices_to_ask": [row for row in offices if (None, row.pk) not in asked],
    }


def _watched(job, user):
    """The issuing job while it is under way or has failed, for the person who started it."""
    return job if job and job.created_by_id == user.pk and job.state != JobState.DONE else None


def _document(paper):
    """The text for the screen; None when the content is broken, which the preview explains."""
    try:
        return typeset.document_of(paper)
    except typeset.Untypable:
        return None


STEPS = {
    "review": lambda paper, by, note: services.review(paper=paper, by=by),
    "send_back": lambda paper, by, note: services.send_back(paper=paper, by=by, note=note),
    "sign": lambda paper, by, note: services.sign(paper=paper, by=by),
    "seal": lambda paper, by, note: seals.place(paper=paper, by=by, note=note),
    "withdraw": lambda paper, by, note: services.withdraw(paper=paper, by=by, note=note),
}

TOLD = {
    "review": "已核稿，等乡镇领导签发",
    "send_back": "已退回修改，改好后再核稿",
    "sign": "已签发，等应急办编号印发",
    "seal": "已用印，印发的公文会在落款处带印章",
    "withdraw": "已作废，文号不再使用，已收文的单位会收到消息",
}


@require_POST
def step(request, paper_id, action):
    """Review, send back, sign, put the seal on, withdraw. Issuing has its own address because it is a job."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if action not in STEPS:
        raise Http404
    _refuse_role(request.user, paper, action)
    try:
        STEPS[action](paper, request.user, request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, TOLD[action])
    return redirect(paper_url(paper))


def _refuse_role(user, paper, action):
    """403 for what this seat may never do; a state that has moved on is told on the page."""
    if reason := Paper.workflow.steps[action].rule(user, paper):
        raise Refused(reason)


@require_POST
def issue(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    _refuse_role(request.user, paper, "issue")
    form = IssueForm(request.POST)
    if not form.is_valid():
        return say_refused(request, "；".join(form.errors["due_on"]), paper_url(paper))
    try:
        job = services.request_issue(paper=paper, by=request.user, due_on=form.cleaned_data["due_on"])
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    return redirect("core:job", job_id=job.pk)


def paper_url(paper):
    return reverse("notices:detail", args=[paper.pk])


# the browser's PDF viewer is a page of its own; the portal's policy for pages would take its styles and viewer away
@csp_exempt()
@require_GET
def preview(request, paper_id):
    """The pages as they would be printed now, marked as a draft and never stored."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if paper.file:
        return file(request, paper_id)
    try:
        data, _ = typeset.render(paper)
    except typeset.Untypable as error:
        missing = "、".join(lacking(paper))
        return say_refused(request, f"还没有填：{missing}。填好后再预览" if missing else error, paper_url(paper))
    return inline(data, "草稿.pdf")


@require_GET
def word(request, paper_id):
    """An editable copy for the office that drafts."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user):
        raise Refused(reason)
    return download(f"{paper.doc_number or '草稿'} {paper.title}.docx", typeset.word(paper), WORD)


@csp_exempt()
@require_GET
def file(request, paper_id):
    """The stored bytes, their hash checked; a unit's first look marks its copy as read."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not paper.file:
        raise Http404
    data = services.intact_bytes(paper)
    services.mark_read(paper=paper, by=request.user)
    name = f"{paper.doc_number} {paper.title}.pdf"
    return inline(data, name) if "inline" in request.GET else download(name, data, PDF)


def inline(data, name):
    """A PDF for the browser's viewer, kept nowhere on the way."""
    response = download(name, data, PDF)
    response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def merged(request):
    """One print file of the ticked papers, as a job."""
    wanted = request.POST.getlist("ids")[:1000]
    chosen = papers(request).in_force().filter(pk__in=[i for i in wanted if is_uuid(i)])
    ids = [str(pk) for pk in chosen.values_list("pk", flat=True)]
    if not ids:
        return say_refused(request, "没有选中已印发且有效的公文", "notices:list")
    job = jobs.enqueue("notices.merge", by=request.user, title=f"合并 {len(ids)} 份公文", papers=ids)
    return redirect("core:job", job_id=job.pk)


def is_uuid(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_GET
def of_enterprise(request, enterprise_id):
    """The papers an enterprise received, as a tab of its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    received = Receipt.objects.visible_to(request.user).filter(enterprise=firm)
    rows = papers(request).filter(pk__in=received.values("paper_id"))[:100]
    may_draft = not rules.may_draft(request.user)
    return render(request, "notices/_of_enterprise.html", {"papers": rows, "firm": firm, "may_draft": may_draft})
