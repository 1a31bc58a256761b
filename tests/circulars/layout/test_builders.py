"""The builders: which page a paper gets, what stands where, what leaves no trace when it was not said."""

import io
from datetime import date, time

import pdfplumber
import pytest

from circulars.layout import Wording, builders, render
from circulars.layout.builders.records import certified, masked, turns
from circulars.layout.grid import EM, PITCH, ROWS
from circulars.layout.measure import measure
from circulars.layout.word import to_word

DAY = date(2026, 11, 20)
COMMON = {"issuer": "柳溪镇人民政府", "title": "关于试验的文", "issued_on": DAY, "doc_number": "柳政发〔2026〕3号"}
TALK = {
    "place": "村委会", "held_on": DAY, "begun": time(9), "ended": time(10, 5), "askers": "甲某、乙某", "recorder": "丙某",
    "person": "丁某", "told": "听清楚了。", "talk": "问：在哪里？\n答：在一车间。",
}  # fmt: skip
SEEN = {
    "unit": "顺达木器厂", "place": "一车间", "held_on": DAY, "begun": time(9), "ended": time(10), "principal": "胡某",
    "inspectors": "甲某 A1\n乙某 A2", "found": "安全出口上锁",
}  # fmt: skip


def talk(**changes):
    return builders.interview(**(TALK | changes), **COMMON)


def test_a_talk_whose_end_is_not_known_leaves_it_to_be_written_in():
    assert any("9时00分至　　时　　分" in words for words in texts(talk(ended=None)))
    assert any("9时00分至10时05分" in words for words in texts(talk()))


def seen(**changes):
    return builders.inspection(**(SEEN | changes), **COMMON)


def texts(document):
    return [block.text for block in document.blocks]


def pages(document, faces):
    data, _ = render(document, faces)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages], measure(data)


# which page


@pytest.mark.parametrize(
    ("make", "form"),
    [
        (lambda: builders.circular(body="请落实。", **COMMON), "circular"),
        (lambda: builders.upward(body="请批准。", **COMMON), "circular"),
        (lambda: builders.letter(body="请支持。", **COMMON), "letter"),
        (lambda: builders.transfer(matter="某事", facts="如下。", **COMMON), "letter"),
        (lambda: builders.minutes(body="议定。", held_on=DAY, where="会议室", chair="甲", present="乙", **COMMON), "minutes"),
        (lambda: builders.tip(matters="受潮", **COMMON), "plain"),
        (talk, "plain"), (seen, "plain"),
    ],
)  # fmt: skip
def test_each_kind_has_its_own_form_of_page(make, form):
    assert make().form == form


def test_joint_issuers_stand_in_the_mark_and_under_the_text_the_first_first():
    document = builders.circular(body="请落实。", joint="柳溪镇派出所、柳溪镇卫生院", **COMMON)
    assert document.mark == document.issuers == ["柳溪镇人民政府", "柳溪镇派出所", "柳溪镇卫生院"]


def test_without_joint_issuers_a_body_signed_by_others_keeps_its_signature():
    assert builders.circular(body="请落实。\n柳溪镇安委会\n2026年11月2日", **COMMON).issuers == ["柳溪镇安委会"]


def test_what_is_issued_stands_on_a_page_of_its_own_under_its_title(faces):
    document = builders.issuing(scheme_title="消防整治方案", scheme="一、目标\n清零。\n附件1\n报表\n如下。", **COMMON)
    assert [paper.title for paper in document.attachments] == ["消防整治方案", "报表"]
    words, _ = pages(document, faces)
    assert "现将《消防整治方案》印发给你们" in words[0] and "清零" not in words[0]
    assert words[1].startswith("消防整治方案") and "清零。" in words[1]


def test_a_covering_text_of_ones_own_takes_the_place_of_the_standing_one():
    document = builders.issuing(scheme_title="方案", scheme="清零。", body="方案已经同意，请照办。", **COMMON)
    assert texts(document) == ["方案已经同意，请照办。"]


def test_the_standing_last_sentence_is_not_said_twice():
    said = [
        builders.upward(body=body, say=Wording("request"), **COMMON) for body in ("请批准。", "请批准。\n妥否，请批示。")
    ]
    assert [texts(document)[1:] for document in said] == [["妥否，请批示。"]] * 2


