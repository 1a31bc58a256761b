"""Enterprises without an account that owe a self-check, and entering the sheet one of them signed on paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.xlsx import Column
from evidence import photos
from incidents import access
from incidents.enums import AccessAction
from incidents.pledges.rules import UNSIGNED

from .. import rules
from ..filters import CopyFilter
from ..forms_copying import CopyForm
from ..models import Check
from ..services import copying
from .common import RELATED

COLUMNS = [
    Column("企业", "enterprise__name", 30),
    Column("所在村", "place__name", 16),
    Column("检查表", "version__checklist__name", 30),
    Column("专项行动", lambda row: row.campaign.name if row.campaign else "", 30),
    Column("完成期限", "due_on", 12),
]


def index(request):
    refuse_if(rules.may_see_paper(request.user))
    return list_page(
        request, Check.objects.to_copy(request.user).select_related(*RELATED), template="checks/copies.html",
        partial="checks/_copies.html", filterset=CopyFilter, export=("没有账号的企业自查", COLUMNS),
    )  # fmt: skip


@never_cache
def enter(request, check_id):
    """The answers as they stand on the sheet; hidden again, if confidential, once handed in."""
    refuse_if(rules.may_see_paper(request.user))
    rows = Check.objects.to_copy(request.user).select_related(*RELATED)
    check = get_object_or_404(rows, pk=check_id)
    if reason := rules.may_copy(request.user, check):
        raise Refused(reason, way=_way_out(request, reason))
    form = CopyForm(request.POST or None, request.FILES or None, check=check)
    if request.method == "POST" and form.is_valid():
        try:
            scans = photos.collect(form, by=request.user)
            copying.copy(check=check, scans=scans, by=request.user, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已录入{check.unit_name}的纸质自查，等待他人审核")
            return redirect("checks:copies")
    return render(request, "checks/copy.html", {"check": check, "form": form, "back": reverse("checks:copies")})


def _way_out(request, reason):
    """To the pledge, for who has not signed it; that the door was tried stands in the record of looks."""
    if reason != UNSIGNED:
        return None
    access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="未签保密承诺书")
    return "阅读并签署", reverse("incidents:pledge")
