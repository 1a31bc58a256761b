"""The page of a death and its forms."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core import clock
from incidents import papers
from incidents.deaths import services
from incidents.guard import exporting
from incidents.models import AccessLog, Accident, Export
from incidents.services import referrals
from tests.incidents.conftest import ABOVE, as_user, opened, scanned, text_of
from tests.notices.conftest import text_of as pdf_text

from .conftest import ID, NAME, accident, ago, facts, sent, victim


def at(name, row, *keys):
    return reverse(f"incidents:{name}", args=[row.lead_id if isinstance(row, Accident) else row.pk, *keys])


def when(moment):
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_from_nothing_to_an_accident_with_a_death_on_the_page(w):
    lead, client = opened(w, enterprise=w.firm), as_user(w.officer)
    assert "还没有登记事故" in text_of(client.get(at("accident", lead)))
    form = {
        "happened_at": when(ago(hours=5)),
        "learned_at": when(ago(hours=5)),
        "field": "work",
        "place": "车间",
        "loss": "0",
    }
    page = client.post(at("accident_new", lead), form, follow=True)
    assert "请登记伤亡人员和报告时间" in text_of(page) and "未报" in text_of(page)
    row = Accident.objects.get()
    person = {"name": NAME, "number": ID, "outcome": "dead", "died_at": when(ago(hours=4)), "row_version": 1}
    assert "等级已重新计算" in text_of(client.post(at("victim_new", row), person, follow=True))
    report = {"sender": "unit", "sent_at": when(ago(hours=3)), "told": "县应急局，电话", "row_version": 2}
    page = text_of(client.post(at("accident_report", row), report, follow=True))
    assert "迟报 1 小时" in page and "第 3 版" in page


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("victim_new", {"number": "99010119800307003X"}, "校验位不对"),
        ("victim_new", {"died_at": ""}, "请填写死亡时间"),
        ("accident_edit", {"happened_at": "2006-01-01T08:00", "learned_at": ""}, "2007年6月1日以前"),
        ("accident_edit", {"reason": ""}, "请填写"),
        ("accident_edit", {"loss": "-1"}, "大于"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(w, name, changes, words):
    row = accident(w)
    both = {"name": NAME, "outcome": "dead", "died_at": when(ago(hours=1)), "cause": "写下的死因", "row_version": 1}
    both |= {"happened_at": when(row.happened_at), "field": "work", "place": "写下的死因", "loss": "0", "reason": "更正"}
    page = text_of(as_user(w.officer).post(at(name, row), both | changes))
    assert words in page and "写下的死因" in page and Accident.objects.get().version == 1


def test_a_stale_form_tells_what_changed_and_may_be_sent_again(w):
    row, client = accident(w), as_user(w.officer)
    victim(w, row)
    form = {"name": "后一人", "outcome": "serious", "row_version": 1}
    page = text_of(client.post(at("victim_new", row), form))
    assert "刚伤亡人员变化" in page and 'name="row_version" value="2"' in page and "后一人" in page
    client.post(at("victim_new", row), form | {"row_version": 2})
    assert Accident.objects.get().serious == 1


def test_names_are_hidden_until_opened_with_a_reason(w):
    row, client = accident(w, course="经过待查"), as_user(w.leader)
    victim(w, row, number=ID, cause="多发伤")
    services.correct(accident=row, by=w.officer, reason=f"{NAME}家属说明", **facts(course=f"{NAME}被埋<压>"))
    page = text_of(client.get(at("accident", row)))
    assert (
        "裘＊被埋&lt;压&gt;" in page
        and "裘＊家属说明" in page
        and NAME not in page
        and ID not in page
        and "多发伤" not in page
    )
    assert NAME not in text_of(client.post(at("accident_open", row), {"reason": ""}))
    page = text_of(client.post(at("accident_open", row), {"reason": "核对证件"}))
    assert NAME in page and ID in page and "多发伤" in page
    line = AccessLog.objects.get(lead=row.lead, user=w.leader, action="opened")
    assert line.detail == "伤亡人员姓名和证件：核对证件"


@pytest.mark.parametrize(
    ("reason", "told"), [("看看", "至少 4 个字"), (f"找{NAME}家属", "请不要写姓名"), ("打13900001111", "请不要写姓名")]
)
def test_without_a_proper_reason_no_name_opens(w, reason, told):
    row, client = accident(w), as_user(w.leader)
    one = victim(w, row, number=ID)
    for to in (at("accident_open", row), at("victim_edit", row, one.pk)):
        page = text_of(client.post(to, {"reason": reason, "open": "1"}))
        assert told in page and ID not in page
    assert not AccessLog.objects.filter(action="opened").exists()


def test_who_corrects_reads_what_is_covered_only_for_a_reason(w):
    row, client = accident(w, course=f"{NAME}被埋", place="二号车间"), as_user(w.leader)
    one = victim(w, row, number=ID, cause="多发伤")
    services.find(accident=row, finding="omitted", basis=f"{NAME}家属反映", by=w.leader)
    for name, keys, words in (
        ("victim_edit", (one.pk,), (NAME, ID, "多发伤")),
        ("accident_edit", (), (NAME,)),
        ("accident_find", (), (NAME,)),
    ):
        page = text_of(client.get(at(name, row, *keys)))
        assert "不改不填" in page and not [word for word in words if word in page], name
        page = text_of(client.post(at(name, row, *keys), {"reason": "核对证件", "open": "1"}))
        assert not [word for word in words if word not in page], name
        assert AccessLog.objects.filter(action="opened", detail__endswith="：核对证件").latest("pk").lead == row.lead
    assert AccessLog.objects.filter(action="opened").count() == 3
    assert "二号车间" in text_of(client.get(at("accident_edit", row)))


def test_what_is_left_empty_stays_and_a_word_empties_it(w):
    row, client = accident(w, course=f"{NAME}被埋"), as_user(w.leader)
    one = victim(w, row, number=ID, cause="多发伤")
    row.refresh_from_db()
    form = {"outcome": "dead", "died_at": when(row.happened_at), "reason": "更正", "row_version": row.version}
    client.post(at("victim_edit", row, one.pk), form | {"cause": "挤压伤"})
    one.refresh_from_db()
    assert (one.name, one.number, one.cause) == (NAME, ID, "挤压伤")
    client.post(at("victim_edit", row, one.pk), form | {"number": "无", "row_version": row.version + 1})
    one.refresh_from_db()
    assert (one.name, one.number, one.cause) == (NAME, "", "挤压伤")
    form = {"happened_at": when(row.happened_at), "field": "work", "place": "三号车间", "loss": "0", "reason": "更正"}
    client.post(at("accident_edit", row), form | {"row_version": row.version + 2})
    row.refresh_from_db()
    assert (row.course, row.place) == (f"{NAME}被埋", "三号车间")


def test_the_first_dead_person_is_that_of_the_case_without_being_named(w):
    row, client = accident(w), as_user(w.officer)
    name = row.lead.person
    page = text_of(client.get(at("victim_new", row)))
    assert name not in page and f"{name[0]}＊" in page
    form = {"outcome": "dead", "died_at": when(row.happened_at), "row_version": row.version}
    client.post(at("victim_new", row), form)
    assert row.victims.get().name == name
    page = text_of(client.post(at("victim_new", row), form | {"row_version": row.version + 1}))
    assert "请填写姓名" in page and row.victims.count() == 1


def test_the_clock_asked_again_names_nobody_and_leaves_no_line(w):
    row, client = accident(w, happened_at=ago(minutes=20)), as_user(w.officer)
    victim(w, row)
    lines = AccessLog.objects.count()
    with clock.at(row.happened_at + timedelta(minutes=20)):
        face = text_of(client.get(at("accident_clock", row)))
    assert "还剩 40 分钟" in face
    assert "every 60s" in face and "裘" not in face and AccessLog.objects.count() == lines
    assert as_user(w.second).get(at("accident_clock", row)).status_code == 404


def test_taking_out_and_bringing_back_on_the_page(w):
    row, client = accident(w), as_user(w.officer)
    one = victim(w, row)
    client.post(at("victim_out", row, one.pk), {"reason": "登记错误", "row_version": 2})
    page = text_of(client.get(at("accident", row)))
    assert "移出一人：登记错误" in page and Accident.objects.get().deaths == 0
    client.post(at("victim_back", row, one.pk), {"row_version": 3})
    assert Accident.objects.get().deaths == 1


def test_a_finding_is_the_leaders_and_is_marked_when_figures_move_after_it(w):
    row = accident(w)
    assert as_user(w.officer).get(at("accident_find", row)).status_code == 403
    client = as_user(w.leader)
    client.post(at("accident_find", row), {"finding": "omitted", "basis": "没有报", "row_version": 1})
    assert "漏报" in text_of(client.get(at("accident", row))) and "请领导复核" not in text_of(
        client.get(at("accident", row))
    )
    victim(w, row)
    assert "请领导复核" in text_of(client.get(at("accident", row)))


def test_the_register_filters(w):
    row = accident(w)
    for _ in range(3):
        victim(w, row)
    sent(w, row)
    client, register = as_user(w.leader), reverse("incidents:accidents")
    assert row.lead.number in text_of(client.get(register + "?grade=larger-up"))
    assert row.lead.number not in text_of(client.get(register + "?grade=ordinary"))
    assert row.lead.number not in text_of(as_user(w.second).get(register))


def test_the_register_leaves_only_when_a_second_person_allowed_it_and_names_nobody(w):
    row = accident(w)
    victim(w, row)
    client = as_user(w.leader)
    asked = client.post(reverse("incidents:accidents_export"), {"reason": "县里核对事故数"}, follow=True)
    assert "另一名领导或经办人同意后可下载一次" in text_of(asked)
    export = Export.objects.get()
    exporting.decide(export=export, allow=True, by=w.leader2)
    title, data = exporting.fetch(export=export, by=w.leader)
    cells = str(CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python())
    assert title == "事故登记" and row.lead.number in cells and "一般事故" in cells and "裘" not in cells


@pytest.mark.parametrize("who", ["second", "third", "cadre", "boss", "supervisor", "other_leader"])
def test_out_of_sight_nothing_is_there(w, who):
    row, client = accident(w), as_user(getattr(w, who))
    one = victim(w, row)
    for name, keys in (("accident", ()), ("accident_edit", ()), ("victim_edit", (one.pk,)), ("links", ())):
        assert client.get(at(name, row, *keys)).status_code in (403, 404)
    assert client.post(at("accident_open", row), {"reason": "想看看"}).status_code in (403, 404)


def test_the_urgent_report_begins_with_what_is_on_record_and_goes_out_numbered(w):
    row = accident(w)
    victim(w, row)
    client, to = as_user(w.officer), f"{at('refer_new', row)}?kind=flash"
    form = client.get(to).context["form"]
    assert form.initial["kind"] == "flash" and w.firm.name in form.initial["facts"]
    assert "死亡 1 人" in form.initial["facts"] and "已采取的措施" in form.initial["facts"]
    client.post(to, {"kind": "flash", "to_body": "青禾县应急管理局", "facts": form.initial["facts"], "form_token": "f"})
    flash = row.lead.referrals.get()
    today = clock.today()
    referrals.step(referral=flash, action="send", by=w.officer, sent_on=today, answer_by=today)
    text = pdf_text(papers.referral(flash, w.officer)).replace("\n", "")
    assert "快报" in text and "政密〔" in text and "妥否" not in text


def test_the_page_of_a_finding_takes_the_scan_with_it(w):
    row, client = accident(w), as_user(w.leader)
    form = {"finding": "concealed", "basis": "未向任何部门报告", "row_version": row.version, **ABOVE}
    assert "请上传认定文件的扫描件" in text_of(client.post(at("accident_find", row), form))
    assert client.post(at("accident_find", row), form | {"photos": scanned(w)}).status_code == 302
    row.refresh_from_db()
    assert row.finding == "concealed"
