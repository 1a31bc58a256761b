"""The checks in sight, and one of them."""

from django.shortcuts import get_object_or_404

from ..models import Check

RELATED = ("version__checklist", "place", "office", "enterprise", "campaign", "submitted_by")


def checks(request):
    return Check.objects.visible_to(request.user).select_related(*RELATED)


def check_of(request, check_id):
    """One check in sight; 404 out of it."""
    return get_object_or_404(checks(request).with_results(request.user), pk=check_id)
