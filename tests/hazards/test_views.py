"""The pages: register, one hazard, steps with and without script, reporting, bulk, export, photos."""

import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import clock
from evidence.models import Attachment
from hazards import services
from hazards.models import Hazard
from tests import factories

from .conftest import found, graded, in_state, later, photo_ids, picture, planned, reported

SEATS = ["officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"]


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def detail_url(hazard):
    return reverse("hazards:detail", args=[hazard.pk])


def step_url(hazard, action):
    return reverse("hazards:step", args=[hazard.pk, action])


def test_the_register_shows_count_time_and_rows(w):
    hazard = found(w)
    page = as_user(w.officer).get(reverse("hazards:list"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "共 1 条" in text and "统计至" in text and hazard.number in text


def test_an_empty_register_says_so(w):
    client = as_user(w.officer)
    assert "还没有隐患" in client.get(reverse("hazards:list")).content.decode()
    assert "没有符合条件" in client.get(reverse("hazards:list"), {"state": "closed"}).content.decode()


def test_phones_get_cards_and_the_way_to_report(w):
    found(w)
    text = as_user(w.cadre).get(reverse("hazards:list")).content.decode()
    assert "card-line" in text and "报告隐患" in text and "<table" not in text


@pytest.mark.parametrize("who", ["officer", "boss", "supervisor"])
def test_query_count_does_not_grow_with_rows(w, who, django_assert_max_num_queries):
    client = as_user(getattr(w, who))
    found(w)
    with django_assert_max_num_queries(16) as one:
        client.get(reverse("hazards:list"))
    planned(w, graded(w, at_once=False))
    services.accept(hazard=reported(w), by=w.officer, no_before="登记时没有拍照")
    with django_assert_max_num_queries(16) as three:
        client.get(reverse("hazards:list"))
    assert len(one) == len(three)


VISIBLE = {
    "officer": "ab", "leader": "ab", "discipline": "ab", "supervisor": "abc", "liaison": "a", "cadre": "a", "boss": "a",
    "department": "", "other_officer": "c", "other_cadre": "c",
}  # fmt: skip


@pytest.mark.parametrize("who", VISIBLE)
def test_each_seat_sees_its_own_rows_everywhere(w, who):
    rows = {
        "a": factories.hazard(w.village, enterprise=w.firm, description="甲处隐患"),
        "b": factories.hazard(w.village2, enterprise=w.firm2, description="乙处隐患"),
        "c": factories.hazard(w.other_village, enterprise=w.other_firm, description="丙处隐患"),
    }
    client = as_user(getattr(w, who))
    text = client.get(reverse("hazards:list")).content.decode()
    book = load_workbook(io.BytesIO(client.get(reverse("hazards:list"), {"export": "xlsx"}).content))
    exported = {row[6].value for row in book.active.iter_rows(min_row=2)}
    for letter, row in rows.items():
        seen = letter in VISIBLE[who]
        assert (row.description in text) is seen
        assert (row.description in exported) is seen
        assert client.get(detail_url(row)).status_code == (200 if seen else 404)
        if not seen:
            assert client.post(step_url(row, "cancel"), {"note": "x"}).status_code == 404


def test_a_department_sees_its_sectors_and_its_own_rows(w):
    gas = factories.hazard(w.village, sector_id="gas")
    assigned = factories.hazard(w.village, office=w.office)
    elsewhere = factories.hazard(w.other_village, sector_id="gas")
    seen = Hazard.objects.visible_to(w.department)
    assert set(seen) == {gas, assigned}
    assert elsewhere not in seen


# state → what each seat may do there; officers report on a unit's behalf
HOLDING = "impose add_photos"
OFFICE = {
    "draft": "confirm cancel", "found": f"grade cancel redate {HOLDING}", "reported": f"accept send_back entrust {HOLDING}",
}  # fmt: skip
MENDING = {"planning": f"submit_plan ask_extension {HOLDING}", "rectifying": f"report_done ask_extension {HOLDING}"}
MAY = {
    "officer": OFFICE | {state: f"{steps} cancel redate raise_grade entrust" for state, steps in MENDING.items()},
    "boss": MENDING | {"found": HOLDING, "reported": HOLDING},
}
ACTIONS = (
    "confirm grade submit_plan report_done accept send_back ask_extension cancel grant refuse report_department "
    "report_congress impose lift add_photos recur redate treat_as_accident return_plan amend_plan raise_grade lower_grade "
    "ask_leader entrust take_over untreat_accident correct_department correct_congress"
).split()
STATES = "draft found planning rectifying reported closed cancelled".split()


def filled(action, by):
    """A valid form of each step."""
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    told = {"held_at": now, "receiver": "监管站所", "reporter": "季长河", "receipt": "收3号", "photos": photo_ids(by)}
    values = {
        "grade": {"grade": "ordinary", "grade_basis": "现场检查", "due_on": later(), "responsible": "季长河"},
        "submit_plan": {"responsible": "季长河", "measures": "加装", "money": 0, "due_on": later(5), "contingency": "停"},
        "raise_grade": {"grade_basis": "判定标准第三条", "due_on": later(), "responsible": "季长河"},
        "lower_grade": {"grade_basis": "现场复核"},
        "ask_leader": {"what": "取消隐患"},
        "report_done": {"result": "已完成", "rectified_on": clock.today(), "photos": photo_ids(by)},
        "ask_extension": {"until": later(60), "reason": "配件未到"},
        "report_department": told | {"means": "书面报告"},
        "report_congress": told | {"means": "职工代表大会"},
        "impose": {"kind": "evacuate", "scope": "撤出打磨工 12 人", "begun_at": now},
        "add_photos": {"photos": photo_ids(by)},
        "redate": {"found_on": clock.today()},
        "treat_as_accident": {"facts": "县局查出，清单未列", "measures": "停产整改", "duty": "约谈主要负责人"},
        "accept": {"held_at": now, "place": "打磨车间", "people": "周文、林一", "no_before": "未拍照"},
    }  # fmt: skip
    values["amend_plan"] = values["submit_plan"]
    values |= {f"correct_{to}": values[f"report_{to}"] | {"receipt": "收4号"} for to in ("department", "congress")}
    return values.get(action, {}) | {"note": "写明原因"}


ALLOWED = [(who, state, action) for who in MAY for state, actions in MAY[who].items() for action in actions.split()]


@pytest.mark.parametrize("who, state, action", ALLOWED)
def test_each_allowed_step_is_taken_and_logged(w, who, state, action):
    hazard, user = in_state(w, state), getattr(w, who)
    lines = hazard.log.count()
    assert as_user(user).post(step_url(hazard, action), filled(action, user)).status_code == 302
    assert hazard.log.count() == lines + 1
    assert hazard.log.last().actor == user


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["officer", "boss", "cadre", "leader", "liaison", "discipline", "supervisor"])
def test_every_other_step_is_refused_and_changes_nothing(w, state, who):
    hazard, user = in_state(w, state), getattr(w, who)
    client, before = as_user(user), Hazard.objects.values().get(pk=hazard.pk)
    for action in set(ACTIONS) - set(MAY.get(who, {}).get(state, "").split()):
        page = client.post(step_url(hazard, action), filled(action, user))
        assert page.status_code in (302, 403), action
    assert Hazard.objects.values().get(pk=hazard.pk) == before


def test_the_page_opens_the_one_next_action(w):
    hazard = in_state(w, "rectifying")
    boss = as_user(w.boss).get(detail_url(hazard))
    assert boss.context["step"].action == "report_done"
    officer = as_user(w.officer).get(detail_url(hazard))
    assert officer.context["step"] is None
    assert "等待" in officer.content.decode()
    offered = {offer.action for offer in officer.context["others"]}
    assert offered == {
        "report_done", "ask_extension", "cancel", "impose", "add_photos", "redate", "raise_grade", "entrust",
    }  # fmt: skip


def test_another_step_opens_by_address_without_script(w):
    hazard = in_state(w, "reported")
    page = as_user(w.officer).get(detail_url(hazard), {"do": "send_back"})
    assert page.context["step"].action == "send_back"


def test_a_step_that_came_too_late_by_htmx_shows_the_hazard_as_it_is_now(w):
    hazard, client = in_state(w, "reported"), as_user(w.officer)
    services.send_back(hazard=hazard, by=w.officer, note="照片看不清")
    page = client.post(step_url(hazard, "accept"), filled("accept", w.officer), headers={"HX-Request": "true"})
    text = page.content.decode()
    assert page.status_code == 200 and "<html" not in text
    assert (
        "整改中" in text
        and "验收意见" not in text
        and "当前状态是" in json.loads(page["HX-Trigger"])["told"]["lines"][0]["text"]
    )


def test_who_may_never_take_a_step_is_refused_also_by_htmx(w):
    hazard = in_state(w, "reported")
    page = as_user(w.boss).post(step_url(hazard, "accept"), filled("accept", w.boss), headers={"HX-Request": "true"})
    assert page.status_code == 403


def test_a_stale_form_comes_back_for_the_hazard_as_it_is_now_with_what_was_typed(w):
    hazard, client = in_state(w, "found"), as_user(w.officer)
    old = {"row_version": hazard.version} | filled("grade", w.officer) | {"responsible": "邵永强"}
    services.redate(hazard=hazard, by=w.officer, found_on=clock.today(), note="写错")
    page = client.post(step_url(hazard, "grade"), old)
    hazard.refresh_from_db()
    text = page.content.decode()
    assert "刚被别人处理过" in text and "邵永强" in text and "更正发现日期" in text
    assert page.context["form"]["row_version"].value() == str(hazard.version)
    assert client.post(step_url(hazard, "grade"), old | {"row_version": hazard.version}).status_code == 302


def test_a_step_by_htmx_answers_with_the_hazard_alone(w):
    hazard = in_state(w, "found")
    page = as_user(w.officer).post(step_url(hazard, "grade"), filled("grade", w.officer), headers={"HX-Request": "true"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text and "待报方案" in text


def test_a_refusal_keeps_what_was_entered(w):
    hazard = in_state(w, "found")
    page = as_user(w.officer).post(
        step_url(hazard, "grade"), filled("grade", w.officer) | {"grade": "major", "responsible": "王某"}
    )
    text = page.content.decode()
    assert "主要负责人领衔" in text and "王某" in text


def test_a_stale_form_is_told_what_happened_and_changes_nothing(w):
    hazard = in_state(w, "found")
    shown = Hazard.objects.get(pk=hazard.pk).version
    services.bulk_assign(hazards=[hazard], by=w.officer, responsible="李某")
    page = as_user(w.officer).post(step_url(hazard, "grade"), filled("grade", w.officer) | {"row_version": shown})
    assert "刚被别人处理过" in page.content.decode()
    hazard.refresh_from_db()
    assert hazard.state == "found"


def test_a_step_sent_twice_is_done_once(w):
    hazard = in_state(w, "reported")
    client = as_user(w.officer)
    assert client.post(step_url(hazard, "accept"), {"note": "", "no_before": "未拍照"}).status_code == 302
    assert client.post(step_url(hazard, "accept"), {"note": "", "no_before": "未拍照"}).status_code == 302
    assert hazard.log.filter(action="accept").count() == 1


def test_an_unknown_step_does_not_exist(w):
    assert as_user(w.officer).post(step_url(in_state(w, "found"), "fly")).status_code == 404


def test_extension_asked_and_granted_by_pages(w):
    hazard = in_state(w, "rectifying")
    as_user(w.boss).post(step_url(hazard, "ask_extension"), {"until": later(60), "reason": "配件未到"})
    officer = as_user(w.officer)
    assert officer.get(detail_url(hazard)).context["step"].action == "grant"
    officer.post(step_url(hazard, "grant"))
    hazard.refresh_from_db()
    assert hazard.due_on == later(60)


def test_done_with_a_file_sent_along_shows_before_and_after(w):
    hazard = found(w, photos=photo_ids(w.officer))
    graded(w, hazard)
    values = {"result": "已加装", "rectified_on": clock.today(), "files": picture("后.jpg")}
    assert as_user(w.boss).post(step_url(hazard, "report_done"), values).status_code == 302
    page = as_user(w.officer).get(detail_url(hazard))
    assert len(page.context["before"]) == len(page.context["after"]) == 1
    small = reverse("evidence:small", args=[page.context["after"][0].pk])
    assert small in page.content.decode()
    answer = as_user(w.officer).get(small)
    assert answer.getvalue()[:2] == b"\xff\xd8"
    assert as_user(w.other_officer).get(small).status_code == 404


def test_photos_sent_before_stay_when_the_form_comes_back(w):
    hazard, waiting = in_state(w, "rectifying"), str(photo_ids(w.boss)[0])
    values = {"result": "", "rectified_on": clock.today(), "photos": [waiting]}
    page = as_user(w.boss).post(step_url(hazard, "report_done"), values)
    assert page.status_code == 200 and f'name="photos" value="{waiting}"' in page.content.decode()


def test_files_of_a_report_refused_for_another_reason_need_not_be_sent_again(w):
    hazard = in_state(w, "rectifying")
    values = {"result": "已加装", "rectified_on": later(1), "files": picture("后.jpg")}
    page = as_user(w.boss).post(step_url(hazard, "report_done"), values)
    assert "不能晚于今天" in page.content.decode()
    assert f'name="photos" value="{Attachment.objects.get().pk}"' in page.content.decode()


def test_a_file_that_is_no_picture_is_named_and_refused(w):
    from django.core.files.uploadedfile import SimpleUploadedFile

    hazard = in_state(w, "rectifying")
    fake = SimpleUploadedFile("现场.jpg", b"MZ not a picture", "image/jpeg")
    values = {"result": "已加装", "rectified_on": clock.today(), "files": fake}
    page = as_user(w.boss).post(step_url(hazard, "report_done"), values)
    assert "“现场.jpg”不是能识别的照片" in page.content.decode()
    assert not Attachment.objects.exists()


def test_malformed_photo_ids_are_ignored(w):
    hazard = in_state(w, "rectifying")
    values = {"result": "已加装", "rectified_on": clock.today(), "photos": ["1'--", "x"]}
    page = as_user(w.boss).post(step_url(hazard, "report_done"), values)
    assert "必须附整改后的照片" in page.content.decode()


def report_form(**values):
    return {"description": "液化气瓶与明火同室", "location": "后厨", "found_on": clock.today(), "form_token": "t1"} | values


def test_a_cadre_reports_for_the_own_village_in_one_screen(w):
    client = as_user(w.cadre)
    assert client.get(reverse("hazards:new")).status_code == 200
    client.post(reverse("hazards:new"), report_form(files=picture()))
    hazard = Hazard.objects.get()
    assert (hazard.village, hazard.source, hazard.sector_id, hazard.found_by) == (w.village, "village", "gas", w.cadre.name)
    assert Attachment.objects.of(hazard).get().slot == "before"


def test_a_double_click_registers_one(w):
    client = as_user(w.cadre)
    [client.post(reverse("hazards:new"), report_form()) for _ in range(2)]
    assert Hazard.objects.count() == 1


def test_an_enterprise_reports_for_itself(w):
    as_user(w.boss).post(reverse("hazards:new"), report_form())
    hazard = Hazard.objects.get()
    assert (hazard.enterprise, hazard.village, hazard.source) == (w.firm, w.village, "self-check")


def test_an_officer_names_the_enterprise_or_the_village(w):
    client = as_user(w.officer)
    client.post(reverse("hazards:new"), report_form(enterprise_name=w.firm2.name, source="inspection"))
    assert Hazard.objects.get().village == w.village2
    page = client.post(reverse("hazards:new"), report_form(form_token="t2", source="inspection"))
    assert "请选择所在村" in page.content.decode()
    page = client.post(reverse("hazards:new"), report_form(enterprise_name="没有这家", source="inspection"))
    assert "没有找到这家企业" in page.content.decode()
    assert Hazard.objects.count() == 1


def test_another_townships_enterprise_cannot_be_named(w):
    client = as_user(w.officer)
    page = client.post(reverse("hazards:new"), report_form(enterprise=w.other_firm.pk, source="inspection"))
    assert page.status_code == 200
    assert not Hazard.objects.exists()


def test_leaders_do_not_report(w):
    assert as_user(w.leader).get(reverse("hazards:new")).status_code == 403


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"q": "气瓶"}, "a"), ({"q": "试验"}, "b"), ({"q": "后厨 气瓶"}, "a"), ({"state": "rectifying"}, "b"),
        ({"grade": "ordinary"}, "b"), ({"overdue": "1"}, "b"),
        ({"village": "石桥"}, "a"), ({"village": "990101100202"}, "b"),
       
        ({"sector": "gas"}, "a"), ({"source": "tip"}, "b"), ({"found_to": "2020-01-01"}, ""), ({"o": "due"}, "ba"),
        ({"o": "-due"}, "ab"), ({"o": "found"}, "ab"), ({"open": "1"}, "ab"), ({"registered": "1", "sector": "gas"}, "a"),
    ],
)  # fmt: skip
def test_filters_and_orders(w, query, expected):
    rows = {
        "a": factories.hazard(
            w.village, description="液化气瓶", location="后厨", sector_id="gas", due_on=later(30), found_on=later(-9)
        ),
        "b": factories.hazard(
            w.village2, enterprise=w.firm2, description="护栏松动", location="天台", source="tip", state="rectifying",
            grade="ordinary", due_on=later(-2), found_on=later(-5),
        ),
    }  # fmt: skip
    page = as_user(w.officer).get(reverse("hazards:list"), query)
    found_rows = [row.pk for row in page.context["page"]]
    assert sorted(found_rows) == sorted(rows[letter].pk for letter in expected)
    if "o" in query:
        assert found_rows == [rows[letter].pk for letter in expected]


