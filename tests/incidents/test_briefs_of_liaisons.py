"""A liaison's own reports go to the office and the leaders; the author sees what came of them and nothing else of the room."""

import pytest
from django.urls import reverse

from core.errors import Refused
from incidents.briefs import services
from incidents.models import AccessLog, Brief, Pledge
from incidents.pledges import services as pledges
from reminders.models import Message
from tests import factories

from .conftest import SECRET, as_user, later, opened, text_of
from .test_briefs import VALUES, in_state, page

TOLD = "石桥村零工坠亡后私了"


def written(w, kind="urgent", by=None, **values):
    return services.write(by=by or w.liaison, **({"kind": kind, "title": "村里听到的情况", "text": TOLD} | values))


def handed_in(w, **values):
    return services.step(brief=written(w, **values), action="submit", by=w.liaison)


def went(w, *actions, **values):
    row = handed_in(w, **values)
    for action in actions:
        services.step(brief=row, action=action, by=w.officer if action == "finish" else w.leader, **VALUES[action])
    return row


@pytest.mark.parametrize("kind", ["thematic", "classed", "urgent"])
def test_a_liaison_writes_and_hands_in(w, kind):
    client = as_user(w.liaison)
    shown = text_of(client.get(page("brief_new")))
    assert "定期报告" not in shown and "总结报告" not in shown and "本人经办" not in shown
    form = {"kind": kind, "title": "村里听到的情况", "text": TOLD, "form_token": "t"}
    for _ in range(2):
        client.post(page("brief_new"), form)
    row = Brief.objects.get()
    assert (row.by_liaison, row.created_by, row.kind) == (True, w.liaison, kind)
    client.post(page("brief_step", row.pk, "submit"), {"row_version": row.version})
    row.refresh_from_db()
    assert row.state == "submitted"
    told = set(Message.objects.filter(title=f"{row.get_kind_display()}待批示").values_list("recipient", flat=True))
    assert {w.officer.pk, w.second.pk, w.leader.pk} <= told and w.liaison.pk not in told


@pytest.mark.parametrize("kind", ["regular", "concluding"])
def test_not_the_reports_of_the_whole_township(w, kind):
    with pytest.raises(Refused, match="包村干部报送专题报告"):
        written(w, kind)
    as_user(w.liaison).post(page("brief_new"), {"kind": kind, "title": "甲", "text": "乙"})
    assert not Brief.objects.exists()


def test_the_author_is_told_each_outcome_and_reads_it_for_a_reason(w):
    row = went(w, "instruct", "finish")
    titles = set(Message.objects.filter(recipient=w.liaison).values_list("title", flat=True))
    assert titles == {"快报已批示", "快报已办结"}
    client = as_user(w.liaison)
    assert "限期核清" not in text_of(client.get(page("brief", row.pk)))
    shown = text_of(client.post(page("brief", row.pk), {"reason": "看批示结果"}))
    assert "限期核清" in shown and "已核清" in shown
    assert AccessLog.objects.get(action="opened").user == w.liaison
    services.step(brief=row, action="file", by=w.leader)
    assert Message.objects.filter(recipient=w.liaison, title="快报已归档").exists()


def test_what_is_sent_back_comes_to_its_author_who_alone_changes_it(w):
    row = handed_in(w)
    Message.objects.all().delete()
    services.step(brief=row, action="send_back", by=w.leader, note="写明哪个村")
    assert set(Message.objects.values_list("recipient", "title")) == {(w.liaison.pk, "快报已退回修改")}
    row.refresh_from_db()
    for stranger in (w.officer, w.leader):
        with pytest.raises(Refused, match="由起草的包村干部"):
            services.rewrite(brief=row, by=stranger, kind="urgent", title="改", text="改")
    services.rewrite(brief=row, by=w.liaison, kind="urgent", title="改过", text="石桥村")
    assert services.step(brief=row, action="submit", by=w.liaison).state == "submitted"


def test_a_draft_is_nobody_elses_and_other_reports_are_not_the_liaisons(w):
    mine, offices = written(w), in_state(w, "submitted")
    second = factories.user(role="liaison", where=w.town, villages=[w.village])
    theirs = handed_in(w, by=w.liaison)
    for person in (w.officer, w.leader, w.discipline, second):
        assert not Brief.objects.visible_to(person).filter(pk=mine.pk).exists()
    client = as_user(w.liaison)
    shown = text_of(client.get(page("briefs")))
    assert shown.count("村里听到的情况") == 2 and offices.title not in shown
    assert client.get(page("brief", offices.pk)).status_code == 404
    assert as_user(second).get(page("brief", theirs.pk)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["list", "statistics", "briefs_export", "statistics_export", "accidents", "exports", "again_list", "matching", "handed"],
)
def test_nothing_else_of_the_room_opens(w, name):
    assert as_user(w.liaison).get(reverse(f"incidents:{name}")).status_code == 403


