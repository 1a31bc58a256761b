"""Filling in the list of an inspection on the spot (also without a signal), and the signatures under the record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from core.middleware import say_refused
from evidence import photos

from ..enums import Reply
from ..forms_inspections import PresentForm, RefusalForm
from ..models import Item
from ..services import inspecting, signing
from ..sheet import counts, groups_of_inspection
from .filling import _group, _json, _keep_group, answered_at
from .inspections import mine


def _url(row):
    return reverse("checks:inspection", args=[row.pk])


@never_cache
def fill(request, inspection_id):
    """The same sheet as a self-check's."""
    row = mine(request, inspection_id)
    if reason := inspecting.closed_because(row) or ("" if row.checklist_id else "这次检查没有用检查表"):
        return say_refused(request, reason, _url(row))
    groups, errors = groups_of_inspection(row), {}
    here = _group(request, groups)
    if request.method == "POST":
        errors = _keep_group(
            request, groups[here - 1], lambda **given: inspecting.answer(inspection=row, by=request.user, **given)
        )
        if not errors:
            return redirect(f"{request.path}?g={here + 1}" if here < len(groups) else _url(row))
        groups = groups_of_inspection(row)
    return _sheet(request, row, groups, here, errors)


def _sheet(request, row, groups, here, errors):
    answered, total = counts(groups)
    context = {
        "check": row, "groups": groups, "here": here, "answered": answered, "total": total, "errors": errors,
        "replies": Reply.choices, "sheet_name": row.checklist.checklist.name, "finish_url": _url(row),
        "outbox_key": f"i{row.pk}", "last_word": "填完，回到检查",
    }  # fmt: skip
    response = render(request, "checks/fill.html", context)
    response["X-Sheet-Of"] = f"{request.user.pk}-{request.user.membership.pk}"
    return response


@require_POST
def answer(request, inspection_id, item_id):
    """One answer from the page's script; JSON says what is stored now, or why nothing more can be (409)."""
    row = mine(request, inspection_id)
    item = get_object_or_404(Item, pk=item_id, version=row.checklist_id)
    try:
        saved = inspecting.answer(
            inspection=row, item=item, value=request.POST.get("value", ""), note=request.POST.get("note", ""),
            photos=photos.waiting_ids(request.POST), dropped=photos.waiting_ids(request.POST, "dropped"),
            at=answered_at(request.POST.get("at"), request.POST.get("sent"), clock.now()), by=request.user,
        )  # fmt: skip
    except Refused as error:
        return _json({"refused": str(error)}, status=409)
    return _json(saved.told)


@require_POST
def present(request, inspection_id):
    """Close the writing; from here on people sign."""
    row = mine(request, inspection_id)
    form, seen = PresentForm(request.POST), request.POST.get("row_version", "")
    if not form.is_valid():
        return say_refused(request, "请填写结束时间", _url(row))
    try:
        signing.present(
            inspection=row, by=request.user, ended=form.cleaned_data["ended"], seen=int(seen) if seen.isdecimal() else None
        )
    except Refused as error:
        return say_refused(request, error, _url(row))
    return redirect("checks:inspection_sign", row.pk)


@never_cache
def sign(request, inspection_id):
    """One person after the other writes their name; the last one locks the record."""
    row = mine(request, inspection_id)
    if row.state != "signing":
        messages.info(request, f"这次检查{row.get_state_display()}")
        return redirect(_url(row))
    everybody, error = signing.signers(row), ""
    if request.method == "POST":
        try:
            row = _signed(request, row)
            return redirect("checks:inspection_sign" if row.state == "signing" else "checks:inspection", row.pk)
        except Refused as refused:
            row.refresh_from_db()
            if row.state != "signing":
                return say_refused(request, refused, _url(row))
            everybody, error = signing.signers(row), str(refused)
    return _sign_page(request, row, everybody, error)


def _sign_page(request, row, everybody, error):
    wanted = request.POST.get("key") or request.GET.get("who", "")
    left = [one for one in everybody if one.signature is None]
    chosen = next((one for one in left if one.key == wanted), left[0] if left else None)
    context = {
        "row": row, "signers": everybody, "chosen": chosen, "error": error, "left": len(left), "refusal_form": RefusalForm(),
        "may_refuse": chosen is not None and chosen.part == "unit",
    }  # fmt: skip
    return render(request, "checks/inspection_sign.html", context)


def _signed(request, row):
    row = signing.sign(
        inspection=row, key=request.POST.get("key", ""), drawn=request.POST.get("signature", ""), by=request.user,
        seen=request.POST.get("sha256", ""), name=request.POST.get("name", ""),
    )  # fmt: skip
    messages.success(request, "签名齐了，检查记录已锁定" if row.state == "signed" else "已签名，请下一位签名")
    return row


@require_POST
def refuse(request, inspection_id):
    row = mine(request, inspection_id)
    try:
        signing.refuse(
            inspection=row, reason=request.POST.get("reason", ""), witness=request.POST.get("witness", ""), by=request.user
        )
    except Refused as error:
        return say_refused(request, error, reverse("checks:inspection_sign", args=[row.pk]))
    messages.success(request, "已记录拒签情况，请见证人签名")
    return redirect("checks:inspection_sign", row.pk)
