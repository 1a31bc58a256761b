"""What the builders share: numbered lists, contacts, a paper without red head, lines to sign on."""

from circulars.layout.document import Block, Document
from circulars.layout.grid import COLS
from circulars.layout.plain import blocks_of, clean_lines


def paper(rows, *, issuer, title, issued_on, addressees="", doc_number="", copied_to="", qr="", code="", signed=True):
    """A paper without red head; signed unless it is a form or a record that people sign by hand."""
    return Document(
        title="".join(clean_lines(title)), form="plain", even_pages=False, doc_number=doc_number, addressees=addressees,
        blocks=rows, issuers=[issuer] if signed else [], issued_on=issued_on, copied_to=copied_to, qr=qr, code=code,
    )  # fmt: skip


def numbered(texts):
    """1.…； 2.…。"""
    return [Block(f"{n}.{text.rstrip('。；')}{'。' if n == len(texts) else '；'}", 3) for n, text in enumerate(texts, 1)]


def headed(parts):
    """一、二、… headings over those of the (name, blocks) parts that have any."""
    rows = []
    for ordinal, (name, body) in zip("一二三四五六", [part for part in parts if part[1]], strict=False):
        rows += [*blocks_of(f"{ordinal}、{name}"), *body]
    return rows


def facts(pairs, **shape):
    """名称：内容 a row; what was not said leaves no row."""
    return [Block(f"{name}：{value}", **shape) for name, value in pairs if value]


def hour(moment):
    """14时05分."""
    return f"{moment.hour}时{moment.minute:02d}分"


def paragraphs(text):
    return [Block(row) for row in clean_lines(text)]


def closed(blocks, say):
    """The text with the standing last sentence, unless it ends with it already or the kind has none."""
    rows = clean_lines(say("closing")) if "closing" in say.texts else []
    if not rows or (blocks and blocks[-1].text.endswith(rows[-1])):
        return blocks
    return [*blocks, *map(Block, rows)]


def reach(name, phone):
    """联系人：…，联系电话：…; "" when nobody is named."""
    return "，".join(part for part in (name and f"联系人：{name}", phone and f"联系电话：{phone}") if part)


def contact(name, phone):
    return [Block(f"（{reach(name, phone)}）")] if name or phone else []


def together(rows):
    """Short rows that stay on one page: a signature never stands apart from what it is put to."""
    rows[0].keep = sum(1 + row.space_before + (len(row.text) + 2) // COLS for row in rows)
    return rows


def names_of(text):
    return [name for name in text.split("、") if name]
