"""Evidence from hand to hand: both confirm, every step is a link, and whatever was changed behind the portal is found."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock, rotation
from core.errors import Refused
from evidence import files
from incidents import services as leads
from incidents.custody import checking, rules, services
from incidents.custody.deadlines import due_handovers
from incidents.models import AccessLog, Exhibit, ExhibitLog, Export
from incidents.views import sight
from reminders.models import Message
from tests import factories
from tests.evidence import papers
from tests.notices.conftest import text_of as pdf_text

from ..conftest import SECRET, TALKER, as_user, concluded, later, opened, people, started, text_of, url

pytestmark = pytest.mark.django_db
NEW = b"n" * 32


@pytest.fixture
def w(db):
    return people(factories.world())


def given(w, **values):
    told = {
        "kind": "document", "form": "copy", "title": f"{SECRET}的考勤表", "amount": "3 页", "taken_at": clock.now(),
        "taken_in": "门卫室", "taken_from": TALKER, "stored_in": "保密柜 2 号",
    }  # fmt: skip
    return told | values


def taken(w, lead=None, **values):
    lead = lead or started(w).lead
    files = [factories.photo(by=w.officer).pk]
    return services.take(lead=lead, second=w.second, by=w.officer, **given(w, files=files, **values))


def words(exhibit):
    exhibit.refresh_from_db()
    return [place.words for place in checking.breaks(exhibit)] + checking.file_faults(exhibit)


def test_from_taking_to_the_end_each_step_is_a_link_and_a_line_of_the_record(w):
    row = taken(w)
    services.act(exhibit=row, action="seal", by=w.officer, note="当面封存", seal_number="F-01")
    services.offer_all(exhibits=[row], receiver=w.second, note="轮换保管", by=w.officer)
    services.act(exhibit=row, action="accept", by=w.second, stored_in="纪委保密室")
    services.act(exhibit=row, action="look", by=w.second, note="核对第二页")
    row.refresh_from_db()
    assert (row.keeper, row.receiver, row.state, row.stored_in) == (w.second, None, "kept", "纪委保密室")
    links = list(row.log.order_by("number"))
    assert [link.action for link in links] == ["begin", "seal", "offer", "accept", "look"]
    assert f"{w.officer.name} → {w.second.name}" in links[2].note and f"{w.officer.name} → {w.second.name}" in links[3].note
    assert [link.previous for link in links] == ["", *(link.sha256 for link in links[:-1])]
    assert words(row) == []
    lines = AccessLog.objects.filter(action="custody").values_list("detail", flat=True)
    assert len(lines) == 5 and not any(SECRET in line or TALKER in line for line in lines)
    assert Message.objects.filter(recipient=w.second, title__contains="移交给您").exists()
    assert Message.objects.filter(recipient=w.officer, title__contains="已被接收").exists()


def test_only_the_receiver_takes_over_and_only_the_keeper_takes_back(w):
    row = taken(w)
    services.offer_all(exhibits=[row], receiver=w.second, note="轮换保管", by=w.officer)
    for who, action, reason in (
        (w.officer, "accept", "本人确认"), (w.leader, "accept", "本人确认"), (w.second, "withdraw", "由保管人"),
        (w.third, "accept", "不是这条线索"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=reason):
            services.act(exhibit=row, action=action, by=who, note="代收", stored_in="柜")


def test_two_take_it_and_it_goes_to_handlers_and_leaders_alone(w):
    lead = started(w).lead
    with pytest.raises(Refused, match="不得少于 2 人"):
        services.take(lead=lead, second=w.officer, by=w.officer, **given(w))
    with pytest.raises(Refused, match="不是这条线索的经办人"):
        services.take(lead=lead, second=w.third, by=w.officer, **given(w))
    row = taken(w, lead)
    with pytest.raises(Refused, match="只能移交给"):
        services.offer_all(exhibits=[row], receiver=w.third, note="保管", by=w.officer)
    services.offer_all(exhibits=[row, taken(w, lead)], receiver=w.leader, note="保管", by=w.officer)
    assert Exhibit.objects.filter(state="moving", receiver=w.leader).count() == 2


def test_it_ends_only_after_the_conclusion_with_a_reason_and_a_proof(w):
    row = taken(w)
    for action, values in (("give-back", {"person": TALKER}), ("destroy", {"witness": "甲、乙"})):
        with pytest.raises(Refused, match="作出结论后"):
            services.act(exhibit=row, action=action, by=w.leader, note="办结", **values)
    lead = concluded(w)
    row = taken(w, lead)
    with pytest.raises(Refused, match="销毁记录"):
        services.act(exhibit=row, action="destroy", by=w.leader, note="保存期满", witness="甲、乙")
    with pytest.raises(Refused, match="由乡镇领导批准"):
        services.act(exhibit=row, action="destroy", by=w.officer, note="保存期满", witness="甲、乙")
    proof = [factories.photo(by=w.leader).pk]
    services.act(exhibit=row, action="destroy", by=w.leader, note="保存期满", witness="甲、乙", files=proof)
    assert row.ended_on == clock.today() and words(row) == []
    with pytest.raises(Refused, match="当前状态是“已销毁”"):
        services.act(exhibit=row, action="look", by=w.leader, note="再看")


def test_the_other_body_signs_a_list_that_is_kept(w):
    row = taken(w)
    to = {"body": "青禾县公安局", "person": "接收警员"}
    with pytest.raises(Refused, match="签收的移交清单"):
        services.act(exhibit=row, action="hand-out", by=w.officer, note="移送", **to)
    signed = [factories.photo(by=w.officer).pk]
    services.act(exhibit=row, action="hand-out", by=w.officer, note="移送", files=signed, **to)
    assert row.state == "out" and row.held_by == "青禾县公安局" and words(row) == []


def changed_link(row):
    ExhibitLog.objects.filter(subject=row, number=2).update(note="没有移交过")


def swapped_people(row):
    ExhibitLog.objects.filter(subject=row, number=2).update(actor=row.second)


def cut_off(row):
    ExhibitLog.objects.filter(subject=row, number=3)._raw_delete("default")


def cut_off_with_the_end(row):
    """Whoever puts an old end back finds the record of looks against them."""
    first, second = row.log.order_by("number")[:2]
    ExhibitLog.objects.filter(subject=row, number=3)._raw_delete("default")
    ExhibitLog.objects.filter(subject=row, number=2).update(salt="0" * 32)
    second.refresh_from_db()
    ExhibitLog.objects.filter(subject=row, number=2).update(sha256=second.code())
    Exhibit.objects.filter(pk=row.pk).update(head=f"2:{second.code()}")


def other_bytes(row):
    stored = row.files.get()
    name = stored.file.name
    stored.file.storage.delete(name)
    assert stored.file.storage.save(name, ContentFile(b"other bytes")) == name


def other_bytes_and_hash(row):
    other_bytes(row)
    row.files.update(sha256="0" * 64)


def no_file(row):
    row.files.get().file.delete(save=False)


def test_what_was_changed_behind_the_portal_is_found_and_said_loudly(w):
    ways = (
        (changed_link, "第 2 环的内容被改动过"), (swapped_people, "第 2 环的内容被改动过"), (cut_off, "应有 3 环，现有 2 环"),
        (cut_off_with_the_end, "第 2 环与查阅记录不符"), (other_bytes, "影像 1 与登记时的校验值不符"),
        (other_bytes_and_hash, "影像 1 与登记时的校验值不符"), (no_file, "影像 1 读不出来"),
    )  # fmt: skip
    lead = started(w).lead
    rows = [(taken(w, lead), *way) for way in ways]
    for row, *_ in rows:
        services.act(exhibit=row, action="seal", by=w.officer, note="封存", seal_number="F-01")
        services.act(exhibit=row, action="look", by=w.second, note="核对")
    untouched = taken(w, lead)
    assert checking.check_all() == 0
    for row, tamper, found in rows:
        tamper(row)
        assert found in words(row), tamper
    assert checking.check_all() == len(rows) == checking.check_all()
    assert words(untouched) == [] and Exhibit.objects.exclude(fault="").count() == len(rows)
    told = Message.objects.filter(title__contains="校验不符")
    assert {m.recipient for m in told} == {w.leader, w.leader2, w.officer, w.second} and told.count() == 4 * len(rows)
    assert all(SECRET not in m.title and TALKER not in m.title for m in told)
    client = as_user(w.leader)
    for name in ("detail", "exhibits"):
        assert "证据校验不符" in text_of(client.get(url(name, lead)))
    assert rows[0][2] in text_of(client.get(url("exhibit", lead, rows[0][0].pk)))


def test_a_key_renewed_in_mid_work_leaves_the_chain_whole_and_it_goes_on(settings, w):
    row = taken(w)
    held = Exhibit.objects.get(pk=row.pk)
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    assert {Exhibit, ExhibitLog} <= set(rotation.models_with_secrets())
    for model in (ExhibitLog, Exhibit):
        rotation.rotate(model)
    services.act(exhibit=held, action="look", by=w.second, note="换密钥时查看")
    for model in rotation.models_with_secrets():
        assert rotation.rotate(model)[1] == []
    settings.DATA_KEYS = [NEW]
    row.refresh_from_db()
    assert [place.words for place in checking.breaks(row)] == [] and row.title == f"{SECRET}的考勤表"
    assert not any(rotation.lost(model).exists() for model in (Exhibit, ExhibitLog))


def test_nothing_of_it_lies_in_the_tables_in_plain_text(w):
    row = taken(w)
    with connection.cursor() as cursor:
        for table in ("incidents_exhibit", "incidents_exhibitlog"):
            cursor.execute(f"SELECT * FROM {table}")
            text = str(cursor.fetchall())
            assert SECRET not in text and TALKER not in text and "门卫室" not in text
    assert row.pk


def test_a_handover_nobody_confirmed_is_urged(w):
    row = taken(w)
    services.offer_all(exhibits=[row], receiver=w.second, note="轮换", by=w.officer)
    found = list(due_handovers(clock.today(), later(9)))
    assert [(due.obj, due.people) for due in found] == [(row, [w.second])]
    assert list(due_handovers(later(20), later(30))) == []


def test_the_pages_take_hand_over_accept_and_cover_names(w):
    lead = started(w).lead
    client = as_user(w.officer)
    at = clock.now().strftime("%Y-%m-%dT00:00")
    form = given(w, second=w.second.pk, taken_at=at, photos=[factories.photo(by=w.officer).pk], form_token="a")
    for _ in range(2):
        assert client.post(url("exhibit_new", lead), form).status_code == 302
    row = Exhibit.objects.get()
    page = text_of(client.get(url("exhibit", lead, row.pk)))
    assert SECRET not in page and TALKER not in page and "查看原文" in page and row.files.get().sha256 in page
    client.post(url("exhibit_offer", lead), {"ids": [row.pk], "receiver": w.second.pk, "note": "轮换"})
    handed = url("exhibit_handover", lead, row.pk, 2)
    said = pdf_text(client.get(handed).content)
    assert "证据移交清单" in said and SECRET in said and w.second.name in said
    assert AccessLog.objects.filter(action="print", detail__contains="移交清单").count() == 1
    assert as_user(w.leader).get(handed).status_code == 403
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.get(handed).status_code == 403
    as_user(w.second).post(url("exhibit_step", lead, row.pk, "accept"), {"stored_in": "柜", "row_version": row.version + 1})
    row.refresh_from_db()
    assert row.keeper == w.second
    for who in ("third", "other_officer"):
        assert as_user(getattr(w, who)).get(url("exhibit", lead, row.pk)).status_code == 404


def test_sight_is_asked_once_for_a_page_and_anew_for_each_change(w, rf):
    lead = started(w).lead
    rows, client = [taken(w, lead)], as_user(w.officer)
    asked = []
    for _ in range(2):
        for to in (url("exhibits", lead), url("exhibit", lead, rows[0].pk)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(to).status_code == 200
            asked.append(sum('SELECT 1 AS "a" FROM "incidents_lead"' in query["sql"] for query in queries))
        rows += [taken(w, lead), taken(w, lead)]
    assert asked == [0, 0, 0, 0]
    request = rf.post("/")
    request.user = w.officer
    given = sight.lead_of(request, lead.pk)
    leads.change_team(verification=lead.verifications.get(), team=[w.second, w.third], note="回避", by=w.leader)
    leads.end_handler(handler=lead.handlers.get(user=w.officer), by=w.leader, note="调离本岗")
    assert rules.may_take(w.officer, given)


def test_a_picture_is_shown_for_a_reason_and_handed_out_by_no_other_address(w):
    row = taken(w)
    stored, client = row.files.get(), as_user(w.leader)
    for name in ("file", "small", "stamped"):
        assert client.get(f"/evidence/{stored.pk}/" + ("" if name == "file" else f"{name}/")).status_code == 404
    to = url("exhibit_file", row.lead, row.pk, stored.pk)
    assert "data:image/jpeg" not in text_of(client.get(to))
    assert "data:image/jpeg" not in text_of(client.post(to, {"reason": f"看{SECRET}的"}))
    assert "data:image/jpeg;base64" in text_of(client.post(to, {"reason": "核对照片"}))
    assert AccessLog.objects.filter(action="opened", detail__contains="影像：核对照片").count() == 1


def test_the_list_is_printed_once_a_second_person_allowed_it(w):
    row = taken(w)
    client = as_user(w.officer)
    client.post(url("exhibits_print", row.lead), {"reason": "报县应急局", "form_token": "a"})
    asked = Export.objects.get()
    step = lambda who, action: as_user(who).post(url("export_step", asked, action))  # noqa: E731
    assert step(w.officer, "fetch")["Content-Type"] != "application/pdf"
    step(w.leader, "allow")
    said = pdf_text(step(w.officer, "fetch").content)
    assert "证据清单" in said and SECRET in said and w.officer.name in said
    assert "已下载" in text_of(client.get(step(w.officer, "fetch").url))


def test_a_case_out_of_sight_cannot_be_touched(w):
    lead = opened(w)
    with pytest.raises(Refused, match="不是这条线索的经办人"):
        services.take(lead=lead, second=w.officer, by=w.third, **given(w))
    leads.dismiss(lead=lead, note="不在本镇", by=w.leader)
    with pytest.raises(Refused, match="不予受理"):
        services.take(lead=lead, second=w.leader, by=w.officer, **given(w))


def test_a_list_to_sign_holds_only_what_went_from_the_same_hands(w):
    lead = started(w).lead
    rows = [taken(w, lead, amount=f"{number}张") for number in (11, 12, 13)]
    services.offer_all(exhibits=rows[2:], receiver=w.second, note="轮换", by=w.officer)
    services.act(exhibit=rows[2], action="accept", by=w.second, stored_in="柜")
    services.offer_all(
        exhibits=[Exhibit.objects.get(pk=row.pk) for row in rows], receiver=w.leader2, note="集中", by=w.leader
    )
    said = pdf_text(as_user(w.leader).get(url("exhibit_handover", lead, rows[0].pk, 2)).content)
    assert "共2件" in said and "12张" in said and "13张" not in said
    other = pdf_text(as_user(w.leader).get(url("exhibit_handover", lead, rows[2].pk, 4)).content)
    assert f"{w.second.name}→{w.leader2.name}" in other and "13张" in other and "12张" not in other


def with_file(w, data, name):
    lead = started(w).lead
    stored = files.keep(papers.sent(data, name), by=w.officer)
    row = services.take(lead=lead, second=w.second, by=w.officer, **given(w, files=[stored.pk]))
    return row, row.files.get()


def test_what_a_sender_called_a_file_of_a_case_is_not_kept(w):
    row, stored = with_file(w, papers.pdf(2), f"{SECRET}死亡证明.PDF")
    more = files.keep(papers.sent(papers.amr(200), f"{TALKER}通话.amr"), by=w.officer)
    services.act(exhibit=row, action="add", by=w.officer, note="补充", files=[more.pk])
    assert [file.name for file in row.files.order_by("uploaded_at")] == ["证据1-1.pdf", "证据1-2.amr"]
    client = as_user(w.leader)
    client.post(url("exhibit_file", row.lead, row.pk, more.pk), {"reason": "核对通话"})
    answer = client.get(url("exhibit_sound", row.lead, row.pk, more.pk))
    assert "%E8%AF%81%E6%8D%AE1-2.amr" in answer["Content-Disposition"] and answer.status_code == 200


def test_a_scan_is_shown_page_by_page_for_a_reason_and_stays_in_the_chain(w):
    row, stored = with_file(w, papers.pdf(12), "审批表.pdf")
    assert words(row) == [] and row.log.get().files == [[str(stored.pk), stored.sha256]]
    client, to = as_user(w.leader), url("exhibit_file", row.lead, row.pk, stored.pk)
    assert "PDF 12 页" in text_of(client.get(url("exhibit", row.lead, row.pk)))
    first = text_of(client.post(to, {"reason": "核对审批"}))
    assert first.count("data:image/jpeg;base64") == 10 and "第 11–12 页" in first and "共 12 页" in first
    second = text_of(client.post(to, {"reason": "核对审批", "first": "10"}))
    assert second.count("data:image/jpeg;base64") == 2 and "第 12 页，共" in second
    assert text_of(client.post(to, {"reason": "核对审批", "first": "9999"})).count("data:image/jpeg;base64") == 10
    assert client.get(f"/files/{stored.pk}/", {"original": 1}).status_code == 404
    stored.file.delete(save=False)
    assert "读不出来" in text_of(client.post(to, {"reason": "核对审批"}))


def test_a_recording_plays_for_an_hour_once_a_reason_was_said_and_for_nobody_else(w):
    data = papers.m4a(200)
    row, stored = with_file(w, data, "谈话.m4a")
    client, to = as_user(w.leader), url("exhibit_file", row.lead, row.pk, stored.pk)
    sound = url("exhibit_sound", row.lead, row.pk, stored.pk)
    assert "收听录音" in text_of(client.get(to)) and client.get(sound).url == to
    assert f'src="{sound}"' in text_of(client.post(to, {"reason": "核对录音"}))
    answer = client.get(sound, headers={"range": "bytes=4-7"})
    assert (answer.status_code, answer.getvalue(), answer["Cache-Control"]) == (206, b"ftyp", "no-store")
    assert as_user(w.second).get(sound).url == to and as_user(w.third).get(sound).status_code == 404
    assert AccessLog.objects.get(action="opened").detail == f"证据 {row.number} 录音：核对录音"
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert client.get(sound).url == to
    handler, third = leads.name_handler(lead=row.lead, user=w.third, by=w.leader), as_user(w.third)
    third.post(to, {"reason": "核对录音"})
    assert third.get(sound).status_code == 200
    leads.end_handler(handler=handler, by=w.leader, note="调离本岗")
    assert third.get(sound).status_code == 404


def test_a_recording_no_browser_plays_is_handed_out_with_a_word_of_warning(w):
    row, stored = with_file(w, papers.amr(), "老人机.amr")
    to = url("exhibit_file", row.lead, row.pk, stored.pk)
    page = text_of(as_user(w.leader).post(to, {"reason": "核对录音"}))
    assert "浏览器不能播放 AMR" in page and "<audio" not in page
