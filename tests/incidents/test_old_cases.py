"""Cases of former years come in from a workbook, kept sealed, and are verified again by others."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from core import imports, jobs
from core.errors import Refused
from core.models import ImportBatch, Job
from incidents import old_cases, services
from incidents.models import Lead
from tests import factories

from .conftest import SECRET, as_user, later, ready, scanned, text_of, url

ROW = {
    "原编号": "2019-7", "所在村": "石桥村", "死亡人员": SECRET, "发生日期": "2019-03-05", "线索来源": "信访",
    "线索内容": f"{SECRET}在窑厂死亡", "原结论": "查否", "结论日期": "2019年4月1日", "原核查人": "季长河、鲍国良",
}  # fmt: skip


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    book.active.append(list(old_cases.HEADERS))
    for row in rows:
        book.active.append([row.get(header, "") for header in old_cases.HEADERS])
    book.save(out)
    return out.getvalue()


def brought(w, *rows, by=None):
    """The batch after check and commit, as its jobs leave it."""
    by = by or w.officer
    batch, job = imports.upload(kind="old-cases", name="历史.xlsx", data=workbook(*rows), by=by)
    jobs.run(job.pk)
    batch.refresh_from_db()
    if batch.state == "checked":
        jobs.run(imports.commit(batch=batch, by=by).pk)
    batch.refresh_from_db()
    return batch


def test_a_case_comes_in_with_its_former_conclusion_and_is_owed_again(w):
    batch = brought(w, ROW)
    lead = Lead.objects.get()
    assert batch.counts["new"] == 1 and (lead.state, lead.conclusion) == ("concluded", "refuted")
    assert (lead.person, lead.happened_on.year, lead.old_verifiers) == (SECRET, 2019, "季长河、鲍国良")
    campaign = factories.campaign(w.town)
    assert list(Lead.objects.visible_to(w.leader).to_verify_again(campaign)) == [lead]
    assert brought(w, ROW).counts["same"] == 1 and Lead.objects.count() == 1


def test_who_verified_then_does_not_verify_now(w):
    w.second.name = "季长河"
    w.second.save()
    brought(w, ROW)
    lead = services.verify_again(former=Lead.objects.get(), campaign=factories.campaign(w.town), by=w.officer)
    with pytest.raises(Refused, match="季长河参加过原核查"):
        services.start_verification(lead=ready(w, lead), team=(w.second, w.third), plan="走访", due_on=later(), by=w.leader)


@pytest.mark.parametrize(
    ("changes", "header", "reason"),
    [
        ({"原编号": ""}, "原编号", "必须填写"), ({"所在村": "无此村"}, "所在村", "石桥村"),
        ({"发生日期": "2012-10-31"}, "发生日期", "早于 2012年11月"), ({"发生日期": "三月"}, "发生日期", "不是日期"),
        ({"结论日期": "2019-03-01"}, "结论日期", "早于发生日期"), ({"结论日期": "2999-01-01"}, "结论日期", "不能晚于今天"),
        ({"原结论": "不知道"}, "原结论", "可填"), ({"原结论": "核销"}, "认定机关", "必须填写认定机关"),
        ({"原结论": "核销", "认定机关": "青禾县应急管理局"}, "认定文号", "必须填写认定文号"),
        ({"涉及企业": "没有的厂"}, "涉及企业", "企业台账里没有"), ({"原核查人": ""}, "原核查人", "必须填写"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_named_by_row_and_column(w, changes, header, reason):
    batch = brought(w, ROW | {"原编号": "好的"}, ROW | changes)
    row = next(row for row in imports.rows_of(batch) if row["verdict"] == "faulty")
    assert row["n"] == 3 and row["faults"][0][0] == header and reason in row["faults"][0][1]
    assert Lead.objects.count() == 1


def test_a_number_twice_in_the_table_is_faulty(w):
    assert brought(w, ROW, ROW).counts["faulty"] == 1


def test_the_table_and_its_rows_lie_sealed(w):
    batch, job = imports.upload(kind="old-cases", name="历史.xlsx", data=workbook(ROW), by=w.officer)
    jobs.run(job.pk)
    batch.refresh_from_db()
    with batch.file.open("rb") as kept:
        assert not kept.read(2) == b"PK"
    assert SECRET not in str(batch.rows) and imports.rows_of(batch)[0]["values"]["死亡人员"] == SECRET
    assert SECRET not in str(list(Job.objects.values("params", "result", "message", "title")))


def test_the_preview_is_for_who_uploaded_it(w):
    batch = brought(w, ROW | {"原结论": "不知道"})
    page = reverse("core:import", args=[batch.pk])
    assert "可填" in text_of(as_user(w.officer).get(page))
    assert as_user(w.leader).get(page).status_code == 404
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("who", ["cadre", "boss", "department", "discipline", "liaison"])
def test_others_do_not_bring_cases_in(w, who):
    assert as_user(getattr(w, who)).get(reverse("core:import_upload", args=["old-cases"])).status_code == 403


def test_a_case_decided_above_comes_in_without_its_scan_and_says_so_until_it_is_added(w):
    brought(
        w,
        ROW | {"原结论": "核销", "认定机关": "青禾县应急管理局", "认定文号": "青应急〔2019〕3号"},
        ROW | {"原编号": "2019-8"},
    )
    lead, client = Lead.objects.get(conclusion="written-off"), as_user(w.officer)
    listed = lambda: [row.pk for row in client.get(url("list"), {"noscan": "1"}).context["page"]]  # noqa: E731
    assert "缺扫描件" in text_of(client.get(url("detail", lead))) and listed() == [lead.pk]
    add = url("ruling_add", lead)
    form = {"row_version": lead.version}
    assert "请上传认定文件的扫描件" in text_of(client.post(add, form))
    assert as_user(w.third).post(add, form | {"photos": scanned(w, by=w.third)}).status_code == 404
    assert client.post(add, form | {"photos": scanned(w, by=w.officer)}).status_code == 302
    assert "缺扫描件</b>" not in text_of(client.get(url("detail", lead))) and listed() == []
    assert lead.log.last().action_label == "补充认定文件扫描件" and lead.log.last().actor == w.officer
    assert client.get(url("ruling_add", Lead.objects.get(conclusion="refuted"))).status_code == 403
