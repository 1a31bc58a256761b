"""GB/T 9704-2012 in millimetres, read back from PDFs of one, two and many pages."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest

from circulars.layout import circular, rectification_order, render, urging_notice
from circulars.layout.grid import ASCENT, EM, MM_PT, PITCH, TITLE_SIZE
from circulars.layout.measure import measure

DAY = date(2026, 11, 20)
SENTENCE = "各村要逐户登记取暖煤炉和用电线路，查出的隐患逐条列入清单，明确整改人员和完成时限，整改一条、销号一条。"
HEADS = ("一、工作目标", "二、排查重点", "三、时间安排", "四、工作要求", "五、督查考核")
DOTS = 300


def text(sections, sentences):
    rows = ["各村，各站所：", "现将有关事项通知如下。"]
    for head in HEADS[:sections]:
        rows += [head, f"（一）压实责任。{SENTENCE}", *[SENTENCE * 2] * sentences, f"1.{SENTENCE}"]
    return "\n".join(rows)


BEHIND = "\n附件：1.任务清单\n2.统计表\n附件1\n任务清单\n" + f"{SENTENCE}\n" * 3 + "附件2\n统计表\n按月填报。"
SIZES = {"one": text(1, 0), "two": text(2, 1), "many": text(5, 3) + BEHIND}


def paper(body=SIZES["many"], **fields):
    given = {
        "issuer": "柳溪镇人民政府",
        "title": "柳溪镇人民政府关于开展冬春安全生产隐患集中整治行动的通知",
        "body": body,
        "issued_on": DAY,
        "doc_number": "柳政发〔2026〕31号",
        "copied_to": "县安委办，镇党委各部门",
        "printer": "柳溪镇应急管理办公室",
        "qr": "https://portal.example/v/A",
        "code": "ABCD2345EFGH",
    }
    return circular(**(given | fields))


@pytest.fixture(scope="module")
def printed(faces):
    return {name: render(paper(body), faces)[0] for name, body in SIZES.items()}


@pytest.fixture(scope="module")
def measured(printed):
    return {name: measure(data) for name, data in printed.items()}


def rows_of(sheets):
    return [row for sheet in sheets for row in sheet.rows]


def test_the_samples_have_the_pages_they_are_named_for(measured):
    assert [len(measured[name]) for name in SIZES] == [2, 2, 8]


@pytest.mark.parametrize("name", SIZES)
def test_text_keeps_within_the_type_area(measured, name):
    for row in rows_of(measured[name]):
        assert -0.3 <= row.left and row.top >= -0.3 and row.top + EM <= 225.3, row.text
        assert row.right <= 156.3 or row.text[-1] in "，。、；：！？）》”", row.text


def test_a_full_page_holds_22_rows_from_edge_to_edge(measured):
    full = [sheet for sheet in measured["many"] if len(sheet.rows) == 22]
    assert len(full) >= 2
    for sheet in full:
        tops = [row.top for row in sheet.rows]
        assert abs(tops[0]) < 0.3 and abs(tops[-1] + EM - 225) < 0.3
        assert all(abs(b - a - PITCH) < 0.1 for a, b in zip(tops, tops[1:], strict=False))


def test_a_full_row_holds_28_characters_from_edge_to_edge(faces):
    sheets = measure(render(paper("各村：\n" + "安全生产责任重于泰山" * 60), faces)[0])
    full = [row for row in rows_of(sheets) if len(row.text) == 28]
    assert len(full) > 15
    assert all(abs(row.left) < 0.3 and abs(row.right - 156) < 0.3 for row in full)


def test_rows_that_go_on_are_full_whatever_they_hold(faces):
    mixed = "（以下简称《方案》）,从即日起至2026年12月底(含31日),用电用气“双查”率100%；GB/T 9704-2012第7.2.1条、第12版，" * 8
    rows = rows_of(measure(render(paper("各村：\n" + mixed + "完"), faces)[0]))
    body = [row for row in rows if row.left < 0.5 and "镇人民政府" not in row.text][1:-1]
    assert len(body) > 8
    for row in body:
        assert abs(row.right - 156) < 0.3 or row.text[-1] in "，。、；：）》”", (row.right, row.text)


@pytest.mark.parametrize("name", SIZES)
def test_faces_belong_to_their_roles_and_nothing_falls_back(measured, name):
    for sheet in measured[name]:
        assert all(font.startswith("GW-") for font in sheet.fonts)
        assert {face for row in sheet.titles for face in row.faces} <= {"GW-Xbs"}
    for row in rows_of(measured[name]):
        if row.text.startswith(("一、", "二、", "附件1", "附件2")):
            assert row.faces == {"GW-Hei"}, row.text
        elif row.text.startswith("（一）"):
            assert row.faces == {"GW-Kai", "GW-Fang"}
        elif not row.text.startswith(HEADS):
            assert row.faces <= {"GW-Fang", "GW-Hei"}, row.text


@pytest.mark.parametrize("name", SIZES)
def test_embedded_fonts_carry_their_programs(printed, name):
    from pypdf import PdfReader

    for page in PdfReader(BytesIO(printed[name])).pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert any(key in inner for key in ("/FontFile2", "/FontFile3"))


def picture_of(data, page=0):
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=DOTS / 72).to_pil().convert("RGB")
    finally:
        document.close()


def red_rows(image, top, bottom):
    """Heights (mm below the type area's top) of rows with red ink between two heights."""
    dot = 25.4 / DOTS
    found = []
    for y in range(int((37 + top) / dot), int((37 + bottom) / dot)):
        line = image.crop((0, y, image.width, y + 1)).tobytes()
        if any(line[i] > 150 and line[i + 1] < 90 and line[i + 2] < 110 for i in range(0, len(line), 3)):
            found.append(y * dot - 37)
    return found


@pytest.mark.parametrize("name", SIZES)
def test_the_red_mark_begins_35_mm_below_the_type_areas_top(printed, name):
    assert abs(red_rows(picture_of(printed[name]), 0, 60)[0] - 35) < 0.3


@pytest.mark.parametrize("name", SIZES)
def test_the_red_rule_is_4_mm_under_the_number_and_156_wide(measured, name):
    sheet = measured[name][0]
    number = next(row for row in sheet.rows if row.text == "柳政发〔2026〕31号")
    left, top, width, thick, colour = sheet.rules[0]
    assert abs(top - (number.top + EM) - 4) < 0.1 and (left, width) == (0, 156)
    assert colour[0] > 0.8 and colour[1] < 0.1
    assert abs((number.left + number.right) / 2 - 78) < 0.5


def test_the_number_stands_two_rows_below_the_mark(faces, printed):
    bottom = red_rows(picture_of(printed["one"]), 30, 70)[-1]
    number = next(row for row in measure(printed["one"])[0].rows if "〔" in row.text)
    assert abs(number.top - bottom - 2 * PITCH) < 0.6


@pytest.mark.parametrize("name", SIZES)
def test_the_title_stands_in_22_pt_two_rows_below_the_rule_centred(measured, name):
    sheet = measured[name][0]
    rule = sheet.rules[0][1]
    tops = [row.baseline - ASCENT * TITLE_SIZE * MM_PT for row in sheet.titles]
    middle = tops[0] + TITLE_SIZE * MM_PT / 2
    assert abs(middle - (rule + 2 * PITCH + EM / 2)) < 0.1
    for row in sheet.titles:
        assert abs((row.left + row.right) / 2 - 78) < 0.3


@pytest.mark.parametrize("name", SIZES)
def test_the_first_page_shows_text(measured, name):
    assert any("现将有关事项通知如下" in row.text for row in measured[name][0].rows)


def test_many_addressees_go_to_the_foot_so_that_the_first_page_shows_text(faces):
    names = "，".join(f"第{n}村民委员会" for n in range(60))
    sheets = measure(render(paper(f"请落实。\n{SENTENCE * 30}", addressees=names), faces)[0])
    assert sheets[0].rows[1].text.startswith("请落实")
    assert sheets[-1].small[0].text.startswith("主送：第0村民委员会")


@pytest.mark.parametrize("length", [20, 41, 80, 120])
def test_any_title_the_form_takes_leaves_text_on_the_first_page(faces, length):
    title = ("柳溪镇人民政府关于" + "开展冬春安全生产隐患排查整治" * 9)[: length - 3] + "的通知"
    sheets = measure(render(paper(title=title), faces)[0])
    assert "".join(row.text for row in sheets[0].titles) == title
    assert any("现将有关事项通知如下" in row.text for row in sheets[0].rows)


def test_no_word_of_a_title_is_torn(faces):
    for title in (
        "柳溪镇人民政府关于做好春节期间安全生产工作的通知",
        "柳溪镇人民政府关于印发重大事故隐患大起底大排查大整治专项行动实施方案的通知",
    ):
        rows = [row.text for row in measure(render(paper(title=title), faces)[0])[0].titles]
        for word in ("春节", "安全生产", "大排查", "大整治", "隐患", "实施方案", "通知"):
            assert word not in title or any(word in row for row in rows), rows


@pytest.mark.parametrize("rows", range(14))
def test_a_heading_never_ends_a_page(faces, rows):
    body = "各村：\n" + "逐户登记取暖煤炉和用电线路。\n" * rows + "四、督查考核\n" + SENTENCE * 3
    for sheet in measure(render(paper(body), faces)[0]):
        assert not sheet.rows or sheet.rows[-1].text != "四、督查考核"


@pytest.mark.parametrize("sentences", range(22))
def test_the_signature_never_stands_alone_on_a_page(faces, sentences):
    """Whatever the length, every page with the date has a row of text."""
    rows = [SENTENCE[: 26 + n % 3] for n in range(sentences)]
    sheets = measure(render(paper("各村：\n" + "\n".join(rows) + "\n四、督查考核\n按月通报。"), faces)[0])
    for sheet in sheets:
        texts = [row.text for row in sheet.rows]
        if "2026年11月20日" in texts:
            assert any("镇人民政府" not in text and "年11月" not in text for text in texts), texts


def test_the_date_ends_four_cells_from_the_right_with_the_issuer_centred_over_it(measured):
    rows = rows_of(measured["many"])
    day = next(row for row in rows if row.text == "2026年11月20日")
    name = next(row for row in rows if row.text == "柳溪镇人民政府")
    assert abs(day.right - 156 * 24 / 28) < 0.5
    assert abs((name.left + name.right) / 2 - (day.left + day.right) / 2) < 0.4
    assert abs(day.top - name.top - PITCH) < 0.1


@pytest.mark.parametrize("name", SIZES)
def test_page_numbers_stand_outside_one_cell_in_and_7_mm_below(measured, name):
    for number, sheet in enumerate(measured[name], 1):
        found = [row for row in sheet.small if row.text == f"—{number}—"]
        assert bool(found) == any("抄送" not in row.text for row in sheet.rows), number
        for row in found:
            assert abs(row.right - (156 - 156 / 28)) < 0.3 if number % 2 else abs(row.left - 156 / 28) < 0.3
            dash = row.baseline - 0.326 * 14 * MM_PT
            assert abs(dash - 232) < 0.3


@pytest.mark.parametrize("name", SIZES)
def test_the_colophon_stands_on_the_lower_edge_of_the_last_page_which_is_even(measured, name):
    sheets = measured[name]
    assert len(sheets) % 2 == 0
    bars = sorted(rule[1:4] for rule in sheets[-1].rules)
    assert [(width, thick) for _, width, thick in bars] == [(156, 0.35), (156, 0.25), (156, 0.35)]
    assert abs(bars[-1][0] + 0.35 - 225) < 0.1
    words = [row.text for row in sheets[-1].small]
    assert words[0] == "抄送：县安委办，镇党委各部门。"
    assert any("柳溪镇应急管理办公室" in text and "2026年11月20日印发" in text for text in words)


def test_each_attachment_begins_a_page_with_its_label_and_the_title_on_row_3(measured):
    for label, title in (("附件1", "任务清单"), ("附件2", "统计表")):
        sheet = next(sheet for sheet in measured["many"] if sheet.rows and sheet.rows[0].text == label)
        assert abs(sheet.rows[0].top) < 0.1 and sheet.titles[0].text == title
        middle = sheet.titles[0].baseline - ASCENT * TITLE_SIZE * MM_PT + TITLE_SIZE * MM_PT / 2
        assert abs(middle - (2 * PITCH + EM / 2)) < 0.6


def test_the_note_names_the_attachments_one_row_below_the_text(measured):
    rows = rows_of(measured["many"])
    note = next(i for i, row in enumerate(rows) if row.text == "附件：1.任务清单")
    assert rows[note + 1].text == "2.统计表"
    assert abs(rows[note].left - 2 * 156 / 28) < 0.3
    assert abs(rows[note].top - rows[note - 1].top - 2 * PITCH) < 0.1 or rows[note].top < rows[note - 1].top


@pytest.mark.parametrize("count", [1, 2, 8, 25])
def test_an_order_keeps_to_the_grid_however_many_hazards(faces, count):
    document = rectification_order(
        issuer="柳溪镇应急管理办公室",
        enterprise="恒远木器厂",
        hazards=[f"{n}号车间：{SENTENCE[:30]}" for n in range(count)],
        due_on=DAY + timedelta(days=15),
        inspectors="季长河、鲍国良",
        issued_on=DAY,
        doc_number="柳应急责改〔2026〕8号",
        qr="https://portal.example/v/A",
        code="ABCD2345EFGH",
    )
    data, pages = render(document, faces)
    sheets = measure(data)
    assert len(sheets) == pages
    assert sheets[0].titles[0].text == "责令限期整改指令书" and sheets[0].rows[0].text == "柳应急责改〔2026〕8号"
    assert all(row.right <= 156.3 or row.text[-1] in "，。；、" for row in rows_of(sheets))
    assert any("2026年11月20日" == row.text for row in sheets[-1].rows) and len(sheets[-1].rows) > 2


def test_an_urging_notice_fits_one_page(faces):
    document = urging_notice(
        issuer="柳溪镇人民政府",
        unit="上河村",
        tasks=[("报送台账", DAY)],
        due_on=DAY,
        issued_on=DAY,
        doc_number="柳政督〔2026〕8号",
    )
    data, pages = render(document, faces)
    assert pages == len(measure(data)) == 1


@pytest.mark.parametrize("name", SIZES)
def test_the_code_is_printed_beside_its_picture_clear_of_the_text(printed, name):
    from pypdf import PdfReader

    texts = [page.extract_text() for page in PdfReader(BytesIO(printed[name])).pages]
    found = [number for number, words in enumerate(texts) if "ABCD2345EFGH" in words]
    assert len(found) == 1
    image, dot = picture_of(printed[name], found[0]).convert("L"), 25.4 / DOTS
    square = image.crop((int(98 / dot), int(276 / dot), int(112 / dot), int(290 / dot)))
    dark = sum(square.histogram()[:128]) / (square.width * square.height)
    assert 0.3 < dark < 0.7
    for box in ((60, 273, 97, 292), (98, 291, 112, 297)):
        assert image.crop(tuple(int(edge / dot) for edge in box)).getextrema() == (255, 255), box
