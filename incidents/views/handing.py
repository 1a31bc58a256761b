"""What was handed to other bodies, over all cases: for leaders, by number, state and count, never by what a paper says."""

from django.db.models import Count, Q
from django.urls import reverse

from core import clock
from core.errors import refuse_if

from .. import rules_referral
from ..filters import ReferralFilter
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Referral
from ..models.referral import WAITING
from ..referral_enums import ReferralKind
from .sight import enter, marked_list


def referrals(request):
    refuse_if(rules_referral.may_see_referrals(request.user))
    enter(request)
    return Referral.objects.visible_to(request.user).select_related("lead__village").order_by("-created_at", "-pk")


def referral_list(request):
    return marked_list(
        request, referrals(request), look="移交台账", template="incidents/referrals.html", partial="incidents/_referral_rows.html",
        filterset=ReferralFilter, tabs=(("待答复", "waiting=1"), ("逾期未答复", "late=1"), ("移交纪检", "kind=discipline")),
        export_at=reverse("incidents:referrals_export"), sums=sums(referrals(request)),
    )  # fmt: skip


def sums(rows):
    """[(kind, sent, waiting for an answer, late, answered)] of the kinds that occur."""
    waiting = Q(state__in=WAITING)
    counts = {
        "sent": Count("pk", filter=Q(sent_on__isnull=False)),
        "waiting": Count("pk", filter=waiting),
        "late": Count("pk", filter=waiting & Q(answer_by__lt=clock.today())),
        "answered": Count("pk", filter=Q(state="answered")),
    }
    found = {row["kind"]: row for row in rows.order_by().values("kind").annotate(**counts)}
    return [(label, *(found[kind][name] for name in counts)) for kind, label in ReferralKind.choices if kind in found]


def referral_export(request):
    rows = ReferralFilter(request.GET or None, queryset=referrals(request), request=request).qs
    return ask_page(request, ExportKind.REFERRALS, rows, back="incidents:referrals")
