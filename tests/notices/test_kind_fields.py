"""The fields of the kinds: what is refused and why, what is put right, what is known beforehand."""

from datetime import timedelta

import pytest

from core import clock
from notices import services, typeset
from notices.models import Paper

from .conftest import DAY, as_user, at, issued, order
from .test_kinds import address, given, typed, words, written

PAST, AHEAD = "2020-01-01", "2099-01-01"


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("order", {"due_on": PAST}, "整改期限不能早于今天"), ("order", {"inspectors": "季长河"}, "检查人员不得少于两人"),
        ("order", {"found_on": "2098-01-02", "due_on": "2098-01-01"}, "检查日期不能晚于整改期限"),
        ("listing", {"due_on": PAST}, "整改期限不能早于今天"),
        ("issuing", {"scheme_title": "《》。"}, "请写所印发文件的标题"),
        ("issuing", {"scheme_title": "长" * 115, "title": ""}, "标题太长"),
        ("request", {"to": "县政府、县应急管理局"}, "只主送一个上级机关"),
        ("minutes", {"mark": "云溪镇会议"}, "以“纪要”结尾"),
        ("inspection", {"held_on": AHEAD}, "日期还没有到"), ("inspection", {"ended": "09:00"}, "结束时间要晚于开始时间"),
        ("inspection", {"inspectors": "季长河\n鲍国良 YX2"}, "“季长河”后面空一格写证号"),
        ("inspection", {"inspectors": "季长河 YX1\n季长河 YX1"}, "检查人员不得少于两人"),
        ("inspection", {"refused": "离开现场", "witness": ""}, "要写见证人"),
        ("interview", {"held_on": AHEAD}, "日期还没有到"), ("interview", {"ended": "08:00"}, "结束时间要晚于开始时间"),
        ("interview", {"askers": "季长河"}, "谈话人不得少于两人"),
        ("interview", {"id_number": "110101198003070034"}, "校验位不对"),
        ("interview", {"id_number": "1101011980030700"+"某"}, "只有数字和字母"),
        ("interview", {"talk": "当时你在哪里？\n答：在一车间。"}, "第一行要以“问：”开头"),
        ("interview", {"talk": "答：在一车间。"}, "第一行要以“问：”开头"),
        ("interview", {"talk": "问：在哪里？\n问：受伤吗？\n答：没有。"}, "“问：在哪里？”没有答话"),
        ("interview", {"talk": "问：在哪里？"}, "没有答话"), ("interview", {"talk": "问：在哪里？\n答："}, "后面没有写内容"),
        ("circular", {"copy_number": "12a"}, "份号是 1 到 6 位数字"), ("circular", {"copy_number": "000000"}, "从 1 编起"),
        ("circular", {"urgency": "十万火急"}, "选择"), ("circular", {"classified": "机密★1年"}, "选择"),
        ("circular", {"joint": "派出所"}, "不像机关名称"), ("circular", {"joint": "云溪镇派出所、云溪镇派出所"}, "写重了"),
        ("circular", {"joint": "云溪镇人民政府"}, "是主办机关，不用再写"),
        ("circular", {"joint": "、".join(f"云溪镇第{n}中学" for n in "一二三四五六")}, "最多 6 个机关"),
    ],
)  # fmt: skip
def test_bad_input_is_said_and_makes_nothing(w, kind, fields, said):
    with clock.at(at()):
        answer = as_user(w.officer).post(address(kind), typed(kind, **fields))
    assert answer.status_code == 200 and said in words(answer), answer.context["form"].errors
    assert not Paper.objects.exists()


@pytest.mark.parametrize("mark", ["绝密★30年", "机密 ★1年", "秘密☆", "机密*1年"])
@pytest.mark.parametrize(
    ("kind", "field"), [("circular", "body"), ("circular", "title"), ("interview", "talk"), ("tip", "advice")]
)
def test_a_state_secret_pasted_in_anywhere_is_turned_away(w, kind, field, mark):
    text = f"问：{mark}？\n答：是。" if field == "talk" else mark
    with clock.at(at()):
        answer = as_user(w.officer).post(address(kind), typed(kind, **{field: text}))
    assert "涉密文件不得在本平台起草" in words(answer) and not Paper.objects.exists()


def test_words_about_secrecy_are_no_secret(w):
    with clock.at(at()):
        answer = as_user(w.officer).post(address("circular"), typed("circular", body="请做好保密工作，不得泄露商业秘密。"))
    assert answer.status_code == 302


