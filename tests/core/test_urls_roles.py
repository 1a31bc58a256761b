"""Every address × every role, with rows of another village, another township and another enterprise present.

A request is spared where its answer is known: where the view did not read what another request would change.
"""

import inspect
import io
import re
import sys
from copy import copy
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver
from django_htmx.middleware import HtmxDetails
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from accounts.models import Membership, User
from checks.models import ChecklistVersion, Item
from core.models import ImportBatch, Job, SavedView
from core.xlsx import XLSX
from evidence.access import may_see
from evidence.models import Attachment
from places.models import Office
from reminders.models import Message
from routines.models import Point
from tests import factories
from tests.core import estate
from tests.core.estate import DEATH, NEXT_DEATH, NEXT_TOWN, NEXT_VILLAGE, OWN_VILLAGE, TOWN, VILLAGE_ONLY
from tests.core.legible import legible_papers
from tests.core.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# role → the words that must never reach it
FOREIGN = {
    "officer": {NEXT_TOWN, DEATH, NEXT_DEATH},
    "leader": {NEXT_TOWN, NEXT_DEATH},
    "discipline": {NEXT_TOWN, NEXT_DEATH},
    "department": {NEXT_TOWN, NEXT_VILLAGE, VILLAGE_ONLY, DEATH, NEXT_DEATH},
    "liaison": {NEXT_TOWN, NEXT_VILLAGE, DEATH, NEXT_DEATH},
    "cadre": {NEXT_TOWN, NEXT_VILLAGE, DEATH, NEXT_DEATH},
    "boss": {NEXT_TOWN, NEXT_VILLAGE, VILLAGE_ONLY, DEATH, NEXT_DEATH},
    "supervisor": {DEATH, NEXT_DEATH},
}
PARENTS = {
    ChecklistVersion: lambda row: row.checklist, Item: lambda row: row.version.checklist, Point: lambda row: row.review,
}  # fmt: skip
# they see what lies side by side alike: one row of each kind in sight is walked, the officer walks them all
ALIKE = {"leader", "discipline", "supervisor"}
OWNERS = {Job: "created_by", ImportBatch: "created_by", SavedView: "owner", Message: "recipient"}
SHUT = {403, 404, 405}
# what looking may write: that one looked
LOOKS = {
    "incidents_accesschain",
    "incidents_accesslog",
    "hazards_tracesheetlog",
    "notices_receipt",
    "notices_receiptlog",
    "notices_verifycount",
    "django_session",
}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)


def patterns(resolver=None, prefix="", app=""):
    """(view name, address with parameters, parameters, view) of the whole table."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{app}:{entry.name}", prefix + str(entry.pattern), tuple(entry.pattern.converters), entry.callback
        else:
            yield from patterns(entry, prefix + str(entry.pattern), entry.app_name or app)


TABLE = list(patterns())


def unsaid():
    """Parameters nobody has given a sample."""
    known = {*estate.ROWS, *estate.WORDS}
    return sorted({f"{v} <{p}>" for v, _, ps, _ in TABLE for p in ps if p not in known and (v, p) not in known})


KNOWN = [row for row in TABLE if not any(f"{row[0]} <{p}>" in unsaid() for p in row[2])]
OPEN = [row for row in KNOWN if getattr(row[3], "is_public", False)]
CLOSED = [row for row in KNOWN if row not in OPEN]
ACTS = {row[0] for row in CLOSED if inspect.getclosurevars(row[3]).nonlocals.get("request_method_list") == ["POST"]}


def address(view, route, parameters, e):
    for parameter in parameters:
        route = re.sub(rf"<(\w+:)?{parameter}>", str(estate.sample(view, parameter, e)), route)
    return f"/{route}"


@pytest.fixture(scope="module")
def w(django_db_setup, django_db_blocker):
    """One world for all walks of this module: they only look, or are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), legible_papers():
        yield estate.estates(factories.world())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="module")
def htmx_is_noted():
    """Whether a view or its template asked if it is to answer with a fragment; what answers pass on their way out does not count."""
    asked = HtmxDetails.__bool__

    def noted(details):
        if sys._getframe(1).f_globals["__name__"] != "core.middleware":
            details.request.reads_htmx = True
        return asked(details)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HtmxDetails, "__bool__", noted)
        yield