def test_export_bears_the_registers_columns_and_values(w):
    hazard = planned(w, graded(w, at_once=False))
    hazard = services.accept(hazard=reported(w, hazard), by=w.officer, no_before="登记时没有拍照")
    data = as_user(w.officer).get(reverse("hazards:list"), {"export": "xlsx"}).content
    sheet = load_workbook(io.BytesIO(data)).active
    heads = [cell.value for cell in sheet[1]]
    assert (
        heads
        == (
            "序号 编号 企业（单位）名称 统一社会信用代码 所在村 具体位置 隐患描述 行业领域 监管站所 专项行动 来源 等级 判定依据 发现日期 发现人 "
            "整改措施 责任人 资金 整改期限 预案 问题类型 整改情况 验收人 销号日期 状态"
        ).split()
    )
    row = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    assert (row["序号"], row["编号"], row["企业（单位）名称"]) == (1, hazard.number, w.firm.name)
    assert (row["整改措施"], row["资金"], row["验收人"], row["状态"]) == ("加装联锁防护罩", 3000, w.officer.name, "已销号")


def test_the_tab_of_an_enterprise_lists_its_hazards(w):
    hazard = found(w)
    url = reverse("hazards:of_enterprise", args=[w.firm.pk])
    assert hazard.number in as_user(w.officer).get(url).content.decode()
    assert as_user(w.other_officer).get(url).status_code == 404


@pytest.mark.parametrize("name", ["hazards:list", "hazards:new"])
def test_strangers_are_sent_to_log_in(w, name):
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name, source", [("officer", "inspection"), ("liaison", "village")])
def test_the_form_starts_from_how_this_person_finds_hazards(w, client, name, source):
    client.force_login(getattr(w, name))
    form = client.get(reverse("hazards:new")).context["form"]
    assert form["source"].value() == source
