"""Home pages, the leader's screen, the search over everything."""

from django.shortcuts import redirect, render

from core.errors import Refused

from . import changes, today
from . import leader as leading
from . import search as searching


def home(request):
    user = request.user
    if user.membership is None:
        return render(request, "dashboard/no_seat.html")
    waiting, late = today.boxes(today.WAITING, user), today.boxes(today.LATE, user)
    context = {
        "waiting": waiting,
        "late": late,
        "jumps": len(waiting) + len(late) > 1,
        "changes": changes.since_yesterday(user),
    }
    return render(request, "dashboard/home.html", context)


def leader(request):
    """Figures of everything in sight, on one screen and one page of paper."""
    if request.user.membership is None:
        return render(request, "dashboard/no_seat.html")
    if request.user.membership.on_phone:
        raise Refused("统计页供乡镇、站所和上级查看，本单位的事在“待办”里")
    return render(request, "dashboard/leader.html", leading.screen(request.user))


def search(request):
    """One box for a name, a code or a document number; every hit is in the searcher's sight. A lone hit opens at once."""
    query = " ".join(request.GET.get("q", "").split())[:60]
    groups = searching.find(query, request)
    if len(groups) == 1 and groups[0].total == 1:
        return redirect(groups[0].hits[0].link)
    return render(request, "dashboard/search.html", {"query": query, "groups": groups})
