"""Home pages, the leader's screen, the search over everything."""

from django.shortcuts import render

from . import search as searching
from . import today


def home(request):
    user = request.user
    if user.membership is None:
        return render(request, "dashboard/no_seat.html")
    context = {"waiting": today.boxes(today.WAITING, user), "late": today.boxes(today.LATE, user), "changes": today.changes(user)}
    return render(request, "dashboard/home.html", context)


def search(request):
    """One box for a name, a code or a document number; every hit is in the searcher's sight."""
    query = request.GET.get("q", "").strip()[:60]
    return render(request, "dashboard/search.html", {"query": query, "groups": searching.find(query, request.user)})
