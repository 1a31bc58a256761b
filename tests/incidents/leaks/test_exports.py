"""A list leaves the portal when a second person allowed it, once, with what the asker still sees."""

import io
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import incidents
from core import clock
from core.errors import Refused
from incidents import services
from incidents.guard import exporting, rules
from incidents.models import AccessLog, Brief, Export, Handler, Lead, NameList, Tip
from reminders.models import Message

from ..conftest import SECRET, as_user, concluded, opened, taken_up, text_of, url

pytestmark = pytest.mark.django_db
REASON = "县里督导核对"


def asked(by, rows=None, kind="register"):
    return exporting.ask(kind=kind, rows=rows or Lead.objects.visible_to(by), reason=REASON, by=by)


def sheet_of(response):
    """(the line above the table, its rows by column)."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    mark, heads, *rows = book.get_sheet_by_index(0).to_python()
    return mark[0], [dict(zip(heads, row, strict=True)) for row in rows]


def step(client, row, action, **data):
    return client.post(url("export_step", row, action), data)


def test_asked_allowed_fetched_once(w):
    old = concluded(w)
    new, _ = taken_up(w, old), opened(w, village=w.other_village, by=w.other_officer)
    client = as_user(w.leader)
    page = client.post(url("export"), {"reason": REASON, "form_token": "a"})
    row = Export.objects.get()
    assert page.url == url("export_row", row) and not AccessLog.objects.filter(action="export").exists()
    assert step(client, row, "fetch").status_code == 302 and Export.objects.get().state == "asked"
    step(as_user(w.leader2), row, "allow")
    answer = step(client, row, "fetch")
    mark, rows = sheet_of(answer)
    assert {line["线索编号"] for line in rows} == {old.number, new.number}
    assert SECRET not in str(rows) and answer["Cache-Control"] == "no-store"
    assert w.leader.name in mark and w.leader2.name in mark and REASON in mark
    assert "涉亡线索台账" in unquote(answer["Content-Disposition"])
    out = AccessLog.objects.filter(action="export")
    assert {(line.user, line.lead, line.detail) for line in out} == {(w.leader, old, REASON), (w.leader, new, REASON)}
    assert AccessLog.objects.filter(action="decided", user=w.leader2).count() == 2
    again = step(client, row, "fetch")
    assert again.status_code == 302 and "已下载" in text_of(client.get(again.url))


@pytest.mark.parametrize(
    "reason,told", [("", "请填写"), ("查看", "至少"), ("打13900001111核对", "请不要写姓名、证件号和电话")]
)
@pytest.mark.parametrize("name", ["export", "access_export", "grants_export"])
def test_without_a_proper_purpose_nothing_is_asked(w, name, reason, told):
    as_user(w.leader).get(url("detail", opened(w)))
    page = as_user(w.leader).post(url(name), {"reason": reason})
    assert told in text_of(page) and not Export.objects.exists()


def test_a_form_sent_twice_asks_once(w):
    opened(w)
    for _ in range(2):
        as_user(w.leader).post(url("export"), {"reason": REASON, "form_token": "a"})
    assert Export.objects.count() == 1
    assert Message.objects.filter(recipient=w.leader2, title__contains="待审批").count() == 1


def test_the_filter_decides_what_is_asked_for(w):
    mine, _ = opened(w, source="tip"), concluded(w)
    as_user(w.leader).post(url("export") + "?source=tip", {"reason": REASON})
    assert [lead for lead in Export.objects.get().leads.all()] == [mine]
    page = as_user(w.third).post(url("export"), {"reason": REASON})
    assert "没有可导出的内容" in text_of(page) and Export.objects.count() == 1


@pytest.mark.parametrize(
    "who,kind,reason",
    [
        ("leader", "register", "不能审批自己的申请"), ("second", "register", "由本乡镇领导"), ("third", "register", ""),
        ("leader2", "register", ""), ("other_leader", "register", "由本乡镇领导"), ("supervisor", "register", "由本乡镇领导"),
        ("discipline", "register", "由本乡镇领导"), ("discipline", "accesses", ""), ("officer", "accesses", "由本乡镇领导"),
        ("leader2", "accesses", ""), ("cadre", "register", "由本乡镇领导"),
    ],
)  # fmt: skip
def test_who_is_the_second_person(w, who, kind, reason):
    lead = opened(w)
    services.name_handler(lead=lead, user=w.third, by=w.leader)
    row = asked(w.leader, kind=kind, rows=Lead.objects.filter(pk=lead.pk) if kind == "register" else lead.accesses.all())
    assert rules.may_decide(getattr(w, who), row).startswith(reason) and bool(
        rules.may_decide(getattr(w, who), row)
    ) == bool(reason)
    seen = Export.objects.visible_to(getattr(w, who)).exists()
    assert seen == (not reason or who == "leader")


def test_a_handler_of_only_some_of_it_neither_sees_nor_allows_it(w):
    services.name_handler(lead=opened(w), user=w.third, by=w.leader)
    opened(w)
    row = asked(w.leader)
    assert as_user(w.third).get(url("export_row", row)).status_code == 404
    assert step(as_user(w.third), row, "allow").status_code == 404


@pytest.mark.parametrize("state", ["asked", "granted", "refused", "done", "withdrawn"])
@pytest.mark.parametrize(
    "action,by,may",
    [
        ("allow", "leader2", {"asked"}), ("refuse", "leader2", {"asked"}), ("fetch", "officer", {"granted"}),
        ("withdraw", "officer", {"asked", "granted"}), ("fetch", "leader2", set()), ("withdraw", "leader2", set()),
    ],
)  # fmt: skip
def test_every_step_in_every_state(w, state, action, by, may):
    opened(w)
    row = asked(w.officer)
    Export.objects.filter(pk=row.pk).update(state=state, decided_at=clock.now() if state != "asked" else None)
    row.refresh_from_db()
    assert (not row.workflow.refusal(row, action, getattr(w, by))) == (state in may)


def test_a_refusal_says_why_and_the_asker_is_told(w):
    opened(w)
    row = asked(w.officer)
    client = as_user(w.leader2)
    assert "必须写明原因" in text_of(client.get(step(client, row, "refuse").url))
    step(client, row, "refuse", note="范围太大")
    assert "范围太大" in text_of(as_user(w.officer).get(url("export_row", row)))
    assert Message.objects.filter(recipient=w.officer, title__contains="不同意").exists()


def test_what_nobody_fetched_in_time_is_asked_for_again(w):
    opened(w)
    row = exporting.decide(export=asked(w.officer), allow=True, by=w.leader)
    with clock.at(clock.now() + rules.FETCH_WITHIN + timedelta(minutes=1)):
        assert "已失效" in text_of(as_user(w.officer).get(url("export_row", row)))
        with pytest.raises(Refused, match="已失效"):
            exporting.fetch(export=row, by=w.officer)


def test_what_went_out_of_sight_meanwhile_stays(w):
    gone, kept = opened(w), opened(w)
    row = exporting.decide(export=asked(w.officer), allow=True, by=w.leader)
    services.end_handler(handler=Handler.objects.get(lead=gone, user=w.officer), by=w.leader, note="调离本岗")
    _, rows = sheet_of(step(as_user(w.officer), row, "fetch"))
    assert [line["线索编号"] for line in rows] == [kept.number]
    assert not AccessLog.objects.filter(action="export", lead=gone).exists()


def test_with_all_out_of_sight_the_asking_stays_open(w):
    lead = opened(w)
    row = exporting.decide(export=asked(w.officer), allow=True, by=w.leader)
    services.end_handler(handler=lead.handlers.get(), by=w.leader, note="调离本岗")
    with pytest.raises(Refused, match="都看不到"):
        exporting.fetch(export=row, by=w.officer)
    assert Export.objects.get().state == "granted"


def test_records_and_grants_are_asked_for_by_leaders_alone(w):
    lead = opened(w)
    as_user(w.second).get(url("detail", lead))
    client = as_user(w.leader)
    for name, kind in (("access_export", "accesses"), ("grants_export", "grants")):
        assert as_user(w.officer).post(url(name), {"reason": REASON}).status_code == 403
        client.post(url(name), {"reason": REASON})
        row = exporting.decide(export=Export.objects.get(kind=kind), allow=True, by=w.leader2)
        _, rows = sheet_of(step(client, row, "fetch"))
        person = w.second if kind == "accesses" else w.officer
        assert person.name in str(rows) and SECRET not in str(rows)


def rows_of(w, kind):
    """A row of a list of the room, and a word of it that stands in the workbook."""
    if kind == "briefs":
        return Brief.objects.create(
            township=w.town, kind="regular", title="十一月情况", text=SECRET, created_by=w.officer
        ).title
    if kind == "names":
        values = {
            "title": "卫生院名单",
            "provider": "卫生院",
            "destroy_on": clock.today() + timedelta(days=9),
            "sha256": "1" * 64,
        }
        NameList.objects.create(township=w.town, kind="hospital", created_by=w.officer, **values).handlers.add(w.officer)
        return "卫生院名单"
    if kind == "tips":
        about = {"text": SECRET, "where": "厂区", "happened": "夏天", "due_on": clock.today(), "form_key": "k"}
        return Tip.objects.create(number="JB1", code_mark="x", place=w.village, kind="hazard", **about).number
    opened(w, source="hospital")
    return "医疗机构"


@pytest.mark.parametrize(
    "kind,name", [("briefs", "incidents:briefs_export"), ("names", "incidents:names_export"), ("tips", "tips:export"),
                  ("figures", "incidents:statistics_export")],
)  # fmt: skip
def test_the_other_lists_of_the_room_leave_by_two_as_well(w, kind, name):
    word, client = rows_of(w, kind), as_user(w.officer)
    assert "申请导出" in text_of(client.get(reverse(name)))
    client.post(reverse(name), {"reason": REASON})
    row = Export.objects.get()
    step(as_user(w.leader), row, "allow")
    answer = step(client, row, "fetch")
    mark, rows = sheet_of(answer)
    assert word in str(rows) and w.leader.name in mark and SECRET not in str(rows)
    assert row.leads.count() == (kind == "figures")
    lines = AccessLog.objects.filter(action__in=("decided", "export"), detail__contains=REASON)
    assert {(line.action, line.user) for line in lines} == {("decided", w.leader), ("export", w.officer)}
    assert lines.count() == 2 and lines.exclude(lead=None).count() == 2 * (kind == "figures")
    assert kind == "figures" or all(row.get_kind_display() in line.detail for line in lines)


def test_no_list_of_the_room_is_sent_as_a_workbook_to_whoever_asks():
    """The register of who signed the pledge names no case and no dead."""
    sources = {path: path.read_text() for path in Path(incidents.__file__).parent.rglob("*.py")}
    found = {path.parent.name for path, text in sources.items() if re.search(r"list_page\([^#]*?\bexport=", text)}
    assert found == {"pledges"}
