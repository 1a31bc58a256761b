"""A person decides: state by action, reasons, undo, two at once, the lead that follows; the pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.errors import Refused, Stale
from incidents.guard import exporting
from incidents.matching import services
from incidents.models import AccessLog, Candidate, Export, Lead, NameList
from tests.incidents.conftest import as_user, later, text_of

from .conftest import DEAD, ID, brought, compared, dead, line, pair, workbook

ACTIONS = ("same", "differ", "doubt", "undo")
NEXT = {
    "open": {"same": "same", "differ": "different", "doubt": "unsure"},
    "unsure": {"same": "same", "differ": "different", "undo": "open"},
    "same": {"undo": "open"},
    "different": {"undo": "open"},
}
TO = {"open": (), "unsure": ("doubt",), "same": ("same",), "different": ("differ",)}


def decide(w, candidate, action, **more):
    return services.decide(candidate=candidate, action=action, **({"note": "核对了户口", "by": w.officer} | more))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", NEXT)
def test_every_action_in_every_state(w, state, action):
    candidate = pair(w)
    for step in TO[state]:
        decide(w, candidate, step)
    if action in NEXT[state]:
        assert decide(w, candidate, action).state == NEXT[state][action]
        assert candidate.log.last().note == "核对了户口"
    else:
        with pytest.raises(Refused, match="当前状态"):
            decide(w, candidate, action)


@pytest.mark.parametrize("action", ACTIONS[:3])
def test_no_decision_without_a_reason(w, action):
    with pytest.raises(Refused, match="写明原因"):
        decide(w, pair(w), action, note=" ")


def test_who_does_not_see_both_lists_decides_nothing(w):
    candidate = pair(w)
    services.name_handler(names=candidate.match.one, user=w.third, by=w.leader)
    for user in (w.second, w.third):
        with pytest.raises(Refused, match="经办人"):
            decide(w, candidate, "same", by=user)


def test_two_people_at_once_the_second_is_told_what_the_first_did(w):
    candidate = pair(w)
    same = Candidate.objects.get(pk=candidate.pk)
    decide(w, candidate, "differ", version=1)
    with pytest.raises(Stale, match="刚判定不是同一人"):
        decide(w, same, "same", by=w.leader, version=1)


def test_a_pair_decided_the_same_opens_one_lead_from_the_lists(w):
    candidate = decide(w, pair(w), "same")
    first = services.make_lead(candidate=candidate, village=w.village, summary="名单比对", by=w.officer)
    assert services.make_lead(candidate=candidate, village=w.village, summary="再按一次", by=w.officer) == first
    assert (first.source, first.person, str(first.happened_on)) == ("death-list", DEAD, "2025-03-02")
    assert candidate.log.last().action_label == "登记线索" and Lead.objects.count() == 1


@pytest.mark.parametrize("day", ["三月初", "2999-01-01", ""])
def test_a_day_of_death_that_is_none_leaves_the_lead_without_one(w, day):
    candidate = compared(w, brought(w, dead(死亡日期=day)), brought(w, line(), kind="staff"))[0]
    decide(w, candidate, "same")
    assert services.make_lead(candidate=candidate, village=w.village, summary="名单比对", by=w.officer).happened_on is None


def test_who_handles_the_lists_and_not_the_lead_is_told_only_that_there_is_one(w):
    candidate = decide(w, pair(w), "same")
    for names in (candidate.match.one, candidate.match.other):
        services.name_handler(names=names, user=w.third, by=w.leader)
    lead = services.make_lead(candidate=candidate, village=w.village, summary="名单比对", by=w.officer)
    for address in (at("candidate", candidate.pk), at("pair", candidate.match_id)):
        page = text_of(as_user(w.third).get(address))
        assert "已登记" in page and lead.number not in page


def test_no_lead_of_a_pair_undecided_or_of_two_lists_of_staff(w):
    with pytest.raises(Refused, match="判定为同一人后"):
        services.make_lead(candidate=pair(w), village=w.village, summary="名单比对", by=w.officer)
    staff = compared(w, brought(w, line(), kind="staff"), brought(w, line(), kind="staff"))[0]
    with pytest.raises(Refused, match="没有死亡信息"):
        services.make_lead(candidate=decide(w, staff, "same"), village=w.village, summary="名单比对", by=w.officer)


# the pages


def at(name, *keys):
    return reverse(f"incidents:{name}", args=keys)


def test_a_list_comes_in_by_the_page_and_its_rows_with_errors_are_shown(w, django_capture_on_commit_callbacks, monkeypatch):
    client, data = as_user(w.officer), workbook(dead(), dead(name="", number=""))
    form = {"kind": "hospital", "title": "上半年死亡登记", "provider": "卫生院", "destroy_on": later(30), "form_token": "t"}
    answer = client.post(at("names_new"), form | {"file": SimpleUploadedFile("a.xlsx", data)})
    assert answer.status_code == 302 and "/jobs/" in answer.url
    from core import jobs
    from core.models import Job

    jobs.run(Job.objects.get().pk)
    page = text_of(client.get(at("names", NameList.objects.get().pk)))
    assert "第 3 行" in page and "没有填写，本行未收入" in page and DEAD not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"destroy_on": later(-1)}, "今天以后"), ({"destroy_on": later(999)}, "最多保存"), ({"kind": ""}, "请选择"),
        ({"enterprise_name": "没有这家"}, "没有找到这家企业"),
    ],
)  # fmt: skip
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(w, changes, words):
    form = {"kind": "hospital", "title": "上半年死亡登记", "provider": "卫生院", "destroy_on": later(30), **changes}
    page = text_of(as_user(w.officer).post(at("names_new"), form | {"file": SimpleUploadedFile("a.xlsx", workbook(dead()))}))
    assert words in page and "上半年死亡登记" in page and not NameList.objects.exists()


def test_names_are_hidden_until_opened_with_a_reason_and_that_is_logged(w):
    candidate, client = pair(w), as_user(w.officer)
    for address in (at("pair", candidate.match_id), at("candidate", candidate.pk)):
        page = text_of(client.get(address))
        assert "卞＊＊" in page and DEAD not in page and ID not in page and "990101********0037" in page
    assert DEAD not in text_of(client.post(at("candidate_open", candidate.pk), {"note": ""}))
    opened = client.post(at("candidate_open", candidate.pk), {"note": "核对户口"})
    assert DEAD in text_of(opened) and ID in text_of(opened) and opened["Cache-Control"] == "no-store"
    assert "核对户口" in candidate.match.one.log.last().note and "核对户口" in candidate.match.other.log.last().note
    looks = AccessLog.objects.filter(user=w.officer, lead=None).order_by("number").values_list("action", flat=True)
    assert list(looks) == ["view", "view", "work", "work", "opened"]
    assert DEAD not in text_of(client.get(at("candidate", candidate.pk)))


def test_deciding_undoing_and_registering_on_the_page(w):
    candidate, client = pair(w), as_user(w.officer)
    answer = client.post(at("candidate_step", candidate.pk, "same"), {"note": "证件一致", "row_version": 1}, follow=True)
    assert "已判定为同一人" in text_of(answer) and 'value="石桥村"' in text_of(answer)
    wrong = client.post(at("candidate_lead", candidate.pk), {"village": "没有村", "summary": "写了一段"})
    assert "本辖区没有" in text_of(wrong) and "写了一段" in text_of(wrong)
    client.post(at("candidate_lead", candidate.pk), {"village": "石桥村", "summary": "名单比对"})
    lead = Lead.objects.get()
    client.post(at("candidate_step", candidate.pk, "undo"), {"note": "看错了"})
    page = text_of(client.get(at("candidate", candidate.pk)))
    assert "判定已撤销" in page and lead.number in page


def test_an_export_by_two_has_lines_and_reasons_and_names_nobody(w):
    candidate, client = pair(w), as_user(w.officer)
    client.post(at("pair_export", candidate.match_id), {"reason": "县里督导核对"})
    row = Export.objects.get()
    assert (row.kind, row.keys) == ("candidates", [str(candidate.pk)])
    exporting.decide(export=row, allow=True, by=w.leader)
    answer = client.post(at("export_step", row.pk, "fetch"))
    cells = str(CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python())
    assert "身份证号相同、姓名相同" in cells and "卞" not in cells and "990101" not in cells


@pytest.mark.parametrize("who", ["second", "third", "cadre", "boss", "supervisor", "other_leader"])
def test_out_of_sight_nothing_is_there(w, who):
    candidate, client = pair(w), as_user(getattr(w, who))
    for address in (at("names", candidate.match.one_id), at("pair", candidate.match_id), at("candidate", candidate.pk)):
        assert client.get(address).status_code in (403, 404)
    assert client.post(at("candidate_open", candidate.pk), {"note": "想看看"}).status_code in (403, 404)
    assert client.post(at("names_destroy", candidate.match.one_id), {"note": "毁掉"}).status_code in (403, 404)


def test_destroying_on_the_page_leaves_the_record(w):
    names, client = brought(w, dead()), as_user(w.leader)
    page = client.post(at("names_destroy", names.pk), {"note": "核对完毕"}, follow=True)
    assert "销毁记录" in text_of(page) and names.sha256 in text_of(page)


def test_a_handler_of_a_list_is_taken_off_for_a_reason_and_each_look_and_refusal_is_a_line(w):
    names = pair(w).match.one
    services.name_handler(names=names, user=w.third, by=w.leader)
    to, page = at("names_handler_end", names.pk, w.third.pk), at("names", names.pk)
    assert as_user(w.third).get(page).status_code == 200
    assert as_user(w.officer).post(to, {"note": "不再参加"}).status_code == 403
    as_user(w.leader).post(to, {"note": " "})
    assert names.handlers.filter(pk=w.third.pk).exists()
    as_user(w.leader).post(to, {"note": "不再参加"})
    assert as_user(w.third).get(page).status_code == 404
    said = AccessLog.objects.filter(lead=None, user=w.third).order_by("number").values_list("action", flat=True)
    assert list(said) == ["view", "refused"] and AccessLog.objects.filter(action="unnamed", user=w.leader).count() == 1
    assert "不再参加" in names.log.last().note
