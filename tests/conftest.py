"""What every test stands on: a connection that lasts, the world where it begins with it, and the real browser."""

import gc
import os
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests import factories
from tests.pouring import empty, standing

DATABASE = pytest.StashKey()  # who opens the database of the run, once it is there


def pytest_addoption(parser):
    parser.addoption("--second-database", action="store_true", help="only what another database could change")
    parser.addoption("--dealt", action="store_true", help="part of what the second database runs is left to it")


def pytest_configure(config):
    """A run begun late in the evening stays within one day: its clock goes three hours behind, in every worker."""
    late = datetime.now(ZoneInfo(settings.TIME_ZONE)).hour >= 21
    if os.environ.setdefault("RUN_BEHIND", "3" if late else "0") != "0":
        behind = time_machine.travel(datetime.now().astimezone() - timedelta(hours=int(os.environ["RUN_BEHIND"])))
        behind.start()
        config.add_cleanup(behind.stop)


def pytest_collection_modifyitems(config, items):
    kept = chosen(items, second=config.getoption("--second-database"), dealt=config.getoption("--dealt"))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def chosen(items, *, second, dealt):
    """On the second database: no engine, sources, browser or walk of all pages; one case of each test, all of a race's."""
    cases = {}
    for item in filter(asks_database, items):
        cases.setdefault(item.nodeid if races(item) else item.nodeid.split("[")[0], item)
    if second:
        return set(cases.values())
    return set(items) - {case for case in cases.values() if dealt and not races(case) and is_left_to_second(case)}


def is_left_to_second(case):
    """Of a test with many cases the one both would run, of the other tests every second, always the same."""
    return "[" in case.nodeid or crc32(case.nodeid.encode()) % 2 == 0


def races(item):
    mark = item.get_closest_marker("django_db")
    return mark is not None and mark.kwargs.get("transaction", False)


def asks_database(item):
    asks = item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames
    return asks and "chromium" not in item.fixturenames and not item.get_closest_marker("one_database")


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: no use to look through it for garbage time and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The world stands from test to test while each begins with it in a transaction of its own."""
    if (blocker := item.config.stash.get(DATABASE, None)) is not None:
        with blocker.unblock():
            maker = next(
                (maker for folder, maker in standing.makers.items() if item.nodeid.startswith(folder)), factories.world
            )
            standing.keep(maker if begins_with_world(item) else None)


def begins_with_world(item):
    """Whether `w` is a fixture of this one test, and no rows of its module stand around it."""
    fixtures = getattr(item, "_fixtureinfo", None) and item._fixtureinfo.name2fixturedefs
    if not fixtures or "w" not in fixtures or races(item) or {"transactional_db", "live_server"} & {*item.fixturenames}:
        return False
    wide = [row for rows in fixtures.values() for row in rows if row.baseid and row.scope in ("class", "module", "package")]
    return not any("django_db_blocker" in row.argnames for row in wide)


@pytest.fixture(autouse=True, scope="session")
def transaction_outlives_answers():
    """A test that closes an answer ends a request for Django, which then would drop the test's own connection."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    drop = BaseDatabaseWrapper.close_if_unusable_or_obsolete
    BaseDatabaseWrapper.close_if_unusable_or_obsolete = lambda self: None if self.in_atomic_block else drop(self)
    yield
    BaseDatabaseWrapper.close_if_unusable_or_obsolete = drop


@pytest.fixture(autouse=True, scope="session")
def only_rows_are_taken_away():
    from django.test import TransactionTestCase

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        yield


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """A thread of the live server may still hold its connection when PostgreSQL is told to drop the database."""
    from django.db import connection

    request.config.stash[DATABASE] = django_db_blocker
    yield
    with django_db_blocker.unblock():
        standing.fall()
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def browser_program():
    """The installed browser; no browser is a failure, not a skip."""
    found = os.environ.get("CHROMIUM") or next((path for path in BROWSERS if Path(path).exists()), None)
    assert found, "没有安装浏览器，请用 ./run test 运行测试"
    return found


@pytest.fixture(scope="session")
def chromium():
    """A headless browser for the run. Playwright keeps an event loop, which Django would take for async code."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_program(), args=QUIET)
        yield browser
        browser.close()


BROWSER_BEHIND = """{
  const Right = Date, now = () => Right.now() - %d;
  Date = class extends Right { constructor(...given) { given.length ? super(...given) : super(now()); } static now() { return now(); } };
}"""


@pytest.fixture
def open_as(chromium, live_server):
    """open_as(person, phone=False) → a page of the portal in the person's session.

    `page.foreign` lists requests that left the portal, `page.faults` what the console and the scripts complained of.
    """
    contexts = []

    def enter(person=None, *, phone=False, **options):
        context = chromium.new_context(
            viewport=PHONE if phone else OFFICE, is_mobile=phone, has_touch=phone, locale="zh-CN", **options
        )
        contexts.append(context)
        if behind := int(os.environ["RUN_BEHIND"]):
            context.add_init_script(BROWSER_BEHIND % (behind * 3_600_000))
        if person is not None:
            context.add_cookies([session_cookie(person, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch(page, live_server.url)
        page.goto(live_server.url)
        return page

    yield enter
    for context in contexts:
        context.close()


def session_cookie(person, url):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.SeatedBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


def watch(page, home):
    page.foreign, page.faults = [], []
    page.on("request", lambda r: None if r.url.startswith((home, "data:", "blob:")) else page.foreign.append(r.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
