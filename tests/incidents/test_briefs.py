"""Reports of the look-back: 报, 批, 办."""

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused, Stale
from incidents import papers
from incidents.briefs import concluding, services
from incidents.models import AccessLog, Brief, Export
from reminders.models import Message
from tests import factories
from tests.notices.conftest import text_of as pdf_text

from .conftest import SECRET, as_user, later, opened, printed, text_of

VALUES = {
    "submit": {}, "send_back": {"note": "补充"}, "instruct": {"instruction": "限期核清", "due_on": later(5)},
    "finish": {"result": "已核清"}, "file": {}, "drop": {"note": "重复"},
}  # fmt: skip
WHO = {
    "submit": "officer",
    "send_back": "leader",
    "instruct": "leader",
    "finish": "officer",
    "file": "leader",
    "drop": "officer",
}
WAYS = {
    "draft": [], "submitted": ["submit"], "instructed": ["submit", "instruct"], "done": ["submit", "instruct", "finish"],
    "filed": ["submit", "file"], "dropped": ["drop"],
}  # fmt: skip
MAY = {
    "draft": {"submit", "drop"},
    "submitted": {"send_back", "instruct", "file"},
    "instructed": {"finish"},
    "done": {"file"},
}


def written(w, kind="thematic", **values):
    return services.write(by=w.officer, **({"kind": kind, "title": "回头看情况", "text": f"{SECRET}一案"} | values))


def in_state(w, state, kind="thematic"):
    row = written(w, kind)
    for action in WAYS[state]:
        services.step(brief=row, action=action, by=getattr(w, WHO[action]), **VALUES[action])
    return row


def page(name, *args):
    return reverse(f"incidents:{name}", args=args)


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("action", VALUES)
def test_every_step_in_every_state(w, state, action):
    row = in_state(w, state)
    for stranger in (w.third, w.cadre, w.discipline, w.other_leader, w.other_officer):
        with pytest.raises(Refused):
            services.step(brief=row, action=action, by=stranger, **VALUES[action])
    by = getattr(w, WHO[action])
    if action in MAY.get(state, ()):
        assert services.step(brief=row, action=action, by=by, **VALUES[action]).state != state
    else:
        with pytest.raises(Refused):
            services.step(brief=row, action=action, by=by, **VALUES[action])


def test_an_urgent_report_is_not_filed_unread(w):
    row = in_state(w, "submitted", kind="urgent")
    with pytest.raises(Refused, match="先经乡镇领导批示"):
        services.step(brief=row, action="file", by=w.leader)
    assert services.step(brief=in_state(w, "done", kind="urgent"), action="file", by=w.leader).state == "filed"


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"due_on": None}, "办理期限"), ({"due_on": later(-1)}, "不能早于今天"), ({"instruction": " "}, "写明批示")],
)
def test_a_faulty_instruction(w, values, reason):
    with pytest.raises(Refused, match=reason):
        services.step(brief=in_state(w, "submitted"), action="instruct", by=w.leader, **(VALUES["instruct"] | values))


def test_an_instruction_is_due_and_late_goes_up(w):
    row = in_state(w, "instructed")
    found = list(services.due_briefs(clock.today(), later(9)))
    assert [(one.obj, one.due_on) for one in found] == [(row, later(5))]
    assert {w.officer, w.second} <= set(found[0].people) and w.leader in found[0].ladder[0]


def test_a_leader_drafts_with_the_figures_of_the_whole_township_and_does_not_report_it_done(w):
    for number in range(3):
        factories.lead(w.village, handlers=[w.officer] if number else [])
    leader, officer = as_user(w.leader), as_user(w.officer)
    assert "登记涉亡线索 3 条" in text_of(leader.get(page("brief_new")))
    assert "本人经办涉亡线索 2 条" in text_of(officer.get(page("brief_new")))
    row = services.write(by=w.leader, kind="concluding", title="总结", text="全镇情况")
    for action in ("submit", "instruct"):
        services.step(brief=row, action=action, by=w.leader, **VALUES[action])
    with pytest.raises(Refused, match="由应急办"):
        services.step(brief=row, action="finish", by=w.leader, **VALUES["finish"])
    with pytest.raises(Refused):
        services.write(by=w.cadre, kind="concluding", title="总结", text="全镇情况")


