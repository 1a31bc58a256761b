"""Tables in the text, turned tables, registers on landscape pages, titles and rosters beyond the usual."""

import io
from datetime import date

import pdfplumber
import pytest

from circulars.fonts import MissingGlyphs
from circulars.layout import Attachment, Block, Document, Table, circular, register, render
from circulars.layout.grid import EM, MM_PT, PITCH
from circulars.layout.measure import measure
from circulars.layout.tables import chunks, columns, even, fit

from .test_millimetres import SENTENCE

DAY = date(2026, 11, 20)
NARROW = [["序号", "村", "隐患", "时限"], *[[str(n), f"第{n}村", SENTENCE[:24], "11月底"] for n in range(1, 41)]]
WIDE = [[f"第{n}项内容" for n in range(16)], *[[f"{row}行{n}列{SENTENCE[:9]}" for n in range(16)] for row in range(30)]]


def paper(blocks, **changes):
    given = {"title": "关于试验的通知", "mark": ["柳溪镇人民政府"], "doc_number": "柳政发〔2026〕31号", "addressees": "各村"}
    end = {"issuers": ["柳溪镇人民政府"], "issued_on": DAY}
    return Document(blocks=[Block("现将清单印发。"), *blocks], **(given | end | changes))


def pages_of(data):
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [(page.chars, page.rects, (page.width * MM_PT, page.height * MM_PT)) for page in pdf.pages]


def words(chars, upright=True):
    return "".join(c["text"] for c in chars if c["upright"] == upright)


def edges(data):
    """Of every page: the least left and top and the greatest right and bottom of black rects, mm of the page."""
    out = []
    for _, rects, _ in pages_of(data):
        black = [r for r in rects if r["non_stroking_color"] in ((0, 0, 0), (0,), [0, 0, 0]) and r["width"] * MM_PT < 230]
        out.append([f(r[k] for r in black) * MM_PT for f, k in ((min, "x0"), (min, "top"), (max, "x1"), (max, "bottom"))])
    return out


def test_a_table_in_the_text_fills_the_type_area_and_the_text_goes_on_in_the_grid(faces):
    sheets = measure(render(paper([Table(NARROW[:4]), Block("请逐条整改。")]), faces)[0])
    bars = [rule for rule in sheets[0].rules if rule[2] > 100 and rule[4][0] < 0.5]
    assert all(abs(rule[0]) < 0.05 and abs(rule[2] - 156) < 0.05 for rule in bars)
    after = next(row for row in sheets[0].rows if row.text == "请逐条整改。")
    steps = after.top / PITCH
    assert abs(steps - round(steps)) * PITCH < 0.1
    last = max(rule[1] + rule[3] for rule in bars)
    assert 0 <= after.top - last < PITCH


def test_a_table_goes_on_over_pages_in_whole_rows_under_its_head(faces):
    data, _ = render(paper([Table(NARROW)], even_pages=False), faces)
    pages = [words(chars) for chars, _, _ in pages_of(data)]
    assert len(pages) >= 3
    for page in pages:
        assert page.count("序号") == 1
    text = "".join(pages)
    assert all(text.count(f"第{n}村") == 1 for n in range(1, 41))
    for sheet in measure(data):
        bars = [rule for rule in sheet.rules if rule[4][0] < 0.5]
        assert max(rule[1] + rule[3] for rule in bars) <= 225.1 and min(rule[1] for rule in bars) >= -0.05


@pytest.mark.parametrize("count", [10, 14, 15, 16, 17, 18, 19, 20])
def test_a_signature_behind_a_table_is_never_alone_on_its_page(faces, count):
    data, _ = render(paper([Table(NARROW[:count])], even_pages=False), faces)
    page = next(words(chars) for chars, _, _ in pages_of(data) if "年11月20日" in words(chars))
    assert page.count("11月底") >= 1


