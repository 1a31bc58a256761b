from importlib.util import find_spec

from django.urls import include, path

PREFIXES = {
    "jobs/": "core", "accounts/": "accounts", "places/": "places", "files/": "evidence", "inbox/": "reminders",
    "enterprises/": "enterprises", "papers/": "notices", "campaigns/": "campaigns", "hazards/": "hazards",
    "incidents/": "incidents", "checks/": "checks", "": "dashboard",
}  # fmt: skip
urlpatterns = [path(prefix, include(f"{app}.urls")) for prefix, app in PREFIXES.items() if find_spec(f"{app}.urls")]
