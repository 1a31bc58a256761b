"""Names and numbers are covered until a field is opened with a reason; each opening is logged, and lasts one answer."""

import pytest

from core.encrypted import Closed
from incidents.guard import veil
from incidents.models import AccessLog, Lead

from ..conftest import SECRET, TALKER, as_user, concluded, opened, started, talk, text_of, url

pytestmark = pytest.mark.django_db
ID, PHONE = "990101199003071234", "13900001111"


@pytest.fixture
def case(w):
    """A case with a name, an ID number and a phone in its story, and a talk."""
    row = started(w, opened(w, summary=f"{SECRET}（{ID}，电话{PHONE}）倒在碾压机旁"))
    w.talk = row.interviews.create(by=w.officer, **talk())
    return row.lead


@pytest.mark.parametrize(
    "text,shown",
    [
        ("卞秘安和卞秘安的哥哥", "卞＊和卞＊的哥哥"),
        (f"证件{ID}。", "证件990101＊＊＊＊＊＊＊＊＊＊＊＊。"),
        ("99010119900307123X", "990101＊＊＊＊＊＊＊＊＊＊＊＊"),
        (f"打{PHONE}找他", "打139****1111找他"),
        (
            "文号〔2026〕139号，2026年11月30日，损失 13900001111234 元",
            "文号〔2026〕139号，2026年11月30日，损失 13900001111234 元",
        ),
        ("", ""),
    ],
)
def test_what_points_at_a_person_is_covered_and_nothing_else(text, shown):
    assert veil.covered(text, [SECRET]) == shown


@pytest.mark.parametrize(
    "text,shown",
    [
        ("死者王二小倒在路边", "死者王＊倒在路边"), ("遗孀叫李秀，住在村东", "遗孀叫李＊，住在村东"), ("老板：赵大有不报", "老板：赵＊不报"),
        ("据张某某、李某反映", "据张＊、李＊反映"), ("家属已领取赔偿，工人于上午离开", "家属已领取赔偿，工人于上午离开"),
    ],
)  # fmt: skip
def test_a_name_that_nobody_has_entered_is_covered_after_a_word_for_a_person(text, shown):
    assert veil.covered(text, []) == shown


@pytest.mark.parametrize("person", ["", "不详"])
def test_while_nobody_has_entered_who_died_the_whole_story_is_covered(w, person):
    lead = opened(w, person=person, summary="薄荷塘那边的阿贵没了")
    client = as_user(w.officer)
    page = text_of(client.get(url("detail", lead)))
    assert "阿贵" not in page and "内容全部隐去" in page
    told = client.post(url("open", lead), {"what": "lead-0-summary", "reason": "核对来信"})
    assert "薄荷塘那边的阿贵没了" in text_of(told)
    Lead.objects.filter(pk=lead.pk).update(person="阿贵")
    assert "薄荷塘那边的阿＊没了" in text_of(client.get(url("detail", lead)))


@pytest.mark.parametrize(
    "name,shown", [("卞秘安", "卞＊"), ("不详", "不详"), ("", ""), (Closed("e1:", "密钥不在"), "【密钥不在】")]
)
def test_a_name_shows_its_first_character(name, shown):
    assert veil.covered_name(name) == shown


def test_the_page_of_a_case_covers_names_and_numbers(w, case):
    text = text_of(as_user(w.officer).get(url("detail", case)))
    assert not [word for word in (SECRET, TALKER, ID, PHONE) if word in text]
    assert "碾压机" in text and "139****1111" in text and text.count("查看原文") >= 4


def test_a_note_in_the_log_is_covered_and_opens(w):
    lead = concluded(w)
    line = lead.log.get(action="conclude")
    line.__class__.objects.filter(pk=line.pk).update(note=f"{SECRET}没有在厂内")
    client = as_user(w.leader)
    assert SECRET not in text_of(client.get(url("detail", lead)))
    answer = client.post(url("open", lead), {"what": f"note-{line.pk}-note", "reason": "复核结论"})
    assert f"{SECRET}没有在厂内" in text_of(answer)


@pytest.mark.parametrize("what", ["lead-0-summary", "lead-0-person", "talk-{}-person", "talk-{}-text"])
def test_a_field_opens_with_a_reason_that_is_kept(w, case, what):
    client, what = as_user(w.officer), what.format(w.talk.pk)
    asked = client.get(url("open", case), {"what": what}, headers={"HX-Request": "true"})
    assert "<form" in text_of(asked) and SECRET not in text_of(asked)
    answer = client.post(url("open", case), {"what": what, "reason": "核对笔录"}, headers={"HX-Request": "true"})
    assert (TALKER if what == f"talk-{w.talk.pk}-person" else SECRET) in text_of(answer)
    assert answer["Cache-Control"] == "no-store" and "<html" not in text_of(answer)
    line = AccessLog.objects.get(action="opened")
    assert line.user == w.officer and line.detail.endswith("：核对笔录") and SECRET not in line.detail
    assert SECRET not in text_of(client.get(url("detail", case)))


@pytest.mark.parametrize(
    "reason,told",
    [("", "请写明查看原因"), ("看", "请写明查看原因"), (f"找{SECRET}家属", "请不要写姓名"), (f"打{PHONE}", "请不要写姓名")],
)
def test_without_a_proper_reason_nothing_opens(w, case, reason, told):
    answer = as_user(w.officer).post(url("open", case), {"what": "lead-0-summary", "reason": reason})
    text = text_of(answer)
    assert told in text and ID not in text
    assert reason in text and not AccessLog.objects.filter(action="opened").exists()


@pytest.mark.parametrize(
    "what", ["", "x", "lead-0-number", "talk-999-text", "talk-x-text", "handler-1-user", "talk-9999999999999999999-text"]
)
def test_what_a_case_does_not_have_is_404(w, case, what):
    assert as_user(w.officer).post(url("open", case), {"what": what, "reason": "核对笔录"}).status_code == 404


def test_a_talk_of_another_case_does_not_open_here(w, case):
    other = opened(w)
    answer = as_user(w.officer).post(url("open", other), {"what": f"talk-{w.talk.pk}-text", "reason": "核对笔录"})
    assert answer.status_code == 404


@pytest.mark.parametrize("who,status", [("third", 404), ("other_officer", 404), ("cadre", 403)])
def test_a_stranger_opens_nothing(w, case, who, status):
    answer = as_user(getattr(w, who)).post(url("open", case), {"what": "lead-0-person", "reason": "核对笔录"})
    assert answer.status_code == status and SECRET not in text_of(answer)
    assert AccessLog.objects.filter(action="refused", lead=case).exists()


@pytest.mark.parametrize(
    "text,names",
    [
        ("卞秘安（公司保安）", ["卞秘安"]), ("公司人事员工", []), ("公司人事员", []), ("现场", []), ("群众举报", []),
        ("县人民医院", []), ("卞秘安、邰知情", ["卞秘安", "邰知情"]),
        ("厉院", ["厉院"]), ("", []),
    ],
)  # fmt: skip
def test_units_and_posts_name_nobody(text, names):
    assert list(veil._names_in(text)) == names
