"""Seals of the township: who keeps them, which there are, what they were put on. No address gives a seal's picture."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import TOWNSHIP_ROLES
from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused

from . import rules, seal_pictures, seals
from .exports import SEAL_USES
from .filters import SealUseFilter
from .forms_seals import KeeperForm, SealForm
from .models import Seal, SealKeeper, SealUse


def _staff_only(user):
    if not user.has_role(*TOWNSHIP_ROLES):
        raise Refused("印章由乡镇管理")


@require_GET
def seal_list(request):
    _staff_only(request.user)
    return render(request, "notices/seals.html", _context(request))


def _context(request, form=None):
    user = request.user
    may_name = not rules.may_name_keepers(user)
    keeps = not rules.may_keep_seals(user)
    return {
        "seals": Seal.objects.visible_to(user).select_related("office", "created_by").prefetch_related("log__actor"),
        "keepers": SealKeeper.objects.visible_to(user).select_related("person", "created_by").prefetch_related("log__actor"),
        "keeps": keeps,
        "may_name": may_name,
        "may_stop": keeps or may_name,
        "form": form or (KeeperForm(town=user.membership.place) if may_name else None),
    }


@require_POST
def name_keeper(request):
    if reason := rules.may_name_keepers(request.user):
        raise Refused(reason)
    form = KeeperForm(request.POST, town=request.user.membership.place)
    if form.is_valid() and _named(form, request.user):
        messages.success(request, f"已指定 {form.cleaned_data['person']} 为用印人")
        return redirect("notices:seals")
    return render(request, "notices/seals.html", _context(request, form))


def _named(form, by):
    """The new keeper, or None with the reason in the form."""
    try:
        return seals.name_keeper(by=by, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return None


@require_POST
def withdraw_keeper(request, keeper_id):
    keeper = get_object_or_404(SealKeeper.objects.visible_to(request.user), pk=keeper_id)
    if reason := rules.may_withdraw_keeper(request.user, keeper):
        raise Refused(reason)
    try:
        seals.withdraw_keeper(keeper=keeper, by=request.user, note=request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, "notices:seals")
    messages.success(request, f"已撤销 {keeper} 的用印授权")
    return redirect("notices:seals")


def register(request):
    """登记印章."""
    if reason := rules.may_keep_seals(request.user):
        raise Refused(reason)
    form = SealForm(request.POST or None, request.FILES or None, town=request.user.membership.place)
    if request.method == "POST" and form.is_valid() and (seal := _registered(form, request.user)):
        messages.success(request, f"已登记 {seal} 的印章")
        return redirect("notices:seals")
    return render(request, "notices/seal_new.html", {"form": form})


def _registered(form, by):
    """The new seal, or None with the reason in the form."""
    picture = form.cleaned_data["picture"]
    try:
        return seals.register(picture=picture.read(seal_pictures.LIMIT + 1), office=form.cleaned_data["office"], by=by)
    except Refused as error:
        form.add_error("picture", str(error))
        return None


@require_POST
def stop(request, seal_id):
    seal = get_object_or_404(Seal.objects.visible_to(request.user), pk=seal_id)
    if reason := rules.may_stop_seal(request.user, seal):
        raise Refused(reason)
    try:
        seals.stop(seal=seal, by=request.user, note=request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, "notices:seals")
    messages.success(request, f"已停用 {seal} 的印章")
    return redirect("notices:seals")


@require_GET
def sample(request, seal_id):
    """A small struck-through likeness for the keepers to recognise a seal by; nobody gets the picture itself."""
    seal = get_object_or_404(Seal.objects.visible_to(request.user).select_related("picture"), pk=seal_id)
    if reason := rules.may_keep_seals(request.user):
        raise Refused(reason)
    data = seal_pictures.sample(seal_pictures.opened(seal.picture.kept, seal.sha256))
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_GET
def uses(request):
    """用印登记簿."""
    _staff_only(request.user)
    rows = SealUse.objects.visible_to(request.user).select_related("paper__signer", "seal__office", "by")
    return list_page(
        request, rows, template="notices/seal_uses.html", partial="notices/_seal_uses.html", filterset=SealUseFilter,
        export=SEAL_USES,
    )  # fmt: skip