def test_a_letter_that_asks_for_an_answer_says_by_when_and_not_that_it_only_informs():
    asking = builders.letter(body="请支持。", reply_by=date(2026, 12, 1), **COMMON)
    assert texts(asking) == ["请支持。", "请于2026年12月1日前函复。"]
    assert texts(builders.letter(body="请支持。", **COMMON)) == ["请支持。", "特此函达。"]


def test_minutes_hold_who_came_who_was_excused_and_who_sat_in_in_this_order():
    given = {"body": "议定。", "held_on": DAY, "where": "会议室", "chair": "甲", "present": "乙", "sitting": "丁"}
    document = builders.minutes(**given, mark="柳溪镇会议纪要", **COMMON)
    assert document.attendance == [("出席", "乙"), ("列席", "丁")] and document.issuers == []
    assert document.mark == ["柳溪镇会议纪要"]


# what was not said leaves no trace


def test_facts_nobody_gave_leave_no_label(faces):
    words = "".join(texts(talk()) + texts(seen()))
    for label in ("证件号码", "工作单位", "住址", "联系电话", "在场人员", "检查内容", "处理意见", "见证人"):
        assert f"{label}：" not in words and f"、{label}" not in words, label
    listed = builders.listing(matters="连通", asked="搬出。", due_on=DAY, supervisor="应急办", **COMMON)
    assert "责任人" not in "".join(texts(listed)) and "联系人" not in "".join(texts(listed))


def test_headings_of_a_transfer_are_numbered_without_gaps():
    document = builders.transfer(matter="某事。", facts="如下。", materials="照片", **COMMON)
    assert [row for row in texts(document) if row[1:2] == "、"] == ["一、基本情况", "二、移送材料"]


# records


def test_all_sign_at_the_foot_of_every_page_of_a_talk_and_its_pages_are_counted(faces):
    long = "\n".join(
        f"问：第{n}问，请说说当时的情况？\n答：当时我在一车间里，听到响声就去看了，没有人受伤。" for n in range(1, 15)
    )
    words, sheets = pages(talk(talk=long), faces)
    assert len(words) >= 3
    for number, (text, sheet) in enumerate(zip(words, sheets, strict=True), 1):
        assert f"第{number}页共{len(words)}页" in text, number
        assert "被谈话人（签名）：" in text and "谈话人甲某：谈话人乙某：" in text and "记录人丙某：" in text
        foot = [
            row
            for row in sheet.rows
            if row.text.startswith(("被谈话人（签", "谈话人甲某：", "记录人丙某：")) and row.top > 170
        ]
        assert abs(foot[-1].top + EM - 225) < 0.1 and abs(foot[-1].top - foot[-2].top - PITCH) < 0.1
        above = [row.top for row in sheet.rows if row.top < foot[0].top - 1]
        assert foot[0].top - max(above) > 2 * PITCH - 0.1  # a blank row, on no page text runs into the signatures
    assert "—1—" not in words[0]


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ({}, ["谈话人甲某：　　　　　　　　谈话人乙某：", "记录人丙某："]),
        (
            {"askers": "甲某、乙某、戊某"},
            ["谈话人甲某：　　　　　　　　谈话人乙某：", "谈话人戊某：　　　　　　　　记录人丙某："],
        ),
        (
            {"present": "村干部"},
            ["谈话人甲某：　　　　　　　　谈话人乙某：", "记录人丙某：　　　　　　　　在场人（签名）："],
        ),
        ({"askers": "甲某、买买提·吐尔逊·阿不都拉某"}, ["谈话人甲某：", "谈话人买买提·吐尔逊·阿不都拉某：", "记录人丙某："]),
    ],
)
def test_each_handler_signs_a_talk_by_name(said, rows):
    assert talk(**said).page_foot[1:] == rows and all(len(row) <= 28 for row in rows)


