"""What the files reach beyond their pages: workbooks, reminders, who is short, the coverage of insurance."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from core import clock, imports, jobs
from core.models import ImportBatch
from enterprises.files import deadlines, declared, kinds, stats
from enterprises.files.imports import headers_of, required_of
from enterprises.models import Enterprise, Insurance, Operator
from reminders import scan
from reminders.models import Message
from tests import factories
from tests.enterprises import rows

DAY = timedelta(days=1)
IMPORTED = [kind.slug for kind in kinds.kinds() if kind.known]


def book(slug, *lines):
    """A workbook of lines {header: text} under the headers of a kind."""
    headers = headers_of(kinds.kind_of(slug))
    table = Workbook()
    table.active.append(headers)
    for line in lines:
        table.active.append([line.get(header, "") for header in headers])
    out = io.BytesIO()
    table.save(out)
    return out.getvalue()


def checked(slug, data, by):
    batch, job = imports.upload(kind=f"file-{slug}", name="表.xlsx", data=data, by=by)
    jobs.run(job.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def written(batch, by):
    jobs.run(imports.commit(batch=batch, by=by).pk)
    return ImportBatch.objects.get(pk=batch.pk)


def person(firm, **fields):
    given = {
        "统一社会信用代码": firm.credit_code, "企业名称": firm.name, "姓名": "裘永泉", "作业类别": "焊接与热切割", "证书编号": "T330101",
        "有效期至": "2027年3月1日", "招用人": "季长河",
    }  # fmt: skip
    return {**given, **fields}


def faults(batch):
    return [(row["n"], *row["faults"][0]) for row in batch.rows if row["verdict"] == "faulty"]


def test_good_rows_come_in_and_bad_ones_are_named_by_row_and_column(w):
    data = book(
        "operators", person(w.firm), person(w.firm, 姓名="闵建中", 作业类别="焊工"), person(w.firm2, 有效期至="明年"),
        person(w.other_firm), person(w.firm, 姓名="池小满", 证书编号="T33****1234"), person(w.firm), person(w.firm2, 招用人=""),
        person(w.firm2, 姓名="车晓岚", 有效期至=""), person(w.firm2, 姓名="长" * 41),
    )  # fmt: skip
    batch = checked("operators", data, w.officer)
    told = faults(batch)
    assert batch.counts["new"] == 1 and [n for n, *_ in told] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert [header for _, header, _ in told] == [
        "作业类别",
        "有效期至",
        "统一社会信用代码",
        "证书编号",
        "姓名",
        "招用人",
        "姓名",
        "姓名",
    ]
    reasons = " ".join(reason for *_, reason in told)
    for said in (
        "没有“焊工”",
        "不是日期",
        "本辖区没有这家企业",
        "号码被遮住",
        "表中重复",
        "必须填写",
        "有证书编号的要填有效期",
    ):
        assert said in reasons
    written(batch, w.officer)
    row = Operator.objects.get()
    assert (row.enterprise, row.village, row.expires_on, row.created_by) == (w.firm, w.village, date(2027, 3, 1), w.officer)


def test_a_repeated_import_says_what_changes_and_hides_numbers(w):
    row = rows.make("operators", w.firm, number="T1111111111", expires_on=date(2027, 3, 1))
    batch = checked("operators", book("operators", person(w.firm, 证书编号="T2222222222", 招用人="卓明达")), w.officer)
    assert batch.counts["changed"] == 1
    assert ["招用人", "季长河", "卓明达"] in batch.rows[0]["changes"]
    assert "T1111111111" not in str(batch.rows[0]["changes"])
    written(batch, w.officer)
    row.refresh_from_db()
    assert row.hired_by == "卓明达" and row.version == 2 and row.history.first().history_user == w.officer


@pytest.mark.parametrize("slug", IMPORTED)
def test_the_export_comes_back_without_a_change(client, w, slug):
    for firm in (w.firm, w.firm2):
        rows.make(slug, firm)
    client.force_login(w.officer)
    data = client.get(reverse("enterprises:files_register", args=[slug]), {"export": "xlsx"}).content
    batch = checked(slug, data, w.officer)
    assert batch.counts == {"new": 0, "changed": 0, "same": 2, "faulty": 0}, batch.rows


@pytest.mark.parametrize("slug", IMPORTED)
def test_the_template_has_the_columns_the_import_reads(client, w, slug):
    client.force_login(w.officer)
    assert client.get(reverse("core:import_template", args=[f"file-{slug}"])).status_code == 200
    kind = kinds.kind_of(slug)
    assert set(required_of(kind)) <= set(headers_of(kind)) and len(set(headers_of(kind))) == len(headers_of(kind))


def test_an_enterprise_imports_its_own_and_no_others(client, w):
    batch = checked("operators", book("operators", person(w.firm), person(w.firm2)), w.boss)
    assert batch.counts["new"] == 1 and faults(batch)[0][:2] == (3, "统一社会信用代码")
    client.force_login(w.cadre)
    assert client.get(reverse("core:import_upload", args=["file-operators"])).status_code == 403


def test_a_policy_that_ends_before_it_begins_is_refused(w):
    line = {
        "统一社会信用代码": w.firm.credit_code, "承保公司": "青禾财险", "保单号": "P1", "投保人数": "12", "起保日期": "2027-01-01",
        "保险到期": "2026-01-01",
    }  # fmt: skip
    batch = checked("insurance", book("insurance", line, {**line, "保单号": "P2", "投保人数": "十二"}), w.officer)
    assert [fault[0] for fault in faults(batch)] == [2, 3] and "保险到期不能早于起保日期" in faults(batch)[0][2]
    assert not Insurance.objects.exists()


def noon(day):
    return clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 12)))


def told(person):
    return [message.title for message in Message.objects.filter(recipient=person)]


@pytest.mark.parametrize("slug", [kind.slug for kind in kinds.kinds() if kind.due])
def test_what_runs_out_is_told_to_the_head_once(w, slug):
    today = clock.today()
    extra = {"starts_on": today - 300 * DAY} if slug == "insurance" else {}
    extra |= {"trained_on": today - 300 * DAY} if slug == "training" else {}
    row = rows.make(slug, w.firm, expires_on=today + DAY, **extra)
    scan.scan()
    scan.scan()
    mine = [title for title in told(w.boss) if str(row) in title]
    assert len(mine) == 1 and kinds.kind_of(slug).due in mine[0]
    assert not any(str(row) in title for title in told(w.officer))


def test_overdue_it_climbs_to_the_office(w):
    rows.make("operators", w.firm, expires_on=clock.today() - 2 * DAY)
    scan.scan()
    assert any("裘永泉" in title for title in told(w.officer))
    assert not any("裘永泉" in title for title in told(w.other_officer))


@pytest.mark.parametrize("change", [{"left_on": -1}, {"number": "", "expires_on": None}, {"withdrawn_at": 0}])
def test_nobody_is_told_of_who_has_left_or_was_withdrawn(w, change):
    fields = {"expires_on": clock.today() + DAY}
    for name, value in change.items():
        fields[name] = (
            clock.now() if name == "withdrawn_at" else clock.today() + value * DAY if isinstance(value, int) else value
        )
    rows.make("operators", w.firm, **fields)
    scan.scan()
    assert not any("裘永泉" in title for title in told(w.boss))


def test_a_closed_enterprise_is_left_alone(w):
    Enterprise.objects.filter(pk=w.firm.pk).update(status="closed")
    rows.make("insurance", w.firm, starts_on=clock.today() - DAY, expires_on=clock.today() + DAY)
    scan.scan()
    assert not any("保险" in title or "安责险" in title for title in told(w.boss))


def test_an_open_ticket_is_told_on_its_day_and_climbs(w):
    rows.ticket(w.firm, state="working", starts_at=clock.now() - 50 * DAY / 24, ends_at=clock.now() - 26 * DAY / 24)
    scan.scan()
    assert any("动火票" in title for title in told(w.boss)) and any("动火票" in title for title in told(w.officer))


@pytest.mark.parametrize(
    ("day", "held", "risky", "short"),
    [
        (date(2026, 5, 1), None, False, True),
        (date(2026, 5, 1), date(2026, 2, 1), False, False),
        (date(2026, 11, 1), date(2026, 2, 1), False, False),
        (date(2026, 11, 1), date(2026, 2, 1), True, True),
        (date(2026, 11, 1), date(2026, 7, 1), True, False),
        (date(2026, 6, 30), date(2026, 1, 1), True, False),
        (date(2026, 7, 1), date(2026, 6, 30), True, True),
        (date(2026, 5, 1), date(2025, 12, 31), False, True),
    ],
)
@pytest.mark.parametrize("flag", ["high_risk", "crowded"])
def test_who_owes_a_drill(w, day, held, risky, short, flag):
    Enterprise.objects.filter(pk=w.firm.pk).update(**{flag: risky})
    if held:
        rows.make("drills", w.firm, held_on=held)
    firms = Enterprise.objects.filter(pk=w.firm.pk)
    assert declared.without_drill(firms, day).exists() == short


def test_who_owes_a_drill_is_listed_and_reminded(client, w):
    rows.make("drills", w.firm2)
    client.force_login(w.officer)
    page = client.get(reverse("enterprises:files_short", args=["drills"])).context["page"]
    assert [row.pk for row in page] == [w.firm.pk]
    with noon(date(2026, 12, 25)):
        found = list(deadlines.due_short(kinds.kind_of("drills"), date(2026, 12, 1), date(2027, 1, 31)))
    assert {(due.obj, due.due_on) for due in found} >= {(w.firm, date(2026, 12, 31))} and w.boss in found[0].people


def test_the_office_is_not_told_of_each_enterprise_without_an_account(w):
    with noon(date(2026, 12, 25)):
        found = list(deadlines.due_short(kinds.kind_of("drills"), date(2026, 12, 1), date(2027, 1, 31)))
    assert {due.obj for due in found} == {w.firm}


def test_a_withdrawn_drill_does_not_count(w):
    rows.make("drills", w.firm, withdrawn_at=clock.now())
    assert declared.without_drill(Enterprise.objects.filter(pk=w.firm.pk), clock.today()).exists()


def test_the_coverage_counts_enterprises_not_policies(w):
    today = clock.today()
    Enterprise.objects.filter(pk=w.firm.pk).update(high_risk=True)
    factories.enterprise(w.village, status="closed")
    for number, (starts, ends) in enumerate([(-10, 10), (-20, 5)]):
        rows.make("insurance", w.firm, number=f"P{number}", starts_on=today + starts * DAY, expires_on=today + ends * DAY)
    rows.make("insurance", w.firm2, starts_on=today - 9 * DAY, expires_on=today - DAY)
    lines = {line.place: line for line in stats.coverage(w.officer)}
    whole = lines["合计"]
    assert (whole.firms, whole.insured, whole.risky, whole.risky_insured, whole.share) == (2, 1, 1, 1, 50)
    assert lines["石桥村"].share == 100 and lines["柳湾村"].share == 0 and "北岭村" not in lines


def test_a_supervisor_sees_the_coverage_by_township(client, w):
    assert [line.place for line in stats.coverage(w.supervisor)] == ["云溪镇", "白塔乡", "合计"]
    client.force_login(w.supervisor)
    assert "白塔乡" in client.get(reverse("enterprises:files")).content.decode()


def test_the_overview_counts_what_its_links_open(client, w):
    today = clock.today()
    rows.make("operators", w.firm, expires_on=today + 3 * DAY)
    rows.make("operators", w.firm2, expires_on=today - DAY)
    rows.make("operators", w.other_firm, expires_on=today - DAY)
    line = next(f for f in stats.figures(w.officer) if f.kind.slug == "operators")
    assert (line.total, line.near, line.bad) == (2, 1, 1)
    client.force_login(w.officer)
    for query, count in (({"standing": "near"}, 1), ({"standing": "mend"}, 2), ({}, 2)):
        assert client.get(reverse("enterprises:files_register", args=["operators"]), query).context["total"] == count
    body = client.get(reverse("enterprises:files")).content.decode()
    assert "2 家" in body  # both lack a drill, a promise, points of risk and a board


def test_a_year_that_is_none_is_named_in_the_table(w):
    given = {
        "统一社会信用代码": w.firm.credit_code, "岗位": "班组长", "责任人": "温家兴", "考核日期": "2026-03-01", "考核结果": "合格",
    }  # fmt: skip
    (fault,) = faults(checked("exams", book("exams", given | {"年度": "3"}), w.officer))
    assert fault[1] == "年度" and fault[2].startswith("年度要写四位数的年份")
