"""Files of evidence on the screen: pictures and pages of papers within the page itself, recordings through a player."""

import base64
from datetime import datetime, timedelta

from django.urls import reverse

from core import cipher, clock
from evidence import documents, pictures
from evidence.sounds import HEARD

PAGES = 10  # of a paper at a time
OPEN_FOR = timedelta(hours=1)  # a player asks again and again; the reason was said once


def shown(request, exhibit, stored):
    """What the page of a file needs, once its reason is kept; {"unreadable": True} when the file does not open."""
    if stored.is_sound:
        return _sound(request, exhibit, stored)
    try:
        with stored.file.open("rb") as stream:
            return _pages(stream, stored, _first(request)) if stored.is_paper else {"picture": _picture(stream)}
    except (OSError, ValueError, RuntimeError, cipher.Locked):
        return {"unreadable": True}


def _picture(stream):
    return _as_url(pictures.jpeg(pictures.decoded(stream.read(), small=False), pictures.SCREEN, 85))


def _as_url(data):
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()


def _first(request):
    """Number of the first page asked for, from 0."""
    given = request.POST.get("first", "")
    return int(given) if given.isdecimal() and len(given) < 5 else 0


def _pages(stream, stored, first):
    first = first if first < stored.pages else 0
    painted = documents.pictures(stream, first, PAGES)
    return {
        "pages": [(number, _as_url(data)) for number, data in enumerate(painted, first + 1)],
        "starts": [(at, at + 1, min(at + PAGES, stored.pages)) for at in range(0, stored.pages, PAGES)], "first": first,
    }  # fmt: skip


def _sound(request, exhibit, stored):
    now = clock.now()
    fresh = {key: at for key, at in _opened(request).items() if now < datetime.fromisoformat(at) + OPEN_FOR}
    request.session["heard"] = fresh | {str(stored.pk): now.isoformat()}
    return {
        "sound": reverse("incidents:exhibit_sound", args=[exhibit.lead_id, exhibit.pk, stored.pk]),
        "plays": stored.mime in HEARD,
    }


def _opened(request):
    return request.session.get("heard", {})


def is_open(request, file_id):
    """Whether this person said in this session, not long ago, why they hear the recording."""
    at = _opened(request).get(str(file_id))
    return bool(at) and clock.now() < datetime.fromisoformat(at) + OPEN_FOR