def test_who_does_not_see_all_cases_never_reports_that_nothing_is_left(w):
    campaign = factories.campaign(w.town)
    factories.lead(w.village, campaign=campaign)
    told = concluding.text(w.officer, campaign)
    assert "没有遗留事项" not in told and "保密事项还没有全部办结" in told
    assert "涉亡线索 1 条没有作出结论" in concluding.text(w.leader, campaign)


def test_messages_bear_neither_title_nor_text(w):
    in_state(w, "done")
    titles = set(Message.objects.values_list("title", flat=True))
    assert titles == {"专题报告待批示", "专题报告已批示，请办理", "专题报告已办结"}


def test_a_report_begins_with_the_figures_in_sight_and_goes_through_its_pages(w):
    factories.lead(w.village, handlers=[w.officer])
    factories.lead(w.village2)
    officer, leader = as_user(w.officer), as_user(w.leader)
    assert "本人经办涉亡线索 1 条" in text_of(officer.get(page("brief_new")))
    form = {"kind": "urgent", "title": "一起疑似瞒报", "text": f"{SECRET}一案", "form_token": "t"}
    for _ in range(2):
        officer.post(page("brief_new"), form)
    row = Brief.objects.get()
    officer.post(page("brief_edit", row.pk), form | {"title": "一起疑似瞒报的情况"})
    for client, action in ((officer, "submit"), (leader, "instruct"), (officer, "finish")):
        row.refresh_from_db()
        client.post(page("brief_step", row.pk, action), VALUES[action] | {"row_version": row.version})
    row.refresh_from_db()
    assert row.state == "done" and row.title.endswith("的情况")
    assert "限期核清" in text_of(officer.post(page("brief", row.pk), {"reason": "办理批示"}))


def test_what_a_report_says_is_read_for_a_reason_and_each_look_leaves_a_line(w):
    row, client = in_state(w, "done"), as_user(w.leader)
    shown = text_of(client.get(page("brief", row.pk)))
    assert not [word for word in (SECRET, "限期核清", "已核清") if word in shown]
    assert "至少 4 个字" in text_of(client.post(page("brief", row.pk), {"reason": "看"}))
    shown = text_of(client.post(page("brief", row.pk), {"reason": "批示前阅看"}))
    assert not [word for word in (SECRET, "限期核清", "已核清") if word not in shown]
    as_user(w.officer).get(page("brief_step", row.pk, "file"))
    said = list(AccessLog.objects.values_list("user", "action", "detail"))
    name = f"专题报告（第 {row.pk} 份）"
    assert (w.leader.pk, "view", f"{name}查看") in said and (w.officer.pk, "view", f"{name}归档") in said
    assert [one for one in said if one[1] == "opened"] == [(w.leader.pk, "opened", f"{name}：批示前阅看")]


def test_another_officer_changes_a_draft_without_reading_it_or_for_a_reason(w):
    row = written(w)
    to = page("brief_edit", row.pk)
    assert SECRET in text_of(as_user(w.officer).get(to))
    client = as_user(w.second)
    assert SECRET not in text_of(client.get(to))
    client.post(to, {"kind": "regular", "title": "改过的标题", "text": ""})
    row.refresh_from_db()
    assert row.title == "改过的标题" and SECRET in row.text
    assert SECRET in text_of(client.post(to, {"open": "1", "reason": "核对数字"}))
    assert AccessLog.objects.get(action="opened").user == w.second
    assert "不要写姓名、证件号" in text_of(client.post(to, {"kind": "regular", "title": "990101199003071234的情况"}))


@pytest.mark.parametrize("title", ["{}坠落一事", "死者张三丰坠落一事", "13900001111反映的事"])
def test_a_title_names_nobody(w, title):
    opened(w)
    page_of = as_user(w.officer).post(page("brief_new"), {"kind": "thematic", "title": title.format(SECRET), "text": "甲"})
    assert "标题会出现在列表里" in text_of(page_of) and not Brief.objects.exists()


