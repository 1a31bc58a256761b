"""What a phone keeps to work without a signal: the worker at the portal's root and the page that says there is none."""

import hashlib
import json

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control

from accounts.middleware import public

WORKER = "js/worker.js"
# what the page without a signal is drawn with
SHELL = (
    "vendor/bootstrap.min.css", "vendor/bootstrap-icons.min.css", "css/portal.css", "vendor/bootstrap.bundle.min.js",
    "js/portal.js", "js/drafts.js", "js/offline.js", "icon.svg",
)  # fmt: skip


@public
@cache_control(no_cache=True)
def worker(request):
    """Served from the root, so that its scope is the whole portal; the script of the version of the static files."""
    shell = [static(name) for name in SHELL]
    head = f"const VERSION = {json.dumps(version())};\nconst SHELL = {json.dumps(shell)};\n"
    return HttpResponse(head + source(), content_type="text/javascript; charset=utf-8")


@public
def offline(request):
    """Names nobody: the copy in the phone is shown to whoever holds it."""
    return render(request, "dashboard/offline.html")


def source():
    with open(finders.find(WORKER) or staticfiles_storage.path(WORKER), encoding="utf-8") as file:
        return file.read()


def version():
    """A new name of the phone's store with every change of any static file."""
    known = getattr(staticfiles_storage, "manifest_hash", "")
    return known or hashlib.sha256(source().encode()).hexdigest()[:12]
