"""Tickets for work with fire: the register, the tab of an enterprise, one ticket with its next step, its print."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused
from core.xlsx import Column
from evidence.models import Attachment
from places.sight import villages_of

from ..files.views import firm_or_404
from ..models import FireTicket
from ..papers import pdf
from . import forms, rules, services
from .filters import FireFilter

COLUMNS = [
    Column("企业", "enterprise__name", 34), Column("所在村", "village__name"), Column("票号", "number"),
    Column("级别", "get_level_display", 8), Column("动火地点", "place", 24), Column("作业内容", "work", 24),
    Column("动火人", "worker__name"), Column("监护人", "guardian"), Column("申请人", "applicant"), Column("批准人", "approver"),
    Column("计划开始", "starts_at", 18), Column("计划结束", "ends_at", 18), Column("实际开始", "began_at", 18),
    Column("实际结束", "ended_at", 18), Column("状态", "get_state_display", 10),
]  # fmt: skip
TABS = (("未关票", "open=1"), ("逾期未关", "late=1"))


@dataclass(frozen=True)
class Offer:
    """A step of the table with its form and what to say afterwards."""

    action: str
    form: type
    act: object
    told: str

    @property
    def label(self):
        return FireTicket.workflow.steps[self.action].label


OFFERS = {
    offer.action: offer
    for offer in (
        Offer("approve", forms.ApproveForm, services.approve, "已批准，到时间做完气体分析即可开始"),
        Offer("start", forms.BeginForm, services.start, "已开始，监护人不要离开现场"),
        Offer("close", forms.CloseForm, services.close, "已关票"),
        Offer("watch", forms.WatchForm, services.watch, "已记下，作业继续"),
        Offer("refuse", forms.RefuseForm, services.refuse, "已退回，没有批准"),
        Offer("cancel", forms.CancelForm, services.cancel, "已作废，记录保留"),
    )
}


def tickets(request):
    """The tickets in sight."""
    rows = FireTicket.objects.visible_to(request.user).kept()
    return rows.select_related("enterprise", "village", "worker")


def register(request):
    return list_page(
        request,
        tickets(request),
        template="enterprises/fire/register.html",
        partial="enterprises/fire/_register.html",
        filterset=FireFilter,
        export=("动火票台账", COLUMNS),
        tabs=TABS,
        villages=() if request.user.role == "supervisor" else villages_of(request.user),
    )


def of_firm(request, firm_id):
    """The tickets of one enterprise, for a tab of its page."""
    firm = firm_or_404(request, firm_id)
    rows = list(tickets(request).filter(enterprise=firm)[:31])
    context = {"firm": firm, "rows": rows[:30], "more": len(rows) > 30, "may_ask": not rules.may_ask(request.user)}
    return render(request, "enterprises/fire/_of_firm.html", context)


def new(request, firm_id):
    firm = firm_or_404(request, firm_id)
    if reason := rules.may_ask(request.user):
        raise Refused(reason)
    form = forms.AskForm(request.POST or None, request.FILES or None, firm=firm)
    if request.method == "POST" and form.is_valid():
        try:
            ticket = services.ask(firm=firm, by=request.user, **form.values(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已申请 {ticket.number}，等待批准")
            return redirect("enterprises:fire", firm.pk, ticket.pk)
    return render(request, "enterprises/fire/new.html", {"form": form, "firm": firm})


def _ticket(request, firm_id, ticket_id):
    return get_object_or_404(tickets(request), enterprise=firm_id, pk=ticket_id)


def detail(request, firm_id, ticket_id):
    return _show(request, _ticket(request, firm_id, ticket_id), chosen=request.GET.get("do", ""))


def _show(request, ticket, *, chosen="", form=None):
    """The ticket with the form of one step open: the chosen one, else the next, or the way out of a ticket that is stuck."""
    open_to = [OFFERS[step.action] for step in ticket.workflow.open_to(ticket, request.user)]
    stuck = _stuck(ticket, request.user)
    open_to.sort(key=list(OFFERS.values()).index, reverse=bool(stuck))
    offer = next((o for o in open_to if o.action == chosen), open_to[0] if open_to else None)
    photos = list(Attachment.objects.of(ticket))
    context = {
        "ticket": ticket,
        "firm": ticket.enterprise,
        "offer": offer,
        "form": form or (offer.form() if offer else None),
        "others": [o for o in open_to if o is not offer],
        "photos": [p for p in photos if p.slot != services.SIGNATURE],
        "signature": next((p for p in photos if p.slot == services.SIGNATURE), None),
        "must_sign": offer is not None and offer.action == "approve" and ticket.created_by_id == request.user.pk,
        "stuck": stuck,
        "log": ticket.log.select_related("actor"),
    }
    return render(request, "enterprises/fire/ticket.html", context)


def _stuck(ticket, user):
    """Why the enterprise cannot go on with an open ticket."""
    action = {"asked": "approve", "approved": "start"}.get(ticket.state)
    return ticket.workflow.refusal(ticket, action, user) if action and not rules.may_ask(user) else ""


@require_POST
def step(request, firm_id, ticket_id, action):
    ticket, offer = _ticket(request, firm_id, ticket_id), OFFERS.get(action)
    if offer is None:
        raise Http404
    if reason := rules.may_run(request.user, ticket):
        raise Refused(reason)
    if reason := ticket.workflow.refusal(ticket, action, request.user):
        return say_refused(request, reason, reverse("enterprises:fire", args=[firm_id, ticket_id]))
    form = offer.form(request.POST, request.FILES)
    if form.is_valid():
        try:
            offer.act(ticket=ticket, by=request.user, **form.values(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, offer.told)
            return redirect("enterprises:fire", firm_id, ticket_id)
    return _show(request, ticket, chosen=action, form=form)


def printed(request, firm_id, ticket_id):
    """One page to hang at the place of work."""
    ticket = _ticket(request, firm_id, ticket_id)
    signed = Attachment.objects.of(ticket).filter(slot=services.SIGNATURE).first()
    context = {
        "ticket": ticket, "firm": ticket.enterprise, "log": ticket.log.select_related("actor"),
        "signature": pdf.picture(signed.file, "签名") if signed else "",
    }  # fmt: skip
    return pdf.response("enterprises/papers/fire.html", context, name=f"动火票 {ticket.number}")
