"""Who looked at what, for leaders."""

from core.errors import Refused
from core.lists import query_without

from .. import rules
from ..filters import AccessFilter
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import AccessLog
from .sight import enter, marked_list


def lines(request):
    enter(request)
    if reason := rules.may_see_accesses(request.user):
        raise Refused(reason)
    return AccessLog.objects.visible_to(request.user).select_related("user", "lead")


def access_list(request):
    return marked_list(
        request, lines(request), template="incidents/accesses.html", partial="incidents/_accesses.html",
        filterset=AccessFilter, export_query=query_without(request, "page", "export"), tabs=TABS,
    )  # fmt: skip


TABS = (("导出", "action=export"), ("被拒绝", "action=refused"))


def access_export(request):
    rows = AccessFilter(request.GET or None, queryset=lines(request), request=request).qs
    return ask_page(request, ExportKind.ACCESSES, rows, back="incidents:accesses")
