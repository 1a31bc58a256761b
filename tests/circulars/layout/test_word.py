"""The editable copy: its geometry read back from the file, and the same words as the printed paper."""

import io
import re

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from circulars.fonts import MissingGlyphs
from circulars.layout import Attachment, Block, Table, to_word

from .test_forms import COUNTY, TOWN, paper
from .test_millimetres import SENTENCE, SIZES
from .test_millimetres import paper as printed_paper
from .test_tables import NARROW, WIDE


def copy(faces, document):
    return docx.Document(io.BytesIO(to_word(document, faces)))


@pytest.fixture(scope="module")
def circular(faces):
    return copy(faces, printed_paper())


def found(word, words):
    return next(paragraph for paragraph in word.paragraphs if words in paragraph.text)


def faces_of(paragraph):
    return {run.text: run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in paragraph.runs if run.text}


def test_the_page_is_a4_with_a_type_area_of_156_by_225(circular):
    section = circular.sections[0]
    sides = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (210, 297)
    assert [round(side.mm, 1) for side in sides] == [37, 34.8, 28, 25.8]
    assert abs(section.page_width.mm - sides[2].mm - sides[3].mm - 156) < 0.3
    assert abs(section.page_height.mm - sides[0].mm - sides[1].mm - 225) < 0.3


def test_22_rows_of_28_characters_fill_it(circular):
    style = circular.styles["Normal"]
    assert abs(style.paragraph_format.line_spacing.pt * 22 * 25.4 / 72 - 225) < 0.4
    tracking = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert style.font.size.pt == 16 and abs((16 + tracking) * 28 * 25.4 / 72 - 156) < 0.1


def test_no_blank_is_put_between_chinese_and_digits_and_marks_are_squeezed(circular):
    shape = circular.styles["Normal"].element.pPr
    assert all(shape.find(qn(tag)).get(qn("w:val")) == "0" for tag in ("w:autoSpaceDN", "w:autoSpaceDE", "w:overflowPunct"))
    assert circular.settings.element.find(qn("w:characterSpacingControl")).get(qn("w:val")) == "compressPunctuation"


def test_heads_have_their_faces_and_the_body_its_indent(circular):
    assert faces_of(found(circular, "一、工作目标")) == {"一、工作目标": "黑体"}
    second = faces_of(found(circular, "（一）压实责任。"))
    assert second.pop("（一）压实责任。") == "楷体_GB2312" and set(second.values()) == {"仿宋_GB2312"}
    body = found(circular, "现将有关事项通知如下。")
    assert (
        body._p.pPr.ind.get(qn("w:firstLineChars")) == "200" and abs(body.paragraph_format.first_line_indent.pt - 31.6) < 0.1
    )


def test_the_mark_is_red_35_mm_below_and_the_rule_4_mm_under_the_number(circular, faces):
    mark = circular.paragraphs[0]
    assert mark.text == "柳溪镇人民政府文件" and str(mark.runs[0].font.color.rgb) == "E60012"
    shape, size = mark.paragraph_format, mark.runs[0].font.size.pt
    ink = shape.space_before.pt + 0.8 * shape.line_spacing.pt - faces.ink["xbs"][1] * size
    assert abs(ink * 25.4 / 72 - 35) < 0.3
    rule = found(circular, "31号")._p.pPr.find(qn("w:pBdr"))[0]
    assert rule.get(qn("w:color")) == "E60012" and abs((int(rule.get(qn("w:space"))) + 1) * 25.4 / 72 - 4) < 0.3


def test_page_numbers_stand_outside(circular):
    odd, even = circular.sections[0].footer.paragraphs[0], circular.sections[0].even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert circular.settings.odd_and_even_pages_header_footer
    assert all("PAGE" in paragraph._p.xml and re.sub(r"\s", "", paragraph.text).startswith("—") for paragraph in (odd, even))
    assert abs(odd.paragraph_format.right_indent.mm - 156 / 28) < 0.1


def boxes(word):
    """(top and height in mm of the page, its paragraphs) of every box."""
    for anchor in word.element.body.iter(qn("wp:anchor")):
        top = int(anchor.find(qn("wp:positionV"))[0].text)
        rows = [Paragraph(node, word) for node in next(anchor.iter(qn("w:txbxContent")))]
        yield top / 36000, int(anchor.find(qn("wp:extent")).get("cy")) / 36000, rows


def rules_of(paragraph):
    return {rule.tag.split("}")[1]: rule for rule in paragraph._p.pPr.find(qn("w:pBdr"))}


def test_the_colophon_is_at_the_foot_with_its_rules(circular):
    ((top, height, rows),) = boxes(circular)
    assert [row.text for row in rows] == [
        "\t抄送：县安委办，镇党委各部门。",
        "\t柳溪镇应急管理办公室\t2026年11月20日印发",
    ]
    assert [{side: rule.get(qn("w:sz")) for side, rule in rules_of(row).items()} for row in rows] == [
        {"top": "8", "bottom": "8", "between": "6"}
    ] * 2
    assert abs(top + height - 37 - 225) < 0.1
    assert abs(sum(row.paragraph_format.line_spacing.mm for row in rows) - height) < 0.1