def test_a_title_with_the_name_of_a_case_out_of_sight_is_not_told_apart(w):
    opened(w, village=w.other_village, by=w.other_officer)
    as_user(w.officer).post(page("brief_new"), {"kind": "thematic", "title": f"{SECRET}坠落一事", "text": "甲"})
    assert Brief.objects.exists()


def test_a_report_is_printed_once_a_second_person_allowed_it(w):
    row = in_state(w, "done")
    to = page("brief_print", row.pk)
    asked = as_user(w.officer).get(to)
    assert asked["Content-Type"].startswith("text/html") and "另一名乡镇领导" in text_of(asked)
    answer = printed(w, w.officer, to)
    said = pdf_text(answer.content)
    assert "批示：限期核清" in said and "办理结果：已核清" in said and w.officer.name in said
    line = AccessLog.objects.get(action="print")
    assert line.user == w.officer and line.detail.startswith("情况报告（第") and w.leader.name in line.detail
    export = Export.objects.get()
    assert as_user(w.officer).get(reverse("incidents:export_row", args=[export.pk])).status_code == 200
    assert as_user(w.third).get(reverse("incidents:export_row", args=[export.pk])).status_code == 404


def test_no_word_of_a_title_stands_in_an_address(w):
    written(w, title="卞家事故情况")
    shown = as_user(w.officer).get(page("briefs"), {"title": "没有这样的标题"})
    assert "卞家事故情况" in text_of(shown) and 'name="title"' not in text_of(shown)


def test_what_was_submitted_is_not_rewritten(w):
    row = in_state(w, "submitted")
    with pytest.raises(Refused, match="不能修改"):
        services.rewrite(brief=row, by=w.officer, kind="thematic", title="改", text="改")
    with pytest.raises(Stale):
        services.step(brief=row, action="instruct", by=w.leader, version=0, **VALUES["instruct"])


def test_the_figures_count_what_is_in_sight(w):
    factories.lead(w.village, handlers=[w.officer], source="hospital")
    factories.lead(w.village2, source="hospital")
    assert as_user(w.leader).get(page("statistics")).context["sums"][0] == 2
    assert as_user(w.officer).get(page("statistics")).context["sums"][0] == 1
    assert as_user(w.leader).get(page("statistics"), {"first": "坏", "last": ""}).status_code == 200
    asked = as_user(w.leader).get(page("statistics_export"), {"first": "2026-01-01", "last": "2099-12-31"})
    assert "统计 2026-01-01 至 2099-12-31 收到的涉亡线索" in text_of(asked)


@pytest.mark.parametrize("who", ["third", "discipline", "cadre", "boss", "supervisor"])
def test_others_do_not_come_in(w, who):
    row, client = in_state(w, "submitted"), as_user(getattr(w, who))
    for name, args in (
        ("briefs", ()),
        ("brief", (row.pk,)),
        ("brief_print", (row.pk,)),
        ("statistics", ()),
        ("brief_new", ()),
    ):
        assert client.get(page(name, *args)).status_code == 403, name
    assert as_user(w.other_officer).get(page("brief", row.pk)).status_code == 404


@pytest.mark.parametrize("state, is_draft", [("draft", True), ("submitted", False), ("done", False)])
def test_a_report_within_the_house_is_printed_without_a_red_head(w, state, is_draft, monkeypatch):
    said = {}
    monkeypatch.setattr("incidents.papers.typeset.printed", lambda document: said.update(paper=document) or (b"%PDF-", 1))
    papers.brief(in_state(w, state), w.leader)
    paper = said["paper"]
    assert (paper.form, paper.mark, paper.doc_number) == ("plain", [], "")
    assert paper.watermark.startswith("草稿") is is_draft and w.leader.name in paper.watermark


def test_its_print_names_who_reports(w):
    text = pdf_text(papers.brief(in_state(w, "submitted"), w.leader))
    assert f"{w.town.name}人民政府" in text and "回头看情况" in text and f"{w.town.name}人民政府文件" not in text