def kept(w, kind, **fields):
    with clock.at(at()):
        answer = as_user(w.officer).post(address(kind), typed(kind, **fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return Paper.objects.get(pk=answer.url.strip("/").split("/")[-1])


def test_what_is_issued_gives_its_title_to_the_notice(w):
    paper = kept(w, "issuing", title="", scheme_title="《云溪镇冬季消防整治方案》")
    assert paper.title == "云溪镇人民政府关于印发《云溪镇冬季消防整治方案》的通知"
    assert paper.content["scheme_title"] == "云溪镇冬季消防整治方案"


def test_names_are_parted_alike_however_they_were_typed(w):
    assert kept(w, "interview", askers="季长河，鲍国良").content["askers"] == "季长河、鲍国良"
    assert kept(w, "circular", joint="云溪镇派出所 云溪镇卫生院").content["joint"] == "云溪镇派出所、云溪镇卫生院"
    assert kept(w, "inspection", inspectors="季长河　YX1\n鲍国良  YX2").content["inspectors"] == "季长河 YX1\n鲍国良 YX2"
    assert kept(w, "request", signer="卓立新 季长河").content["signer"] == "卓立新、季长河"


def test_without_a_signer_named_the_leader_who_signed_stands_in_the_head(w):
    paper = kept(w, "account")
    assert typeset.document_of(paper).signer == ""
    services.review(paper=paper, by=w.officer)
    services.sign(paper=paper, by=w.leader)
    assert typeset.document_of(Paper.objects.get(pk=paper.pk)).signer == w.leader.name


def test_rarely_used_fields_are_folded_until_one_is_filled_or_wrong(w):
    page = as_user(w.officer).get(address("circular"))
    assert '<details class="fold"><summary>更多要素' in words(page)
    answer = as_user(w.officer).post(address("circular"), typed("circular", copy_number="x"))
    assert '<details class="fold" open><summary>更多要素' in words(answer)


@pytest.mark.parametrize("kind", ["tip", "talk", "interview", "order"])
def test_a_paper_without_red_head_offers_no_marks_of_one(w, kind):
    assert "更多要素" not in words(as_user(w.officer).get(address(kind)))


def test_classification_is_not_offered_and_the_reason_is_said(w):
    page = words(as_user(w.officer).get(address("circular")))
    assert "涉密文件（绝密、机密、秘密）不得在本平台办理" in page and 'value="机密' not in page


# what is known beforehand


def test_an_inspection_starts_from_the_enterprise_and_today(w):
    known = given(w, "inspection", enterprise=w.firm.pk)
    assert known["unit"] == w.firm.name and known["principal"] == f"{w.firm.principal}（主要负责人）"
    assert known["held_on"] == clock.today().isoformat()


@pytest.fixture
def seen(w):
    paper = written(w, "inspection", enterprise=w.firm.pk)
    with clock.at(at()):
        return issued(w, paper)


def test_an_order_starts_from_what_was_seen_on_the_spot(w, seen):
    known = given(w, "order", source=seen.pk)
    assert known["hazards"] == "配电箱前堆放木料\n安全出口上锁" and known["found_on"] == "2026-11-19"
    assert known["inspectors"] == "季长河、鲍国良"
    with clock.at(at()):
        paper = written(w, "order", source=seen.pk)
    assert paper.receipts.get().enterprise == w.firm


def test_a_transfer_and_a_listing_start_from_it_too(w, seen):
    assert "安全出口上锁" in given(w, "transfer", source=seen.pk)["facts"]
    assert given(w, "transfer", source=seen.pk)["materials"] == f"《{seen.title}》（{seen.doc_number}）"
    assert given(w, "listing", source=seen.pk)["matters"] == "配电箱前堆放木料\n安全出口上锁"


def test_a_recheck_reads_an_order_written_at_the_desk(w):
    paper = written(w, "order", enterprise=w.firm.pk)
    with clock.at(at()):
        issued(w, paper)
    assert given(w, "recheck", source=paper.pk)["findings"] == "一车间：配电箱前堆放木料\n仓库：安全出口上锁"


def test_an_order_from_the_desk_can_be_edited_and_one_from_the_register_cannot(w):
    assert services.refusal_to_edit(written(w, "order"), w.officer) == ""
    assert "来自隐患和任务" in services.refusal_to_edit(order(w, due_on=DAY + timedelta(days=30)), w.officer)


def test_a_talk_does_not_start_with_the_officers_own_number_as_that_of_whoever_is_asked(w):
    w.officer.phone = "13900000001"
    w.officer.save()
    assert given(w, "interview")["tel"] == "" and given(w, "interview")["recorder"] == w.officer.name


def test_what_may_stay_empty_says_so_and_what_may_not_does_not(w):
    form = as_user(w.officer).get(address("inspection")).context["form"]
    assert form.fields["present"].label == "在场人员（可不填）" and form.fields["place"].label == "检查地点"
    assert form.fields["witness"].label == "见证人"  # its help says it


def test_minutes_begin_with_the_townships_mark(w):
    assert given(w, "minutes")["mark"] == "云溪镇会议纪要"
