import io
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from circulars.layout.measure import measure
from notices import drafts, services
from notices.models import Paper
from tests import factories

BODY = "各村：\n为做好冬季取暖安全工作，现通知如下。\n一、逐户排查\n（一）登记煤炉。每户登记一次，不漏一户。\n二、按时报送"
DAY = date(2026, 11, 20)
ROLES = "officer leader department liaison cadre boss discipline supervisor other_officer other_cadre".split()


@pytest.fixture
def w(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "https://portal.example"
    cache.clear()
    return factories.world()


def at(day=DAY, hour=10):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def as_user(person):
    client = Client()
    client.force_login(person)
    return client


def circular(w, units=None, **fields):
    """A draft circular to the first village and the market office."""
    given = {"title": "云溪镇人民政府关于做好冬季取暖安全工作的通知", "body": BODY, "by": w.officer}
    return drafts.draft_circular(units=[w.village, w.office] if units is None else units, **(given | fields))


def order(w, **fields):
    given = {
        "unit": w.firm, "hazards": [("配电箱前堆放木料", "一车间"), ("安全出口上锁", "仓库")], "due_on": date(2026, 12, 5),
        "inspectors": "季长河、鲍国良", "by": w.officer,
    }  # fmt: skip
    return drafts.draft_order(**(given | fields))


def urging(w, **fields):
    given = {"unit": w.village, "tasks": [("报送台账", date(2026, 11, 10))], "due_on": date(2026, 11, 28), "by": w.officer}
    return drafts.draft_urging(**(given | fields))


def in_state(w, state, paper=None):
    """A paper brought to a state by its steps."""
    paper = paper or circular(w)
    if state == "withdrawn":
        return services.withdraw(paper=issued(w, paper), by=w.leader, note="日期有误")
    steps = {"draft": 0, "reviewed": 1, "signed": 2, "issued": 3}[state]
    if steps >= 1:
        services.review(paper=paper, by=w.officer)
    if steps >= 2:
        services.sign(paper=paper, by=w.leader)
    return services.issue(paper=paper, by=w.officer) if steps >= 3 else Paper.objects.get(pk=paper.pk)


def issued(w, paper=None):
    return in_state(w, "issued", paper)


def text_of(data):
    """All words of a PDF, without blanks."""
    from pypdf import PdfReader

    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def sheets_of(paper):
    return measure(services.intact_bytes(paper))
