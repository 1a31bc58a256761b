"""自查承诺表: of a sheet that was handed in, and blank for an enterprise without an account."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from core.errors import refuse_if
from incidents import access
from incidents.enums import AccessAction
from notices.views import inline

from .. import commitment_sheet, rules
from ..models import Check
from .common import RELATED, check_of


@require_GET
def paper(request, check_id):
    """Answers that are confidential are printed by the unit alone; each time leaves a line in the record of looks."""
    check = check_of(request, check_id)
    refuse_if(rules.may_print(request.user, check))
    if check.is_confidential:
        access.log_without_lead(by=request.user, action=AccessAction.PRINT, detail=f"自查承诺表（第 {check.pk} 份）")
    return inline(commitment_sheet.pdf(check), f"自查承诺表（{check.unit_name}）.pdf")


@require_GET
def blank(request, check_id):
    refuse_if(rules.may_see_paper(request.user))
    check = get_object_or_404(Check.objects.to_copy(request.user).select_related(*RELATED), pk=check_id)
    return inline(commitment_sheet.blank_pdf(check), f"自查承诺表（{check.unit_name}，空白）.pdf")