def test_no_character_of_a_cell_crosses_a_rule(faces):
    rows = [["序号", "说明"], ["1", "（一）《方案》，“三个必须”；（二）GB/T 9704-2012、：" * 6]]
    for chars, rects, _ in pages_of(render(paper([Table(rows)]), faces)[0]):
        lines = [r for r in rects if r["width"] * MM_PT < 0.5 and r["height"] * MM_PT > 5]
        small = [c for c in chars if abs(c["size"] - 14) < 0.3 and lines and lines[0]["top"] < c["top"] < lines[0]["bottom"]]
        for char in small:
            ink = char["x1"] - (char["width"] / 2 if char["text"] in "，。、；：）》”" else 0)
            assert not any(char["x0"] < line["x0"] < ink for line in lines), char["text"]


def test_a_table_wider_than_the_page_is_turned_with_its_head_to_the_left(faces):
    data, _ = render(paper([Table(WIDE), Block("请逐条整改。")], even_pages=False), faces)
    turned = [(chars, rects) for chars, rects, _ in pages_of(data) if words(chars, upright=False)]
    assert len(turned) >= 2
    for chars, _ in turned:
        lying = [c for c in chars if not c["upright"]]
        head = [c for c in lying if "Hei" in c["fontname"]]
        assert max(c["x1"] for c in head) < min(c["x0"] for c in lying if "Hei" not in c["fontname"]) + 1
        assert min(c["x0"] for c in lying) * MM_PT > 28 and max(c["x1"] for c in lying) * MM_PT < 184.1
        assert min(c["top"] for c in lying) * MM_PT > 37 and max(c["bottom"] for c in lying) * MM_PT < 262.1
        assert any(c["upright"] and c["text"] == "—" for c in chars)
    everything = "".join(words(sorted(c, key=lambda x: 0), upright=False) for c, _ in turned)
    assert all(everything.count(f"{row}行15列") >= 1 for row in range(30))


def test_a_table_of_forty_columns_is_cut_into_groups_that_repeat_the_first(faces):
    rows = [["村名", *(f"第{n}项工作情况" for n in range(40))], *[[f"第{r}村", *(["已经完成整改"] * 40)] for r in range(5)]]
    data, _ = render(paper([Table(rows)], even_pages=False), faces)
    lying = [words(chars, upright=False) for chars, _, _ in pages_of(data) if words(chars, upright=False)]
    assert len(lying) >= 2 and all(page.count("村名") == 1 and "第4村" in page for page in lying)
    assert all(sum(page.count(f"第{n}项") for page in lying) == 1 for n in range(40))


def test_a_cell_taller_than_a_page_goes_on_over_rows(faces):
    data, _ = render(paper([Table([["项", "说明"], ["1", SENTENCE * 40]])], even_pages=False), faces)
    assert "".join(words(chars) for chars, _, _ in pages_of(data)).count("销号一条") == 40
    assert all(rule[1] + rule[3] <= 225.1 for sheet in measure(data) for rule in sheet.rules)


@pytest.mark.parametrize("rows", [[], [[]], [["", " "]]])
def test_an_empty_table_prints_nothing(faces, rows):
    assert not [rule for rule in measure(render(paper([Table(rows)]), faces)[0])[0].rules if rule[4][0] < 0.5]


def test_columns_share_the_width_by_what_they_hold():
    widths = columns([["1", "安" * 40, "十一月底"]], 156, 14 * MM_PT)
    assert abs(sum(widths) - 156) < 0.01 and widths[1] > widths[2] > widths[0]
    assert columns([["安全生产"] * 30], 156, 14 * MM_PT) is None


def test_dates_and_codes_stay_whole_though_their_column_is_narrow(faces):
    rows = [
        ["会签领导、站所", "意见", "会签人", "时间", "签名"],
        ["市场监督管理所", "同意。" + SENTENCE, "甲某", "2026-12-01 08:23", ""],
    ]
    ready = fit(rows, 1, 156, faces)
    assert [line.text for line in ready.rows[1][3]] == ["2026-12-01", "08:23"]


def test_rows_of_different_lengths_are_made_even():
    assert even([["a", "b"], ["c"], []]) == [["a", "b"], ["c", ""], ["", ""]]


