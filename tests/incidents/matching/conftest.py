import io
import json
from datetime import timedelta

import pytest
from openpyxl import Workbook

from core import clock, jobs
from core.models import Job
from incidents.matching import services
from incidents.matching.reading import HEADERS
from incidents.models import Listed, NameList
from tests import factories
from tests.incidents.conftest import people

ID = "990101198003070037"  # a right check digit
MASKED = "990101********0037"
DEAD, TWIN = "卞秘安", "邰不知"


@pytest.fixture
def w(db):
    return people(factories.world())


def workbook(*rows, headers=HEADERS):
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append([row.get(header, "") for header in headers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def line(name=DEAD, number=ID, born="", village="石桥村", **more):
    return {"姓名": name, "身份证号": number, "出生年月": born, "所在村": village, **more}


def dead(**changes):
    return line(**({"死亡日期": "2025-03-02", "死亡原因": "高处坠落"} | changes))


def brought(w, *rows, kind="hospital", by=None, days=30, data=None, **more):
    """A list as it stands once its job has run."""
    given = {"title": f"{kind}名单", "provider": "卫生院", "destroy_on": clock.today() + timedelta(days=days)}
    names, job = services.bring(
        township=w.town, kind=kind, data=data or workbook(*rows), by=by or w.officer, **(given | more)
    )
    jobs.run(job.pk)
    return NameList.objects.get(pk=names.pk)


def compared(w, deaths, staff, by=None):
    """The candidates of two lists, best first."""
    match, job = services.compare(one=deaths, other=staff, by=by or w.officer)
    assert jobs.run(job.pk).state == "done", Job.objects.get(pk=job.pk).error
    return list(match.candidates.select_related("match__one", "match__other"))


def pair(w, **changes):
    """One candidate: the same number in a list of deaths and one of staff."""
    return compared(w, brought(w, dead()), brought(w, line(岗位="焊工", 工作单位="某厂"), kind="staff", **changes))[0]


def faults_of(names):
    return json.loads(names.faults)


def kept(names):
    return Listed.objects.filter(names=names)