def test_the_page_of_the_colophon_alone_is_an_even_one_without_number(faces):
    long = copy(faces, printed_paper(SIZES["many"].split("\n附件")[0]))
    last = long.sections[-1]
    assert len(long.sections) == 2 and last.start_type == WD_SECTION.EVEN_PAGE
    assert "PAGE" not in last.footer._element.xml + last.even_page_footer._element.xml
    assert "PAGE" in long.sections[0].footer._element.xml


def test_attachments_begin_pages_with_their_label(circular):
    label = next(paragraph for paragraph in circular.paragraphs if paragraph.text == "附件1")
    assert label.paragraph_format.page_break_before and faces_of(label) == {"附件1": "黑体"}


@pytest.mark.parametrize(
    "changes",
    [
        {"signer": "季长河、鲍国良、邱岚", "copy_number": "12", "classified": "机密★1年", "urgency": "特急"},
        {"form": "letter", "urgency": "加急", "copied_to": "县安委办"},
        {"form": "minutes", "mark": ["专题会议纪要"], "attendance": [("出席", "季长河")]},
        {"mark": [TOWN, COUNTY], "issuers": [TOWN, COUNTY]},
        {"sealed": False, "listed": ["清单", "说明"], "closing": ["联系人：季长河"]},
        {"attachments": [Attachment("附件", "清单", [Block(SENTENCE), Table(NARROW)])]},
    ],
)
def test_the_copy_has_every_word_of_the_printed_paper(faces, changes):
    document = paper(**changes)
    word = copy(faces, document)
    text = re.sub(r"\s", "", "".join(node.text or "" for node in word.element.body.iter(qn("w:t"))))
    blocks = [*document.blocks, *(block for attachment in document.attachments for block in attachment.blocks)]
    said = [document.title, document.mark[0], document.doc_number, document.addressees, document.classified]
    said += [document.urgency, document.copied_to, *document.issuers, *document.closing, *document.listed]
    said += [names for _, names in document.attendance] + document.signer.split("、") + ["2026年11月20日"]
    said += [cell for block in blocks for cell in (sum(block.rows, []) if isinstance(block, Table) else [block.text])]
    assert [part for part in said if part not in text] == []


def test_signers_stand_right_and_the_number_beside_the_last(faces):
    word = copy(faces, paper(signer="季长河、鲍国良、邱岚"))
    first, last = found(word, "签发人"), found(word, "31号")
    assert first.text == "\t签发人：季长河　鲍国良" and last.text == "柳政发〔2026〕31号\t\t邱　岚"
    assert last._p.pPr.find(qn("w:pBdr")) is not None and faces_of(last)["邱　岚"] == "楷体_GB2312"


def test_joint_issuers_sign_side_by_side_over_the_date_and_never_alone(faces):
    word = copy(faces, paper(mark=[TOWN, COUNTY], issuers=[TOWN, COUNTY]))
    names, day = found(word, f"\t{TOWN}\t{COUNTY}"), found(word, "\t2026年11月20日")
    stops = [stop.position.pt for stop in names.paragraph_format.tab_stops]
    assert stops[-1] == day.paragraph_format.tab_stops[0].position.pt and stops[-1] - stops[0] > 8 * 15
    before = word.paragraphs[: [p.text for p in word.paragraphs].index(day.text)]
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in before[-4:])


def test_a_letter_has_its_double_rules_and_no_number_on_page_1(faces):
    word = copy(faces, paper(form="letter", urgency="加急"))
    section = word.sections[0]
    assert section.different_first_page_header_footer and section.first_page_footer.paragraphs[0].text == ""
    top, _, (mark,) = next(boxes(word))
    lower = section.first_page_footer.paragraphs[0]
    assert [rules_of(row)["bottom"].get(qn("w:val")) for row in (mark, lower)] == ["thickThinSmallGap", "thinThickSmallGap"]
    assert abs(156.2 - lower.paragraph_format.left_indent.mm - lower.paragraph_format.right_indent.mm - 170) < 0.5
    width = next(word.element.body.iter(qn("wp:extent"))).get("cx")
    assert int(width) == 170 * 36000
    size = mark.runs[0].font.size.mm
    assert abs(top + 0.8 * mark.paragraph_format.line_spacing.mm - faces.ink["xbs"][1] * size - 30) < 0.3
    assert found(word, "31号").text == "加急\t柳政发〔2026〕31号"


def test_a_table_repeats_its_head_and_cuts_no_row(faces):
    table = copy(faces, paper(blocks=[Table(NARROW)])).tables[0]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["1", "第1村"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert abs(sum(column.width.mm for column in table.columns) - 156) < 0.5


def test_a_table_wider_than_the_page_has_landscape_pages_of_its_own(faces):
    sections = copy(faces, paper(blocks=[Block("见表。"), Table(WIDE), Block("请落实。")])).sections
    assert [round(section.page_width.mm) for section in sections] == [210, 297, 210]
    turned = sections[1].top_margin, sections[1].right_margin, sections[1].bottom_margin, sections[1].left_margin
    assert [round(side.mm, 1) for side in turned] == [28, 37, 25.8, 34.8]
    assert [round(s.mm, 1) for s in (sections[2].top_margin, sections[2].left_margin)] == [37, 28]


def test_a_missing_glyph_is_an_error_here_too(faces):
    with pytest.raises(MissingGlyphs, match="😀"):
        to_word(paper(title="关于😀的通知"), faces)
