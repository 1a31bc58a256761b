from importlib.util import find_spec

from django.urls import include, path

PREFIXES = {
    "jobs/": "core", "accounts/": "accounts", "places/": "places", "files/": "evidence", "inbox/": "reminders",
    "enterprises/": "enterprises", "papers/": "notices", "campaigns/": "campaigns", "hazards/": "hazards",
    "incidents/": "incidents", "tips/": "incidents.tips", "checks/": "checks", "routines/": "routines",
    "registers/": "registers",
    "mandates/": "mandates", "": "dashboard",
}  # fmt: skip
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
urlpatterns = [path(prefix, include(f"{app}.urls")) for prefix, app in PREFIXES.items() if find_spec(f"{app}.urls")]