def test_a_liaison_signs_the_pledge_first(w):
    Pledge.objects.filter(user=w.liaison).delete()
    client = as_user(w.liaison)
    answer = client.get(page("briefs"))
    assert answer.status_code == 403 and "签署" in text_of(answer)
    assert client.get(reverse("incidents:pledge")).status_code == 200
    assert not Brief.objects.visible_to(w.liaison).exists()


def test_a_liaison_neither_prints_nor_files_nor_instructs(w):
    row = handed_in(w, kind="thematic")
    client = as_user(w.liaison)
    assert client.get(page("brief_print", row.pk)).status_code == 403
    for action in ("file", "instruct", "finish"):
        with pytest.raises(Refused):
            services.step(brief=row, action=action, by=w.liaison, **VALUES[action])
    assert client.get(page("brief_case", row.pk)).status_code == 403


def test_home_and_side_bar_lead_there(w):
    written(w)
    shown = text_of(as_user(w.liaison).get("/"))
    assert page("briefs") in shown and "待报送情况报告" in shown
    assert page("briefs") + '"' not in text_of(as_user(w.cadre).get("/"))


def test_a_report_about_one_case_is_opened_with_the_case_alone(w):
    lead = opened(w)
    row = services.write(by=w.officer, kind="urgent", title="一件线索", text=SECRET, lead=lead)
    services.step(brief=row, action="submit", by=w.officer)
    assert as_user(w.second).get(page("brief", row.pk)).status_code == 404
    assert "一件线索" not in text_of(as_user(w.second).get(page("briefs")))
    for person in (w.officer, w.leader):
        assert SECRET in text_of(as_user(person).post(page("brief", row.pk), {"reason": "批示前阅看"}))
    assert AccessLog.objects.filter(lead=lead, action="opened", user=w.leader).exists()
    services.step(brief=row, action="instruct", by=w.leader, **VALUES["instruct"])
    people = {person for one in services.due_briefs(later(0), later(9)) for person in one.people}
    assert w.officer in people and w.second not in people
    assert not Message.objects.filter(recipient=w.second, title__startswith="快报").exists()


def test_nobody_hangs_a_report_on_a_case_out_of_sight(w):
    lead = opened(w)
    with pytest.raises(Refused, match="不是这条线索的经办人"):
        services.write(by=w.second, kind="urgent", title="甲", text="乙", lead=lead)
    row = handed_in(w)
    with pytest.raises(Refused, match="不是这条线索的经办人"):
        services.tie(brief=row, lead=lead, by=w.second)


def test_an_urgent_report_that_tells_of_a_case_says_which(w):
    lead = opened(w)
    client = as_user(w.officer)
    form = {"kind": "urgent", "title": "一件线索", "form_token": "t"}
    for text in (f"{SECRET}一案", f"线索 {lead.number} 有新情况"):
        assert "请选是哪一件" in text_of(client.post(page("brief_new"), form | {"text": text}))
    client.post(page("brief_new"), form | {"text": f"{SECRET}一案", "lead": lead.pk})
    assert Brief.objects.get().lead == lead


def test_the_office_says_which_case_a_liaison_told_of_and_its_author_still_sees_the_outcome(w):
    lead, row = opened(w), handed_in(w)
    client = as_user(w.officer)
    assert page("brief_case", row.pk) in text_of(client.get(page("brief", row.pk)))
    client.post(page("brief_case", row.pk), {"lead": lead.pk, "row_version": row.version})
    row.refresh_from_db()
    assert row.lead == lead and row.log.last().action_label == "关联线索"
    assert as_user(w.second).get(page("brief", row.pk)).status_code == 404
    services.step(brief=row, action="instruct", by=w.leader, **VALUES["instruct"])
    shown = text_of(as_user(w.liaison).post(page("brief", row.pk), {"reason": "看批示结果"}))
    assert "限期核清" in shown and lead.number not in shown
    with pytest.raises(Refused, match="已经关联"):
        services.tie(brief=row, lead=lead, by=w.leader)


def test_a_liaison_stands_in_the_register_of_pledges_once_signed(w):
    assert w.liaison in pledges.signers(w.town.pk)
    Pledge.objects.filter(user=w.liaison).delete()
    assert w.liaison not in pledges.signers(w.town.pk) and w.officer in pledges.signers(w.town.pk)
