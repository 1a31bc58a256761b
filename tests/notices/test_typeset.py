"""From a paper's row to its pages."""

from datetime import date, timedelta

import pytest

from circulars.layout.measure import measure
from core import clock
from notices import services, typeset
from notices.models import PaperNumber
from tests import factories

from .conftest import BODY, DAY, at, circular, in_state, issued, order, sheets_of, text_of, urging


def test_an_issued_circular_bears_head_number_text_signature_colophon_and_code(w):
    with clock.at(at()):
        paper = issued(w)
    text = text_of(services.intact_bytes(paper))
    for words in (
        "云溪镇人民政府文件",
        "云政发〔2026〕1号",
        "关于做好冬季取暖安全工作的通知",
        "各村：",
        "一、逐户排查",
        "2026年11月20日",
        "云溪镇应急管理办公室",
        "2026年11月20日印发",
        "扫码验真",
        paper.verify_code,
    ):
        assert words in text, words
    assert "草稿" not in text


def test_an_order_names_hazards_limit_inspectors_and_the_office(w):
    with clock.at(at()):
        text = text_of(
            services.intact_bytes(issued(w, order(w, measures="整改期间停用配电箱。", found_on=date(2026, 11, 18))))
        )
    for words in (
        "责令限期整改指令书",
        "云应急责改〔2026〕1号",
        f"{w.firm.name}：",
        "经我单位于2026年11月18日检查",
        "1.一车间：配电箱前堆放木料；",
        "2.仓库：安全出口上锁。",
        "于2026年12月5日前",
        "整改期间停用配电箱。",
        "检查人员：季长河、鲍国良",
        "云溪镇应急管理办公室",
    ):
        assert words in text, words


def test_an_urging_notice_names_the_unit_and_each_late_task(w):
    text = text_of(services.intact_bytes(issued(w, urging(w, note="请说明原因。"))))
    for words in (
        "督办通知",
        "石桥村：",
        "1.报送台账（应于2026年11月10日前完成）。",
        "请于2026年11月28日前",
        "请说明原因。",
    ):
        assert words in text, words


@pytest.mark.parametrize("make", [circular, order, urging])
@pytest.mark.parametrize("state", ["draft", "reviewed", "signed"])
def test_what_is_not_issued_is_visibly_a_draft_without_number_or_code(w, make, state):
    paper = in_state(w, state, make(w))
    data, pages = typeset.render(paper)
    text = text_of(data)
    assert text.count("草稿") == pages if make is not circular else text.count("草稿") >= 1
    assert "〔2026〕" not in text and "扫码验真" not in text
    paper.refresh_from_db()
    assert not paper.file and paper.number is None and not PaperNumber.objects.exists()


def test_a_paper_is_dated_by_the_day_the_leader_signed(w):
    with clock.at(at(DAY)):
        paper = in_state(w, "signed")
    with clock.at(at(DAY + timedelta(days=3))):
        paper = services.issue(paper=paper, by=w.officer)
        text = text_of(services.intact_bytes(paper))
    assert paper.issued_on == DAY
    assert "2026年11月20日" in text and "2026年11月23日印发" in text


def test_signed_in_december_and_issued_in_january_it_counts_for_the_year_of_its_date(w):
    with clock.at(at(date(2026, 12, 31))):
        paper = in_state(w, "signed")
    with clock.at(at(date(2027, 1, 4))):
        paper = services.issue(paper=paper, by=w.officer)
    assert (paper.doc_number, paper.issued_on) == ("云政发〔2026〕1号", date(2026, 12, 31))


def test_sent_back_and_signed_anew_it_bears_the_later_day(w):
    with clock.at(at(DAY)):
        paper = in_state(w, "signed")
        services.send_back(paper=paper, by=w.officer, note="正文有错字")
    assert typeset.day_of(paper) == clock.today()


def test_the_code_leads_to_the_page_that_verifies(w, client):
    paper = issued(w)
    url = typeset.verify_url(paper.verify_code)
    assert url == f"https://portal.example/papers/verify/{paper.verify_code}/"
    assert "有效" in client.get(url.removeprefix("https://portal.example")).content.decode()


def test_the_picture_on_the_page_is_that_address(w, monkeypatch):
    import segno

    made, real = [], segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: made.append(text) or real(text, **options))
    paper = issued(w)
    assert made == [typeset.verify_url(paper.verify_code)]


def test_a_letter_no_face_has_is_refused_by_name_at_review_and_takes_no_number(w):
    paper = circular(w, body="各村：\n请落实😀。")
    with pytest.raises(typeset.Untypable, match="😀"):
        services.review(paper=paper, by=w.officer)
    paper.refresh_from_db()
    assert paper.state == "draft" and not PaperNumber.objects.exists()


def test_missing_faces_are_said_with_what_to_run(w, settings, tmp_path):
    paper = in_state(w, "signed")
    settings.FONTS_DIR = tmp_path / "none"
    with pytest.raises(typeset.Untypable, match="./run setup"):
        services.request_issue(paper=paper, by=w.officer)
    with pytest.raises(typeset.Untypable, match="./run setup"):
        services.issue(paper=paper, by=w.officer)
    paper.refresh_from_db()
    assert paper.state == "signed" and not PaperNumber.objects.filter(last__gt=0)


def test_content_that_lost_a_part_is_refused_in_words(w):
    paper = factories.paper(w.town, kind="order", title="责令限期整改指令书", content={"unit": "甲"})
    with pytest.raises(typeset.Untypable, match="内容不完整"):
        typeset.render(paper)


def test_a_rare_name_is_printed_from_the_face_of_rare_characters(w):
    paper = issued(w, order(w, inspectors="王堃、龑䶮"))
    assert any("GW-Rare" in row.faces for row in sheets_of(paper)[0].rows)


@pytest.mark.parametrize(
    ("villages", "offices", "expected"),
    [(1, 0, "村0"), (3, 0, "村0、村1、村2"), (4, 0, "各村"), (2, 1, "村0、村1，所0"), (4, 4, "各村，各站所")],
)
def test_few_recipients_are_named_and_many_are_summed_up(w, villages, offices, expected):
    from places.models import Office

    units = [factories.place(f"9901011003{n:02d}", f"村{n}") for n in range(villages)]
    units += [Office.objects.create(township=w.town, name=f"所{n}") for n in range(offices)]
    paper = circular(w, units=units, body="请落实。")
    assert typeset.addressees(paper) == expected
    assert f"{expected}：" in text_of(typeset.render(paper)[0])


def test_addressees_in_the_text_go_before_the_list(w):
    assert "各村：" in text_of(typeset.render(circular(w, body=BODY))[0])


def test_only_role_fonts_are_embedded(w):
    for paper in (issued(w), issued(w, order(w)), issued(w, urging(w))):
        fonts = set().union(*(sheet.fonts for sheet in sheets_of(paper)))
        assert fonts and all(name.startswith("GW-") for name in fonts), fonts


def test_the_light_mark_lies_under_the_text_and_moves_nothing(w):
    paper = in_state(w, "signed")
    draft = measure(typeset.render(paper)[0])[0]
    final = sheets_of(services.issue(paper=paper, by=w.officer))[0]
    tops = lambda sheet: [(row.text, round(row.top, 3)) for row in sheet.rows if "〔" not in row.text]  # noqa: E731
    assert tops(draft) == tops(final) != []
