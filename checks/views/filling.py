"""Filling in on a phone: group by group, each answer saved at once, then signed and handed in."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from evidence import photos

from .. import rules, services
from ..enums import Reply
from ..models import Item
from ..services.filling import closed_because
from ..sheet import counts, groups_of
from .common import check_of

# phones whose clock is off by more than this have their times moved by the difference
CLOCK_MAY_BE_OFF = timedelta(minutes=2)


def _mine(request, check_id):
    """A check this person may fill in; 403 for those who only see it."""
    check = check_of(request, check_id)
    if reason := rules.may_fill(request.user, check):
        raise Refused(reason)
    return check


def _gone(request, check):
    """Back to the check, saying why it can no longer be filled in; one's own second click is no fault."""
    own = check.submitted_by_id == request.user.pk and check.state == "submitted"
    (messages.info if own else messages.error)(request, "已经提交过了，不用重复提交" if own else closed_because(check))
    return redirect("checks:detail", check.pk)


@never_cache
def fill(request, check_id):
    """All groups are in the page, one is shown; without script each is sent by its own button."""
    check = _mine(request, check_id)
    if not check.is_waiting:
        return _gone(request, check)
    groups, errors = groups_of(check), {}
    here = _group(request, groups)
    if request.method == "POST":
        errors = _keep_group(
            request, groups[here - 1], lambda **given: services.reply(check=check, by=request.user, **given)
        )
        if not errors:
            return redirect(_after(check, groups, here))
        groups = groups_of(check)
    answered, total = counts(groups)
    context = {
        "check": check, "groups": groups, "here": here, "answered": answered, "total": total, "errors": errors,
        "replies": Reply.choices, "sheet_name": check.version.checklist.name, "outbox_key": check.pk,
        "finish_url": reverse("checks:finish", args=[check.pk]), "last_word": "核对并签名",
        "returned_for": check.log.filter(action="send_back").last() if check.state == "returned" else None,
    }  # fmt: skip
    response = render(request, "checks/fill.html", context)
    if not check.is_confidential:
        # whose sheet it is, for the store of this phone (static/js/worker.js)
        response["X-Sheet-Of"] = f"{request.user.pk}-{request.user.membership.pk}"
    return response


def _group(request, groups):
    wanted = request.GET.get("g", "")
    return min(max(int(wanted), 1), len(groups)) if wanted.isdecimal() and wanted.isascii() else 1


def _after(check, groups, here):
    if here < len(groups):
        return f"{reverse('checks:fill', args=[check.pk])}?g={here + 1}"
    return reverse("checks:finish", args=[check.pk])


def _keep_group(request, group, reply):
    """Save what a form without script sent by `reply`; {item id: reason} of what could not be."""
    errors = {}
    for line in group.lines:
        try:
            _keep_line(request, line.item, reply)
        except (Refused, ValidationError) as error:
            errors[line.item.pk] = error.messages[0] if isinstance(error, ValidationError) else str(error)
    return errors


def _keep_line(request, item, reply):
    files = request.FILES.getlist(f"files-{item.pk}")
    value, note = request.POST.get(f"v-{item.pk}", ""), request.POST.get(f"n-{item.pk}", "")
    if not (value or note or files):
        return
    for file in files:
        photos.check(file)
    kept = [photos.keep(file, by=request.user).pk for file in files]
    reply(item=item, value=value, note=note, photos=kept)


@require_POST
def answer(request, check_id, item_id):
    """One answer from the page's script; JSON says what is stored now, or why nothing more can be (409)."""
    check = check_of(request, check_id)
    item = get_object_or_404(Item, pk=item_id, version=check.version_id)
    try:
        saved = services.reply(
            check=check, item=item, value=request.POST.get("value", ""), note=request.POST.get("note", ""),
            photos=photos.waiting_ids(request.POST), dropped=photos.waiting_ids(request.POST, "dropped"),
            at=answered_at(request.POST.get("at"), request.POST.get("sent"), clock.now()), by=request.user,
        )  # fmt: skip
    except Refused as error:
        return _json({"refused": str(error)}, status=409)
    return _json(saved.told)


def _json(data, **kwargs):
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False}, **kwargs)


def answered_at(at, sent, now):
    """When the person answered. `at` and `sent` are the phone's clock in ms; a wrong clock is set right by `sent`."""
    given, sending = _moment(at), _moment(sent)
    if given is None:
        return now
    if sending and abs(now - sending) > CLOCK_MAY_BE_OFF:
        given += now - sending
    return min(given, now)


def _moment(text):
    """An aware datetime of milliseconds since 1970; None for anything that is not a time of this century."""
    try:
        moment = datetime.fromtimestamp(int(text) / 1000, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return moment if 2000 < moment.year < 2100 else None


@never_cache
def finish(request, check_id):
    """The summary with what is missing; then name, signature, and handing in once."""
    check = _mine(request, check_id)
    if not check.is_waiting:
        return _gone(request, check)
    error = ""
    if request.method == "POST":
        try:
            return _hand_in(request, check)
        except Refused as refused:
            check.refresh_from_db()
            if not check.is_waiting:
                return _gone(request, check)
            error = str(refused)
    return _summary(request, check, error)


def _summary(request, check, error):
    groups, missing = groups_of(check), services.missing(check)
    where = {line.item.pk: group.number for group in groups for line in group.lines}
    context = {
        "check": check, "groups": groups, "error": error, "missing": [(row, where[row.item.pk]) for row in missing],
        "bad": [line for group in groups for line in group.lines if line.is_bad],
        "total": counts(groups)[1], "name": request.POST.get("name", request.user.name),
    }  # fmt: skip
    return render(request, "checks/finish.html", context)


def _hand_in(request, check):
    seen = request.POST.get("row_version", "")
    row = services.finish(
        check=check, name=request.POST.get("name", ""), signature=request.POST.get("signature", ""),
        seen=int(seen) if seen.isdecimal() else None, by=request.user,
    )  # fmt: skip
    messages.success(request, "已签名提交，结果为零报告" if row.zero_report else "已签名提交，等待审核")
    return redirect("checks:detail", row.pk)
