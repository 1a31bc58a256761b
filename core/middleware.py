"""Refusals raised by rules become the 403 page with the reason, or a message where the person came from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from .errors import Refused


class RefusedMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        return refuse(request, str(exception))


def refuse(request, reason):
    """403 with the reason, as a page or as a fragment for htmx."""
    if getattr(request, "htmx", False) and not request.htmx.boosted:
        return HttpResponse(reason, status=403, content_type="text/plain; charset=utf-8")
    return render(request, "errors/403.html", {"reason": reason}, status=403)


def say_refused(request, error, back):
    """After a refused POST: tell why on the page one came from."""
    messages.error(request, str(error))
    return redirect(back)
