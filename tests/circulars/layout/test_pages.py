"""The printed page, read back in millimetres."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from circulars.fonts import MissingGlyphs
from circulars.layout import circular, merge, rectification_order, render, urging_notice
from circulars.layout.grid import PITCH
from circulars.layout.measure import measure

DAY = date(2026, 11, 20)
PARAGRAPH = (
    "坚持“人民至上、生命至上”，全面排查、彻底整治各类风险隐患，"
    "确保全镇不发生较大以上事故，一般事故起数比上年同期下降15%以上。\n"
)
BODY = (
    "各村：\n一、工作目标\n"
    + PARAGRAPH * 6
    + "（一）压实责任。由王堃、龑䶮负责核对。\n"
    + PARAGRAPH * 6
    + "附件1\n清单\n按月更新。"
)


def paper(**changes):
    fields = {
        "issuer": "柳溪镇人民政府",
        "title": "柳溪镇人民政府关于开展冬春安全生产隐患集中整治行动的通知",
        "body": BODY,
        "issued_on": DAY,
        "doc_number": "柳政发〔2026〕31号",
        "copied_to": "县安委办，镇党委各部门",
        "printer": "柳溪镇党政办公室",
        "code": "ABCD2345EFGH",
        "qr": "https://portal.example/v/ABCD2345EFGH",
    }
    return circular(**(fields | changes))


@pytest.fixture(scope="module")
def sheets(faces):
    return measure(render(paper(), faces)[0])


def test_pages_are_a4_and_even_in_number(sheets):
    assert len(sheets) % 2 == 0
    assert all(abs(s.size[0] - 210) < 0.1 and abs(s.size[1] - 297) < 0.1 for s in sheets)


def test_twenty_two_rows_fill_the_type_area(sheets):
    rows = sheets[1].rows
    tops = sorted(row.top for row in rows if row.faces - {"GW-Rare"})
    assert abs(tops[0]) < 0.05
    steps = [(top - tops[0]) / PITCH for top in tops]
    assert all(abs(step - round(step)) * PITCH < 0.1 for step in steps)
    assert max(round(step) for step in steps) <= 21


def test_rows_keep_within_the_type_area_and_full_rows_hold_28_characters(sheets):
    rows = [row for sheet in sheets for row in sheet.rows]
    assert all(-0.3 < row.left and row.right < 156.3 for row in rows)
    assert any(len(row.text) == 28 and abs(row.left) < 0.1 and abs(row.right - 156) < 0.2 for row in rows)


def test_the_red_rule_stands_four_millimetres_below_the_number(sheets):
    number = next(row for row in sheets[0].rows if "〔2026〕" in row.text)
    left, top, width, _, colour = sheets[0].rules[0]
    assert abs(top - (number.top + 16 * 25.4 / 72) - 4) < 0.1
    assert (left, width) == (0, 156)
    assert colour[0] > 0.8 and colour[1] == 0


def test_heading_levels_have_their_faces(sheets):
    rows = [row for sheet in sheets for row in sheet.rows]
    assert next(row for row in rows if row.text.startswith("一、")).faces == {"GW-Hei"}
    assert "GW-Kai" in next(row for row in rows if row.text.startswith("（一）")).faces


def test_page_numbers_stand_outside(sheets):
    assert sheets[0].small[-1].text == "—1—"
    assert abs(sheets[0].small[-1].right - (156 - 156 / 28)) < 0.3
    assert sheets[1].small[-1].text == "—2—"
    assert abs(sheets[1].small[-1].left - 156 / 28) < 0.3


def test_the_colophon_ends_on_the_lower_edge_of_the_last_page(sheets):
    rules = [rule for rule in sheets[-1].rules if rule[2] == 156]
    assert sorted(rule[3] for rule in rules) == [0.25, 0.35, 0.35]
    assert abs(max(rule[1] + rule[3] for rule in rules) - 225) < 0.05


def test_the_attachment_starts_a_page(sheets):
    page = next(sheet for sheet in sheets if sheet.rows and sheet.rows[0].text == "附件1")
    assert abs(page.rows[0].top) < 0.1


def test_the_code_stays_on_the_page_of_its_picture(faces):
    order = rectification_order(
        issuer="柳溪镇应急管理站",
        enterprise="宏远木器厂",
        hazards=["配电箱前堆放木料", "安全出口上锁"],
        due_on=date(2026, 12, 5),
        inspectors="周文、李喆",
        issued_on=DAY,
        doc_number="柳应急责改〔2026〕8号",
        qr="https://portal.example/v/A",
        code="ABCD2345EFGH",
    )
    data, count = render(order, faces)
    pages = PdfReader(BytesIO(data)).pages
    assert count == len(pages) == 1
    text = pages[0].extract_text()
    assert "ABCD2345EFGH" in text and "2026年12月5日" in text and "安全出口上锁" in text


def test_an_urging_notice_names_each_late_task(faces):
    notice = urging_notice(
        issuer="柳溪镇人民政府",
        unit="上河村",
        tasks=[("报送台账", date(2026, 11, 10)), ("开展演练", date(2026, 11, 12))],
        due_on=date(2026, 11, 28),
        issued_on=DAY,
    )
    text = "".join(row.text for row in measure(render(notice, faces)[0])[0].rows)
    assert "1.报送台账（应于2026年11月10日前完成）；2.开展演练（应于2026年11月12日前完成）。" in text


def test_a_character_no_face_can_print_is_an_error_that_names_it(faces):
    with pytest.raises(MissingGlyphs, match="😀"):
        render(paper(body="各村：\n请落实😀。"), faces)


def test_a_long_title_still_fits(faces):
    sheets = measure(render(paper(title="关于" + "加强安全生产工作" * 37 + "的通知"), faces)[0])
    assert all(-0.3 < row.left and row.right < 156.3 for sheet in sheets for row in sheet.titles)


def test_merged_papers_start_on_odd_pages(faces):
    one = render(urging_notice(issuer="某镇", unit="某村", tasks=[("台账", DAY)], due_on=DAY, issued_on=DAY), faces)[0]
    pages = PdfReader(BytesIO(merge([one, one]))).pages
    assert [bool(page.extract_text().strip()) for page in pages] == [True, False, True]
