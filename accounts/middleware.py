"""Login by default, the seat one acts in, and the initial password that must be changed first."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

SEAT = "membership"


def public(view):
    """Mark a view that anybody may open without logging in."""
    view.is_public = True
    return view


def log_in_again(request):
    """To the login, and from there back to the page one was on: an address that only takes a form is no page."""
    shown = bool(request.htmx) or request.method != "GET"
    to_login = redirect_to_login(page_before(request) if shown else request.get_full_path())
    return HttpResponseClientRedirect(to_login.url) if request.htmx else to_login


def page_before(request):
    """The page of this portal from which the form or the fragment was asked for; home when the browser does not say."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class MembershipMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "is_public", False):
            return None
        if not request.user.is_authenticated:
            return log_in_again(request)
        take_seat(request)
        if request.user.must_change_password and request.resolver_match.view_name not in {
            "accounts:password",
            "accounts:logout",
        }:
            return redirect("accounts:password")
        return None


def take_seat(request):
    """Let the person act in the seat chosen for this session."""
    chosen = request.session.get(SEAT)
    for seat in request.user.memberships_for_switch:
        if seat.pk == chosen:
            request.user.act_as(seat)
