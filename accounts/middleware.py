"""Login by default, the seat one acts in, and the initial password that must be changed first."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

SEAT = "membership"


def public(view):
    """Mark a view that anybody may open without logging in."""
    view.is_public = True
    return view


class MembershipMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "is_public", False):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self._take_seat(request)
        if request.user.must_change_password and request.resolver_match.view_name not in {
            "accounts:password",
            "accounts:logout",
        }:
            return redirect("accounts:password")
        return None

    def _take_seat(self, request):
        chosen = request.session.get(SEAT)
        for seat in request.user.memberships_for_switch:
            if seat.pk == chosen:
                request.user.act_as(seat)