def test_every_row_is_on_exactly_one_page(faces):
    ready = fit(even(NARROW), 1, 156, faces)
    found = chunks(ready, 30, 225, keep=40)
    assert sorted(n for chunk in found for n in chunk if n) == list(range(1, 41))
    assert all(chunk[0] == 0 for chunk in found if chunk)


# registers
def test_a_register_stands_on_landscape_pages_with_its_head_on_each(faces):
    rows = [["序号", "企业", "隐患", "整改时限", "责任人", "情况"]]
    rows += [[str(n), f"恒远木器{n}厂", SENTENCE, "2026年12月5日", "季长河", "整改中"] for n in range(1, 61)]
    data, count = register("柳溪镇重大事故隐患整治台账", rows, faces)
    pages = pages_of(data)
    assert len(pages) == count >= 4
    for chars, _, (width, height) in pages:
        assert abs(width - 297) < 0.1 and abs(height - 210) < 0.1
        assert words(chars).count("整改时限") == 1 and all(c["upright"] for c in chars)
    for left, top, right, bottom in edges(data):
        assert abs(left - 35) < 0.1 and abs(right - 260) < 0.1 and top >= 27.9 and bottom <= 184.1
    title = [c for c in pages[0][0] if abs(c["size"] - 22) < 0.1]
    assert "".join(c["text"] for c in title) == "柳溪镇重大事故隐患整治台账"
    assert abs((title[0]["x0"] + title[-1]["x1"]) / 2 * MM_PT - 147.5) < 0.3


def test_a_register_names_what_it_cannot_print(faces):
    with pytest.raises(MissingGlyphs, match="😀"):
        register("台账", [["企业"], ["😀"]], faces)
    with pytest.raises(ValueError, match="没有可以打印的内容"):
        register("台账", [["企业"]], faces)


# beyond the usual
@pytest.mark.parametrize("length", [160, 220, 300])
def test_a_title_of_300_characters_stays_whole_on_a_first_page_that_shows_text(faces, length):
    title = ("柳溪镇人民政府关于" + "开展冬春安全生产隐患排查整治" * 30)[: length - 3] + "的通知"
    data = render(circular(issuer="柳溪镇人民政府", title=title, body=f"各村：\n{SENTENCE * 4}", issued_on=DAY), faces)[0]
    chars = [c for c in pages_of(data)[0][0] if "Xbs" in c["fontname"] and c["size"] < 23]
    assert "".join(c["text"] for c in chars) == title
    assert min(c["x0"] for c in chars) * MM_PT > 27.9 and max(c["x1"] for c in chars) * MM_PT < 184.1
    body = next(row for row in measure(data)[0].rows if row.text.startswith("各村要逐户"))
    assert body.top > (float(842) - min(c["matrix"][5] for c in chars)) * MM_PT - 37
    assert body.top + EM <= 225.1


def test_a_title_longer_than_a_page_goes_on_to_the_next(faces):
    title = "开展冬春安全生产隐患排查整治" * 100
    sheets = measure(render(Document(title=title, form="plain", blocks=[Block(SENTENCE)]), faces)[0])
    assert "".join(row.text for sheet in sheets for row in sheet.titles) == title
    assert all(row.baseline < 225 for sheet in sheets for row in sheet.titles)


def test_a_roster_of_200_keeps_to_the_grid(faces):
    names = [Block(f"{n}.季长河{n}　第{n}村党支部书记") for n in range(1, 201)]
    sheets = measure(render(paper([], attachments=[Attachment("附件", "成员名单", names)]), faces)[0])
    rows = [row for sheet in sheets for row in sheet.rows if "村党支部书记" in row.text]
    assert [row.text.split(".")[0] for row in rows] == [str(n) for n in range(1, 201)]
    assert all(abs(row.top / PITCH - round(row.top / PITCH)) * PITCH < 0.1 for row in rows)
    assert all(row.right < 156.3 and row.top + EM < 225.1 for row in rows)
