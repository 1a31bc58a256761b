"""Refusals raised by rules become the 403 page with the reason, or a message where the person came from; 405 a page."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from .errors import Refused


class RefusedMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return _not_by_address(request, response)
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        return refuse(request, str(exception), exception.way)


class ToldMiddleware:
    """What a step in place has to say goes with its own answer, not with the next page (portal.js shows it)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and not request.htmx.boosted and response.status_code == 200 and "HX-Redirect" not in response:
            lines = [{"level": line.level_tag, "text": str(line)} for line in messages.get_messages(request)]
            if lines:
                response["HX-Trigger"] = json.dumps({"told": {"lines": lines}})
        return response


def _not_by_address(request, response):
    """A page in place of an empty 405: what a person sees who was asked to log in while sending a form."""
    page = render(request, "errors/405.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def refuse(request, reason, way=None):
    """403 with the reason, as a page or as a fragment for htmx; the page offers the `way` (words, address) out."""
    if getattr(request, "htmx", False) and not request.htmx.boosted:
        return HttpResponse(reason, status=403, content_type="text/plain; charset=utf-8")
    return render(request, "errors/403.html", {"reason": reason, "way": way}, status=403)


def say_refused(request, error, back):
    """After a refused POST: tell why on the page one came from."""
    messages.error(request, str(error))
    return redirect(back)
