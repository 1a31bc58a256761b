"""What is said is set against each other; the team settles it with a reason, or the leader signs for concluding without."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from core import clock, rotation
from core.errors import Refused
from incidents import papers
from incidents import services as leads
from incidents.custody import services as custody
from incidents.deaths import services as deaths
from incidents.models import AccessLog, Exhibit, Settlement, Statement, Verification
from incidents.statements import contradictions, services, sources, tolerance
from tests import factories
from tests.notices.conftest import text_of as pdf_text

from ..conftest import (
    SECRET,
    TALKER,
    as_user,
    conclusion_form,
    confirmed,
    opened,
    people,
    printed,
    reported,
    started,
    talk,
    text_of,
    url,
)

pytestmark = pytest.mark.django_db
NEW = b"n" * 32


@pytest.fixture
def w(db):
    return people(factories.world())


def said(w, lead, by=None, **values):
    given = {"said_by": TALKER, "matter": "deaths", "count": 1, "origin": "enterprise", "by": by or w.officer}
    return services.note(lead=lead, **given | values)


def against(w, lead, **values):
    """One death says the enterprise, two a fellow worker."""
    return said(w, lead), said(w, lead, count=2, origin="other", **values)


def found(w, lead, user=None):
    return contradictions.of(lead, user or w.leader)


def settled(w, lead, by=None, **values):
    row = found(w, lead)[0]
    given = {"outcome": "holds", "side": 1, "reason": "两份笔录一致", "by": by or w.officer}
    return services.settle(lead=lead, key=row.key, **given | values)


def test_statements_and_the_portals_own_rows_are_set_against_each_other(w):
    lead = started(w).lead
    lead.happened_on = clock.today() - timedelta(days=9)
    lead.save()
    at = clock.now() - timedelta(days=5)
    accident = deaths.open_accident(
        lead=lead, by=w.leader, happened_at=at, learned_at=at, field="work", loss=0, place="下料车间", course=""
    )
    deaths.keep_victim(accident=accident, by=w.leader, name=f"{SECRET[0]}泌安", outcome="dead", died_at=at, died_in="现场")
    said(w, lead, count=3)
    by_matter = {row.matter: row for row in found(w, lead)}
    assert set(by_matter) == {"event", "deaths", "name"}
    assert by_matter["name"].near and not by_matter["name"].hinders
    assert by_matter["event"].hinders and len(by_matter["event"].sides) == 2
    assert {one.source for side in by_matter["event"].sides for one in side} == {"线索登记", "事故情况"}
    assert {side[0].words for side in by_matter["deaths"].sides} == {"1 人", "3 人"}


def test_a_round_before_counts_and_several_dead_are_told_apart(w):
    lead = opened(w)
    said(w, lead, matter="death-place", text="县人民医院", about="甲某", count=None)
    said(w, lead, matter="death-place", text="现场", about="乙某", count=None)
    assert found(w, lead) == []
    said(w, lead, matter="death-place", text="途中", about="乙 某", count=None)
    assert [(row.matter, len(row.sides)) for row in found(w, lead)] == [("death-place", 2)]


def test_a_settlement_stands_until_somebody_says_something_new_and_can_be_taken_back(w):
    lead = started(w).lead
    against(w, lead)
    row = settled(w, lead)
    assert row.holds == "2 人" and not found(w, lead)[0].is_open
    with pytest.raises(Refused, match="处理了这处矛盾，您的处理没有记录"):
        settled(w, lead, by=w.second)
    third = said(w, lead, count=3, origin="paper")
    assert found(w, lead)[0].is_open and found(w, lead)[0].former == [row]
    services.withdraw(statement=third, reason="重复登记", by=w.officer)
    assert not found(w, lead)[0].is_open
    with pytest.raises(Refused, match="不要写姓名"):
        services.undo(settlement=row, reason=f"{SECRET}另有说法", by=w.officer)
    services.undo(settlement=row, reason="重新核对", by=w.officer)
    assert found(w, lead)[0].is_open and Settlement.objects.get().withdrawn_reason == "重新核对"
    assert AccessLog.objects.filter(detail="处理矛盾：死亡人数").count() == 1


def test_who_may_note_and_settle(w):
    lead = started(w).lead
    against(w, lead)
    leads.name_handler(lead=lead, user=w.third, by=w.leader)
    with pytest.raises(Refused, match="由核查组成员处理矛盾"):
        settled(w, lead, by=w.third)
    for who in (w.fourth, w.other_leader):
        with pytest.raises(Refused, match="不是这条线索的经办人"):
            said(w, lead, by=who)
    with pytest.raises(Refused, match="写明理由"):
        settled(w, lead, reason=" ")
    with pytest.raises(Refused, match="采信哪一种"):
        settled(w, lead, side=7)
    with pytest.raises(Refused, match="由领导在作出结论时签署"):
        settled(w, lead, outcome="signed", by=w.leader)
    assert settled(w, lead, by=w.leader, outcome="none", side=None).holds == ""


def test_a_case_is_not_concluded_while_a_contradiction_stands_unless_the_leader_signs_why(w):
    lead = reported(w).lead
    against(w, lead)
    leads.confirm(verification=lead.verifications.get(), by=w.leader)
    client = as_user(w.leader)
    assert '有 <span class="num">1</span> 处矛盾没有处理' in text_of(client.get(url("detail", lead)))
    page = client.post(url("conclude", lead), conclusion_form(lead))
    assert "还有 1 处矛盾没有处理" in text_of(page) and "没有处理的矛盾" in text_of(page)
    with pytest.raises(Refused, match="死亡人数"):
        leads.conclude(lead=lead, conclusion="refuted", note="证据一致", by=w.leader)
    lead.refresh_from_db()
    assert lead.state == "verifying" and not Settlement.objects.exists()
    answer = client.post(url("conclude", lead), conclusion_form(lead, exception="县里已接手，人数由县里认定"))
    lead.refresh_from_db()
    row = Settlement.objects.get()
    assert answer.status_code == 302 and lead.state == "concluded"
    assert (row.outcome, row.created_by, row.reason) == ("signed", w.leader, "县里已接手，人数由县里认定")
    with pytest.raises(Refused, match="不能再改动"):
        said(w, lead, count=5)


def test_settled_or_near_matters_hinder_nothing(w):
    lead = confirmed(w).lead
    against(w, lead)
    said(w, lead, matter="name", text=f"{SECRET[0]}泌安", count=None)
    settled(w, lead)
    assert "带矛盾作结论的理由" not in text_of(as_user(w.leader).get(url("conclude", lead)))
    leads.conclude(lead=lead, conclusion="refuted", note="证据一致", by=w.leader)
    assert lead.state == "concluded"


def test_the_report_bears_evidence_order_of_time_and_how_contradictions_were_settled(w):
    row = reported(w)
    lead = row.lead
    piece = custody.take(
        lead=lead, second=w.second, by=w.officer, kind="document", form="copy", title="考勤打印件", amount="3 页",
        taken_at=clock.now(), taken_in="门卫室", taken_from=TALKER, stored_in="柜",
    )  # fmt: skip
    said(w, lead)
    said(w, lead, count=2, origin="", exhibit=piece, where="第 2 页")
    said(w, lead, matter="event", at=clock.now() - timedelta(days=3), count=None, origin="", talk=row.interviews.get())
    settled(w, lead)
    text = pdf_text(printed(w, w.officer, url("report_print", lead, row.pk)).content).replace("\n", "")
    for words in (
        "考勤打印件",
        "时间经过",
        "矛盾及处理",
        "第 2 页",
        "采信“2 人”",
        "两份笔录一致",
        w.officer.name,
        f"{clock.today():%Y年%-m月%-d日}",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_the_page_shows_sides_with_their_evidence_covered_until_opened(w):
    row = started(w)
    lead, talked = row.lead, leads.add_interview(verification=row, by=w.officer, **talk())
    client = as_user(w.officer)
    form = {
        "source": f"talk-{talked.pk}",
        "said_by": TALKER,
        "matter": "name",
        "text": "邵别名",
        "form_token": "a",
        "precision": "minute",
    }
    for _ in range(2):
        assert client.post(url("statement_new", lead), form).status_code == 302
    assert Statement.objects.count() == 1
    page = text_of(client.get(url("statements", lead)))
    assert "矛盾未处理" in page and f"#talk-{talked.pk}" in page and "线索登记" in page
    assert not any(name in page for name in (SECRET, TALKER, "邵别名"))
    refused = text_of(client.post(url("statements_open", lead), {"reason": f"看{SECRET}的"}))
    assert "不要写姓名" in refused and "邵别名" not in refused
    shown = text_of(client.post(url("statements_open", lead), {"reason": "核对笔录"}))
    assert SECRET in shown and "邵别名" in shown
    assert AccessLog.objects.filter(action="opened", detail="陈述与矛盾：核对笔录").count() == 1
    key = found(w, lead)[0].key
    client.post(url("settle", lead, key), {"choice": "0", "reason": "笔录写错"})
    assert Settlement.objects.get().outcome == "holds" and "都已处理" in text_of(client.get(url("statements", lead)))
    assert as_user(w.third).get(url("statements", lead)).status_code == 404


def test_a_form_asks_for_the_value_its_matter_wants(w):
    lead = opened(w)
    client = as_user(w.officer)
    base = {"source": "enterprise", "said_by": "企业", "precision": "minute"}
    for matter, word in (("event", "事发时间要填这一项"), ("deaths", "死亡人数要填这一项"), ("place", "事发地点要填这一项")):
        assert word in text_of(client.post(url("statement_new", lead), base | {"matter": matter}))
    ahead = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "不能晚于现在" in text_of(client.post(url("statement_new", lead), base | {"matter": "event", "at": ahead}))
    assert not Statement.objects.exists()


def test_sealed_and_renewed_with_the_keys(settings, w):
    lead = started(w).lead
    against(w, lead, where=f"{SECRET}的证明")
    settled(w, lead, reason=f"{TALKER}在场")
    with connection.cursor() as cursor:
        for table in ("incidents_statement", "incidents_settlement"):
            cursor.execute(f"SELECT * FROM {table}")
            text = str(cursor.fetchall())
            assert SECRET not in text and TALKER not in text and "2 人" not in text
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    for model in rotation.models_with_secrets():
        assert rotation.rotate(model)[1] == []
    settings.DATA_KEYS = [NEW]
    assert not found(w, lead)[0].is_open and Settlement.objects.get().reason == f"{TALKER}在场"


def test_queries_do_not_grow_with_statements(w, django_assert_max_num_queries):
    lead = started(w).lead
    against(w, lead)
    with django_assert_max_num_queries(40) as one:
        sources.of(lead, w.leader)
    [against(w, lead) for _ in range(2)]
    with django_assert_max_num_queries(40) as three:
        sources.of(lead, w.leader)
    assert len(one) == len(three)
    assert w.officer.has_role(Role.OFFICER) and not Exhibit.objects.exists()


def test_what_a_signed_report_says_about_evidence_stays_until_the_conclusion_and_for_good_after_it(w):
    row = reported(w)
    lead = row.lead
    piece = custody.take(
        lead=lead, second=w.second, by=w.officer, kind="document", form="copy", title="考勤打印件", amount="3 页",
        taken_at=clock.now(), taken_in="门卫室", taken_from=TALKER, stored_in="柜",
    )  # fmt: skip
    read = lambda: "".join(pdf_text(papers.report(Verification.objects.get(pk=row.pk), w.leader)).split())  # noqa: E731
    assert "考勤打印件" in read() and "截至" not in read()
    leads.confirm(verification=row, by=w.leader)
    against(w, lead)
    assert "矛盾及处理" not in read() and "以上证据和矛盾处理情况截至" in read()
    leads.conclude(lead=lead, conclusion="refuted", note="证据一致", exception="人数由县里认定", by=w.leader)
    signed = read()
    assert "矛盾及处理" in signed and "人数由县里认定" in signed and "发还" not in signed
    custody.act(
        exhibit=piece, action="give-back", by=w.leader, note="办结", person=TALKER, files=[factories.photo(by=w.leader).pk]
    )
    assert "发还" not in read()
    kept = Verification.objects.values_list("proofs", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT proofs FROM incidents_verification")
        assert "考勤打印件" in kept[0] and "考勤打印件" not in str(cursor.fetchall())


def seen_around(row, by, **changes):
    given = {"at": clock.now(), "place": "商铺", "visitors": "季长河、鲍国良", "met": "店主", "learnt": "听说伤了两人"}
    return leads.add_visit(verification=row, by=by, **(given | changes))


def test_what_was_learnt_on_a_visit_is_a_statement_like_any_other(w):
    row = started(w)
    lead, visit = row.lead, seen_around(row, w.officer)
    client, own = as_user(w.officer), f"visit-{visit.pk}"
    assert f"?source={own}" in text_of(client.get(url("detail", lead)))
    page = client.get(url("statement_new", lead) + f"?source={own}")
    assert own in dict(page.context["form"].fields["source"].choices) and page.context["form"].initial["source"] == own
    at = (clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    told = {"source": own, "said_by": "店主", "precision": "minute"}
    client.post(url("statement_new", lead), told | {"matter": "deaths", "count": 2, "form_token": "a"})
    client.post(url("statement_new", lead), told | {"matter": "event", "at": at, "form_token": "b"})
    assert set(Statement.objects.values_list("visit", "talk", "exhibit", "origin")) == {(visit.pk, None, None, "")}
    said(w, lead)
    (row,) = [one for one in found(w, lead) if one.matter == "deaths"]
    learnt = next(one for side in row.sides for one in side if one.row and one.row.visit_id)
    assert learnt.proven and learnt.link.endswith(f"#{own}") and learnt.source.startswith("走访记录 ")
    shown = text_of(client.get(url("statements", lead)))
    assert f"#{own}" in shown.split("时间线")[1] and "没有证据" not in shown.split("时间线")[1].split("其他陈述")[0]


def test_a_visit_of_another_case_is_no_source(w):
    elsewhere, lead = seen_around(started(w), w.officer), opened(w, person="冀别案")
    with pytest.raises(Refused, match="出处不属于这条线索"):
        said(w, lead, origin="", visit=elsewhere)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(
            lead=lead, said_by="店主", matter="deaths", count=1, visit=elsewhere, origin="paper", created_by=w.officer
        )


def test_the_office_sets_how_far_times_may_lie_apart(w):
    lead = started(w).lead
    at = clock.now() - timedelta(days=3)
    for minutes, origin in ((0, "enterprise"), (40, "paper")):
        said(w, lead, matter="event", count=None, at=at + timedelta(minutes=minutes), origin=origin)
    times = lambda: [row.matter for row in found(w, lead)]  # noqa: E731
    assert times() == ["event"]
    client, here = as_user(w.officer), url("tolerances")
    assert "准确时间前后 15 分钟，大约时间前后 60 分钟，半天内前后 6 小时" in text_of(client.get(url("statements", lead)))
    assert here in text_of(client.get(url("statements", lead)))
    refused = text_of(client.post(here, {"minute": 90, "about": 60, "half_day": 6}))
    assert "越不准确的时间" in refused and times() == ["event"]
    assert client.post(here, {"minute": 20, "about": 60, "half_day": 6}).status_code == 302
    assert times() == []
    line = AccessLog.objects.get(user=w.officer, detail__startswith="矛盾比对容差")
    assert line.detail == "矛盾比对容差：准确时间前后 15 分钟 → 20"
    theirs = opened(w, village=w.other_village, by=w.other_officer)
    assert tolerance.settings_of(theirs.village.township_code)["minute"] == 15
    for person in (w.third, w.fourth, w.cadre):
        assert as_user(person).get(here).status_code == 403
