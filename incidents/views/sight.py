"""The door of the room: who comes in (behind a signed pledge), which leads are in sight, and the line each look or refusal leaves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Campaign
from core.errors import Refused, Stale
from core.lists import is_partial, list_page
from core.middleware import say_refused

from .. import access, rules
from ..enums import AccessAction
from ..models import Lead
from ..pledges import rules as pledges
from ..watermark import data_uri

RELATED = ("village", "enterprise", "campaign__township", "former")


def enter(request, may=rules.may_enter):
    """Into the room, or as far as `may` lets a seat that has no part in cases; behind the pledge in any case."""
    if reason := may(request.user):
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="身份不能进入")
        raise Refused(reason)
    if reason := pledges.unsigned(request.user):
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="未签保密承诺书")
        raise Refused(reason, way=("阅读并签署", reverse("incidents:pledge")))


def leads(request):
    """The leads in sight; the whole room is closed to other roles."""
    enter(request)
    return Lead.objects.visible_to(request.user).select_related(*RELATED)


def lead_of(request, lead_id, doing="", action=None):
    """One lead in sight, with the look or act logged; out of sight 404, and that too is logged."""
    if reason := rules.may_enter(request.user):
        _log_refused(request, Lead.objects.filter(pk=lead_id).first(), "身份不能进入")
        raise Refused(reason)
    lead = leads(request).filter(pk=lead_id).first()
    if lead is None:
        _log_refused(request, Lead.objects.filter(pk=lead_id).first(), "不是经办人")
        raise Http404
    action = action or (AccessAction.WORK if request.method == "POST" else AccessAction.VIEW)
    access.log(lead=lead, by=request.user, action=action, detail=doing)
    if request.method == "GET":  # a change asks anew, at the moment it is made
        rules.note_seen(request.user, lead)
    return lead


def _log_refused(request, lead, why):
    """An address without a lead leaves a line too: a case that is there takes no longer to refuse than one that is not."""
    if lead is not None:
        access.log(lead=lead, by=request.user, action=AccessAction.REFUSED, detail=why)
    else:
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="地址中没有这条线索")


def must(request, lead, reason):
    """403 with the reason for what this person may not do with a lead in sight; logged."""
    if reason:
        _log_refused(request, lead, reason)
        raise Refused(reason)


def marked_page(request, template, context, status=200):
    """A confidential page bears the viewer's mark and is kept by no cache."""
    response = render(request, template, {"watermark": data_uri(request.user), **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def marked_form(request, form, heading, label, back, lead=""):
    """As core.one_form.show_form, for a page of the room."""
    context = {"form": form, "heading": heading, "label": label, "back": back, "lead": lead}
    return marked_page(request, "incidents/one_form.html", context)


def marked_list(request, rows, *, look="", seen=None, **options):
    """A list of the room: as core.lists.list_page, with the viewer's mark, kept by no cache.

    `look` names the list in the record of looks, which keeps each page that was shown, and by which filters it was searched;
    never what a person typed.
    """
    if look and not seen:
        kinds = searched_by(request, options.get("filterset"))
        seen = lambda shown: _log_page(request, look, shown, kinds)  # noqa: E731
    response = list_page(request, rows, watermark=data_uri(request.user), seen=seen, **options)
    response["Cache-Control"] = "no-store"
    return response


def searched_by(request, filterset):
    """The words of the filters in use, in their order; a hidden one by what it chooses."""
    filters = filterset.base_filters if filterset else {}
    return [_word(name, one) for name, one in filters.items() if any(request.GET.getlist(name))]


def _word(name, one):
    return one.label or next((word for _, word in one.extra.get("choices") or ()), name)


def _log_page(request, look, shown, kinds):
    told = {"by": request.user, "what": look, "number": shown.number, "is_part": is_partial(request)}
    if kinds:
        access.log_hits(kinds=kinds, count=shown.counted, **told)
    else:
        access.log_page(count=len(shown.object_list), **told)


def page(request, lead, template, context):
    return marked_page(request, template, {"lead": lead, **context})


def url_of(lead):
    return reverse("incidents:detail", args=[lead.pk])


def step_page(request, lead, row, action, *, form, act, done, template="incidents/step.html", **context):
    """One step with a form of its own: open it, take it, or show what was typed with what is wrong.

    Who may never take it gets 403; when only the state has moved on, the page of the lead says so.
    """
    step = type(row).workflow.steps[action]
    must(request, lead, step.rule(request.user, row))
    if request.method != "POST" and (reason := type(row).workflow.refusal(row, action, request.user)):
        return say_refused(request, reason, url_of(lead))
    return form_page(request, lead, row, form=form, act=act, done=done, template=template, label=step.label, **context)


def form_page(request, lead, row, *, form, act, done, template="incidents/step.html", to="", **context):
    if request.method == "POST" and form.is_valid():
        try:
            act(form.values())
        except Refused as error:
            _keep(form, row, error)
            lead.refresh_from_db()  # the head of the page says how the case stands now
        else:
            messages.success(request, done)
            return redirect(to or url_of(lead))
    return page(request, lead, template, {"form": form, "back": to, **context})


def _keep(form, row, error):
    if isinstance(error, Stale):
        row.refresh_from_db()
        form.renew(row)
    form.add_error(None, str(error))


def post_step(request, lead, act, done):
    """A step without a form: do it, say what happened, come back to the lead."""
    try:
        act()
    except Refused as error:
        return say_refused(request, error, url_of(lead))
    messages.success(request, done)
    return redirect(url_of(lead))


def version_of(request):
    value = request.POST.get("row_version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def running_campaigns(request):
    return Campaign.objects.visible_to(request.user).running().filter(looks_back=True).select_related("township")


def running_campaign(request, chosen=""):
    """The running campaign that refuted leads are verified again for: the chosen one, else the latest."""
    rows = running_campaigns(request)
    return (rows.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 12 else None) or rows.first()