@pytest.mark.parametrize("count", [1, 6, 9, 30])
def test_every_page_of_an_inspection_is_signed_by_all(faces, count):
    words, _ = pages(seen(found="\n".join(["安全出口上锁"] * count), witness="吴某"), faces)
    assert all("被检查单位负责人（签名）：" in text and "检查人员甲某：检查人员乙某：" in text for text in words)
    assert all("见证人吴某：" in text for text in words) and (len(words) > 1) == (count > 5)


@pytest.mark.parametrize("count", range(1, 16))
def test_what_is_written_by_hand_stays_with_the_sentence_that_asks_for_it(faces, count):
    words, _ = pages(talk(talk="\n".join(["问：在哪里？\n答：在一车间。"] * count)), faces)
    assert "以上是这次谈话的全部记录" in words[-1] and "被谈话人写明：" in words[-1]


def test_the_word_copy_keeps_them_together_too(faces):
    import docx

    rows = docx.Document(io.BytesIO(to_word(talk(), faces))).paragraphs
    at = next(n for n, row in enumerate(rows) if row.text.startswith("以上是这次谈话"))
    assert rows[at].paragraph_format.keep_with_next


def test_a_talk_loses_no_word_between_its_pages(faces):
    long = "\n".join(f"问：第{n}问？\n答：第{n}答，" + "很长的话" * 20 + "。" for n in range(1, 15))
    words = "".join(pages(talk(talk=long), faces)[0])
    assert all(f"问：第{n}问？" in words and f"答：第{n}答，" in words for n in range(1, 15))


def test_numbers_are_hidden_when_asked_and_whole_otherwise():
    person = {"id_number": "110101198003070033", "tel": "13800001234"}
    assert "证件号码：110101********0033" in texts(talk(**person)) and "联系电话：138****1234" in texts(talk(**person))
    assert "证件号码：110101198003070033" in texts(talk(**person, hide=False))


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("123", "***"), ("1234567", "*******"), ("12345678", "123*5678")])
def test_a_number_too_short_to_hide_in_is_hidden_whole(text, shown):
    assert masked(text, 3, 4) == shown


def test_turns_go_on_over_lines_and_begin_with_a_question():
    assert turns("问:在哪里？\n答：在一车间，\n靠门。") == [("问", "在哪里？"), ("答", "在一车间，靠门。")]
    with pytest.raises(ValueError, match="问"):
        turns("在哪里？")


def test_inspectors_stand_with_their_certificates():
    assert certified("甲某 A1\n乙某　A2") == "甲某（证号：A1）、乙某（证号：A2）"


def test_who_refused_does_not_sign_and_the_reason_and_the_witness_stand_in_the_record():
    document = seen(refused="负责人看后离开。", witness="吴某")
    assert texts(document)[-1] == "被检查单位人员拒绝签名，情况为：负责人看后离开。"
    assert document.page_foot == ["检查人员甲某：　　　　　　　检查人员乙某：", "见证人吴某："]


def test_who_signs_leaves_room_to_note_a_refusal():
    document = seen()
    assert document.page_foot[0].startswith("被检查单位负责人（签名）：") and len(document.page_foot[0]) == 28
    assert "拒绝签名的" in texts(document)[-1] and len(texts(document)[-1]) <= 28  # in one row, its bracket closed on it


def test_a_record_has_no_addressee_and_no_signature_of_the_office():
    document = builders.interview(**TALK, **COMMON, addressees="某单位")
    assert (document.addressees, document.issuers) == ("", [])


def test_the_note_never_stands_alone_on_the_next_page(faces):
    body = "\n".join(["这里是正文。"] * 5)
    words, sheets = pages(builders.upward(body=body, contact="鲍国良", phone="0538", signer="卓立新", **COMMON), faces)
    at = next(n for n, text in enumerate(words) if "联系人：鲍国良" in text)
    assert "2026年11月20日" in words[at] and len(sheets[0].rows) <= ROWS


def test_the_word_copy_has_the_rows_to_sign_on_and_counts_its_pages(faces):
    import docx

    footer = docx.Document(io.BytesIO(to_word(talk(), faces))).sections[0].footer
    assert [row.text[:5] for row in footer.paragraphs[:3]] == ["被谈话人（", "谈话人甲某", "记录人丙某"]
    assert "NUMPAGES" in footer._element.xml and "第" in footer.paragraphs[-1].text