def enter(person):
    """A client of a long walk: the person and the session are not read anew at each step, which is proved where people log in."""
    client = Client(raise_request_exception=False)
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache"):
        client.handler.load_middleware()
        client.force_login(person, backend="accounts.backends.SeatedBackend")
    person, answer = User.objects.get(pk=person.pk), client.handler.get_response
    assert person.memberships_for_switch

    def at_once(request):
        request._cached_user = copy(person)
        return answer(request)

    client.handler.get_response = at_once
    return client


def sees(person, row):
    """Whether a row is in sight: its own definition, its owner, or the officer of its township."""
    manager = type(row)._default_manager
    if type(row) in OWNERS:
        return getattr(row, OWNERS[type(row)]) == person
    if isinstance(row, Attachment):
        return may_see(row, person)
    if type(row) in PARENTS:
        return sees(person, PARENTS[type(row)](row))
    if isinstance(row, User | Membership | Office):
        return person.role == Role.OFFICER and person.membership.place_id == township(row)
    return not hasattr(manager, "visible_to") or manager.visible_to(person).filter(pk=row.pk).exists()


def township(row):
    if isinstance(row, Office):
        return row.township_id
    return (row.membership if isinstance(row, User) else row).place.township_code


@cache
def rows_of(view, parameters):
    return [row for p in parameters if (row := estate.row_named(view, p))]


def in_sight(person, view, parameters, e):
    return all(sees(person, getattr(e, name)) for name in rows_of(view, parameters))


