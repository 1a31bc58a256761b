"""Standing sentences: filled, overridden, checked."""

import pytest

from circulars.layout.phrases import PHRASES, Phrase, Wording, faults

ONE = Phrase("a", "句", "请于{期限}前报{单位}。", must=("期限",), may=("单位",))


def test_an_offices_own_sentence_goes_before_the_default_and_the_rest_stay():
    say = Wording("letter", {"closing": "专此函达。"})
    assert say("closing") == "专此函达。"
    assert say("reply", 期限="2026年12月1日") == "请于2026年12月1日前函复。"


def test_a_sentence_of_several_lines_is_several_paragraphs_and_an_empty_one_is_none():
    say = Wording("letter", {"closing": "第一段。\n第二段。"})
    assert [block.text for block in say.blocks("closing")] == ["第一段。", "第二段。"]
    assert Wording("letter", {"closing": "  "}).blocks("closing") == []


def test_what_is_filled_in_is_text_and_never_filled_in_again():
    say = Wording("slip", {"reply": "请于{期限}前交{发文机关}。"})
    assert say("reply", 期限="{发文机关}", 发文机关="甲") == "请于{发文机关}前交甲。"


@pytest.mark.parametrize("text", ["{期限.__class__}", "{0}", "{}"])
def test_a_place_the_form_does_not_know_stops_the_printing(text):
    with pytest.raises(KeyError):
        Wording("letter", {"reply": text})("reply", 期限="明天")


def test_wordings_do_not_share_their_sentences():
    first = Wording("letter")
    first.texts["closing"] = "改了"
    assert Wording("letter")("closing") == "特此函达。"


@pytest.mark.parametrize("kind", PHRASES)
def test_the_defaults_stand_their_own_check_and_have_a_label(kind):
    for phrase in PHRASES[kind]:
        assert faults(phrase, phrase.text) == [] and phrase.label, phrase.key
    assert len({phrase.key for phrase in PHRASES[kind]}) == len(PHRASES[kind])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("请于{期限}前报{镇长}。", "没有可以代入 {镇长} 的内容，能用的有 {期限}、{单位}"),
        ("请尽快报送。", "必须写上 {期限}"),
        ("请于{期限}前报{单位。", "花括号要成对"),
        ("请于{期限}前报}。", "花括号要成对"),
        ("  \n ", "不能空着"),
        ("", "不能空着"),
    ],
)
def test_faults_are_said_in_words(text, said):
    assert any(said in fault for fault in faults(ONE, text)), faults(ONE, text)


def test_a_sentence_that_may_be_left_out_may_be_empty_and_one_without_places_says_so():
    closing = Phrase("c", "结尾", "特此函达。", optional=True)
    assert faults(closing, "") == []
    assert faults(closing, "送{单位}。") == ["这一句里没有可以代入 {单位} 的内容，不能用花括号"]


def test_every_fault_of_a_sentence_is_said_at_once():
    assert len(faults(ONE, "{镇长}{村}")) == 3