def bytes_of(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return data


def plain(key):
    """A key as text, whichever way a database takes it."""
    return str(key).replace("-", "")


def keys_of(view, parameters, e):
    return {plain(getattr(e, row).pk) for p in parameters if (row := estate.row_named(view, p))}


def text_of(answer):
    """What a person can read in an answer: page, fragment, JSON, or the cells of a workbook."""
    data = bytes_of(answer)
    if answer.get("Content-Type", "").startswith(XLSX):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return " ".join(str(cell) for rows in sheets for row in rows for cell in row)
    return data.decode(errors="ignore") + str(answer.headers)


class Walk:
    """One person's walk: keeps what was wrong, in words that name the address."""

    def __init__(self, role, w):
        self.w, self.person, self.foreign, self.faults = w, getattr(w, role), FOREIGN[role], []
        self.client, self.asked, self.alike = enter(self.person), set(), role in ALIKE

    def look(self, name, to, shut=False, post=False, **extra):
        wrote, self.asked = set(), set()

        def watch(execute, sql, params, many, context):
            if found := WRITE.match(sql):
                wrote.add(found[1])
            self.asked.update(map(plain, params or ()))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            answer = (self.client.post if post else self.client.get)(to, **extra)
        self.judge(f"{'POST ' if post else ''}{name} {to} {extra or ''}", answer, shut)
        if not post and wrote - LOOKS:
            self.faults.append(f"{name}: looking writes {sorted(wrote - LOOKS)}")
        return answer

    def judge(self, name, answer, shut):
        if answer.status_code >= 500:
            self.faults.append(f"{name}: {answer.status_code}")
        if shut and answer.status_code not in SHUT:
            self.faults.append(f"{name}: {answer.status_code} out of sight")
        text = text_of(answer)
        if told := [word for word in self.foreign if word in text]:
            self.faults.append(f"{name}: names {told}")

    def read(self, name, to, answer):
        """A whole page speaks Chinese and names what it shows; its fragment is asked for where the view knows one."""
        html = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
        if html and b"<html" in answer.content:
            self.faults += [f"{name}: {fault}" for fault in Page(name, answer).faults()]
        if hasattr(answer.wsgi_request, "reads_htmx"):
            self.look(name, to, headers={"HX-Request": "true"})

    def rows(self, name, route, parameters):
        """An address of a row, in each estate; a door shut before any row was asked for is shut before all."""
        for e in (self.w.own, self.w.beside, self.w.away):
            to, shut = address(name, route, parameters, e), not in_sight(self.person, name, parameters, e)
            act = name in ACTS
            if not shut and (act or self.alike and e is not self.w.own):
                continue
            answer = self.look(name, to, shut, post=act)
            if answer.status_code == 403 and not self.asked & keys_of(name, parameters, e):
                break
            if shut and answer.status_code == 405:
                self.look(name, to, shut, post=True)
            elif answer.status_code == 200 and e is self.w.own:
                self.read(name, to, answer)

    def page(self, name, to):
        """An address without parameters: as page, fragment, search and workbook."""
        if name in ACTS:
            return
        answer = self.look(name, to)
        if answer.status_code == 200:
            self.read(name, to, answer)
            if "GET" in vars(answer.wsgi_request):
                self.look(name, f"{to}?export=xlsx")
                self.search(name, to)

    def search(self, name, to):
        """A foreign word looked for brings up nothing: the echo of the word is no hit, what stood behind it is one."""
        word = next(word for word in (NEXT_TOWN, OWN_VILLAGE, DEATH) if word in self.foreign)
        if re.search(rf"{word}\w", text_of(self.client.get(to, {"q": word}))):
            self.faults.append(f"{name}: finds {word}")


def test_every_parameter_of_an_address_has_a_sample():
    """A new address must be walked: say in tests/core/estate.py which row or word fills its parameter."""
    assert unsaid() == []


@pytest.mark.parametrize("role", FOREIGN)
def test_no_address_breaks_names_rows_out_of_sight_or_speaks_in_riddles(w, role):
    walk = Walk(role, w)
    for name, route, parameters, _ in KNOWN:
        if rows_of(name, parameters):
            walk.rows(name, route, parameters)
        else:
            walk.page(name, address(name, route, parameters, w.own))
    assert not walk.faults, "\n".join(walk.faults)


def test_every_sample_is_a_row_somebody_finds(w):
    """Else the walks above would prove nothing but 404."""
    clients = [enter(getattr(w, role)) for role in ("officer", "leader", "discipline", "cadre", "boss")]
    missing = []
    for name, route, parameters, _ in CLOSED:
        if rows_of(name, parameters):
            to = address(name, route, parameters, w.own)
            if not any(found(client, to) for client in clients):
                missing.append(name)
    assert missing == []


def found(client, to):
    """Whether the address leads to a row, by GET or, where only POST is taken, by an empty POST that is undone."""
    answer = client.get(to)
    answer.close()
    if answer.status_code == 405:
        with transaction.atomic():
            answer = client.post(to)
            transaction.set_rollback(True)
    return answer.status_code != 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_log_in(w, method):
    faults = []
    for name, route, parameters, _ in CLOSED:
        answer = getattr(Client(raise_request_exception=False), method)(address(name, route, parameters, w.own))
        if answer.status_code != 302 or not answer.url.startswith("/accounts/login/"):
            faults.append(f"{name}: {answer.status_code}")
    assert faults == []


def test_what_is_open_to_everybody_names_nobody(w):
    words = {OWN_VILLAGE, NEXT_VILLAGE, NEXT_TOWN, TOWN, DEATH, NEXT_DEATH, VILLAGE_ONLY}
    published = {"hazards:public": {TOWN}}  # the title of the estate's published batch
    faults = []
    for name, route, parameters, _ in OPEN:
        answer = Client(raise_request_exception=False).get(address(name, route, parameters, w.own))
        said = text_of(answer)
        if answer.status_code >= 500 or any(word in said for word in words - published.get(name, set())):
            faults.append(name)
    assert faults == [] and OPEN


def test_a_post_from_another_site_is_refused_everywhere(w):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(w.officer, backend="accounts.backends.SeatedBackend")
    answers = {name: client.post(address(name, route, ps, w.own)) for name, route, ps, _ in KNOWN}
    assert [name for name, answer in answers.items() if answer.status_code != 403 or "已过期" not in text_of(answer)] == []


def test_an_act_cannot_be_done_by_following_a_link(w):
    acts = [row for row in CLOSED if row[0] in ACTS]
    client = enter(w.officer)
    faults = [name for name, route, ps, _ in acts if client.get(address(name, route, ps, w.own)).status_code != 405]
    assert faults == [] and len(acts) > 20
