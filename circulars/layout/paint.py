"""The pieces of a page as HTML with absolute places; every length is decided before it comes here."""

import base64
import html
import re
from itertools import groupby

from .grid import (
    ASCENT,
    CELL,
    COLS,
    EM,
    HEIGHT,
    LEFT,
    PAGE_H,
    PAGE_W,
    PITCH,
    SIZE,
    SMALL,
    SMALL_EM,
    TITLE_SIZE,
    TOP,
    WIDTH,
)
from .lines import HALF_LEFT

RED = "#e60012"
MARK_WIDTH = 152.0  # the widest mark, mm
MARK_GAP = 4.0  # between the rows of a joint mark
LONG_RULE = 170.0  # a letter's rules
THICK, THIN = 0.9, 0.3
SHORT_MARK = 4  # characters of a word across the page
DOUBLE = THICK + 0.5 + THIN
QR_DOTS = 10  # of the printed picture, a side of each module


def css(urls):
    """The style sheet of all papers; `urls` maps roles to font files."""
    faces = "".join(f'@font-face{{font-family:"GW {role.title()}";src:url("{url}")}}' for role, url in urls.items())
    base = CELL - EM
    return f"""{faces}
@page{{size:210mm 297mm;margin:37mm 26mm 35mm 28mm}}
html,body{{margin:0}} i{{font-style:normal}} p{{margin:0}}
body{{font:{SIZE}pt/{PITCH:.5f}mm "GW Fang";letter-spacing:{base:.5f}mm;color:#000;font-kerning:none}}
.pg{{position:relative;width:{WIDTH}mm;height:{HEIGHT}mm;break-after:page}} .pg:last-child{{break-after:auto}}
.l{{position:absolute;width:156.4mm;box-sizing:border-box;left:{base / 2:.5f}mm;white-space:pre;height:{PITCH:.5f}mm}}
.kai{{font-family:"GW Kai"}} .hei{{font-family:"GW Hei"}} .fang{{font-family:"GW Fang"}}
.t{{font:{TITLE_SIZE}pt/{PITCH:.5f}mm "GW Xbs";letter-spacing:0;left:0;width:{WIDTH}mm;text-align:center}}
.c{{left:0;width:{WIDTH}mm;text-align:center}}
.org{{position:absolute;color:{RED};font-family:"GW Xbs";white-space:pre}}
.org{{transform-origin:0 0;text-align:left}}
.bar{{position:absolute;left:0;width:{WIDTH}mm}}
.pn{{position:absolute;font:{SMALL}pt/7mm "GW Song";letter-spacing:0;white-space:pre}}
.b{{position:absolute;font:{SMALL}pt/8mm "GW Fang";letter-spacing:0;white-space:pre}}
.x{{font-family:"GW Rare";position:relative;top:.08em;line-height:0}}
.wm{{position:absolute;top:92mm;left:0;width:{WIDTH}mm;font:88pt/40mm "GW Hei";color:#ebebeb}}
.wm{{letter-spacing:.4em;text-align:center;transform:rotate(-30deg)}}
.wl{{font-size:30pt;letter-spacing:.1em}}
.qr{{position:absolute;width:16mm;height:16mm;image-rendering:pixelated}}
@page wide{{size:297mm 210mm;margin:28mm 37mm 26mm 35mm}}
.wide{{page:wide;width:{HEIGHT}mm;height:{WIDTH}mm}} .wide .t{{width:{HEIGHT}mm}}
.tb{{position:absolute;left:0;letter-spacing:0}} .tr{{position:absolute;background:#000}}
.td{{position:absolute;white-space:pre}}
.seal{{position:absolute}}
.qc{{position:absolute;font:7pt/3mm "GW Fang";letter-spacing:0;white-space:pre}}
"""


def at(piece, top):
    """Place a piece's first tag at a height."""
    return re.sub(r'style="', f'style="top:{top:.5f}mm;', piece, count=1)


def moved(piece, top):
    return re.sub(r"top:-?[\d.]+mm;", f"top:{top:.5f}mm;", piece, count=1)


def line(row, fonts):
    """A row of the grid: natural, squeezed or stretched to the full width."""
    over = row.width - COLS
    squeezed = _squeeze(row.tokens, over) if over > 1e-9 else {}
    gaps = max(1, sum(len(token.text) for token in row.tokens) - 1)
    extra = -over * CELL / gaps if over < -1e-9 and not row.last else 0.0
    spacing = CELL - EM + extra
    out, done = [], 0
    for number, token in enumerate(row.tokens):
        face = row.lead_face if done < row.lead else row.face
        out.append(_token(token, face, fonts, squeezed.get(number), extra))
        done += len(token.text)
    style = f"padding-left:{row.indent * CELL:.5f}mm;" if row.indent else ""
    style += f"letter-spacing:{spacing:.5f}mm" if extra else ""  # the page's own otherwise
    return f'<p class="l {row.face}" style="{style}">{_join(out, row.face)}</p>'


def _squeeze(row, over):
    """Half a cell each from punctuation, from the row's end, until it fits."""
    taken = {}
    for number in range(len(row) - 1, -1, -1):
        room = row[number].squeezable
        if room and over > 1e-9:
            taken[number] = min(room, over)
            over -= taken[number]
    return taken


def _token(token, face, fonts, squeeze, extra):
    """(face, html) of one token."""
    text = html.escape(token.text)
    if token.kind == "w":
        return face, f'<i style="letter-spacing:{(CELL - EM) / 2 + extra:.5f}mm">{text}</i>'
    if squeeze:
        side = "left" if token.text in HALF_LEFT else "right"
        return face, f'<i style="margin-{side}:{-squeeze * CELL:.5f}mm">{text}</i>'
    if not fonts.has(face, token.text[0]):
        return face, f'<i class="x">{text}</i>'
    return face, text


def _join(parts, own):
    """Neighbours of one face share a span; what is in the row's own face needs none."""
    out = []
    for face, group in groupby(parts, key=lambda part: part[0]):
        text = "".join(text for _, text in group)
        out.append(text if face == own else f'<i class="{face}">{text}</i>')
    return "".join(out)


def rare(text, role, fonts):
    """Text of a face, what it lacks set from the face of rare characters."""
    return "".join(
        html.escape(c) if fonts.has(role, c) or c.isspace() else f'<i class="x">{html.escape(c)}</i>' for c in text
    )


def centred(text, cls, fonts):
    return f'<p class="l {cls}" style="">{rare(text, "xbs" if cls == "t" else "fang", fonts)}</p>'


def title(text, top, size, fonts):
    """A row of a title in any size, in the middle of the grid row that begins at `top`."""
    place = top - (PITCH - EM) / 2
    return f'<p class="l t" style="top:{place:.5f}mm;font-size:{size}pt">{rare(text, "xbs", fonts)}</p>'


def mark(names, word, top, height, ink):
    """The red mark; its ink begins at `top` and is `height` high. Joint issuers share the word (文件) at their right.

    Names are narrowed to fit the type area and, one over the other, spread to one width.
    """
    bottom, high = ink
    if len(names) == 1:
        size = height / (high - bottom)
        width = size * len(names[0] + word)
        return [_mark_row(names[0] + word, top, size, high, (WIDTH - min(width, MARK_WIDTH)) / 2, width, 1)]
    gap = MARK_GAP if len(names) < 4 else MARK_GAP / 2
    step = (height + gap) / len(names)
    size = (step - gap) / (high - bottom)
    longest = max(map(len, names))
    whole = size * (longest + (0.5 + len(word) if word else 0))
    narrow = min(1, MARK_WIDTH / whole)
    left = (WIDTH - whole * narrow) / 2
    rows = [
        _mark_row(name, top + n * step, size, high, left, size * longest, narrow, longest) for n, name in enumerate(names)
    ]
    if word:
        beside = left + size * narrow * (longest + 0.5)
        middle = top + (height - size * (high - bottom)) / 2
        rows.append(_mark_row(word, middle, size, high, beside, size * len(word), narrow))
    return rows


def _mark_row(text, top, size, high, left, width, narrow, spread=0):
    """One row of the mark from `left`; `spread` is the number of characters of the longest name beside it."""
    narrow = min(narrow, MARK_WIDTH / width)
    space = size * (spread - len(text)) / (len(text) - 1) if spread > len(text) > 1 else 0
    return (
        f'<p class="org" style="top:{top - (ASCENT - high) * size:.4f}mm;font-size:{size:.4f}mm;line-height:{size:.4f}mm;'
        f"transform:scale({narrow:.4f},1);left:{left:.3f}mm;width:{width + space:.3f}mm;letter-spacing:{space:.4f}mm"
        f'">{html.escape(text)}</p>'
    )


def number(text, signed, top, fonts):
    """The document number in the middle; on a paper with signers it stands left by one character."""
    place = top - (PITCH - EM) / 2
    if not signed:
        return f'<p class="l c" style="top:{place:.4f}mm">{rare(text, "fang", fonts)}</p>'
    return f'<p class="l" style="top:{place:.4f}mm;left:{CELL:.4f}mm">{rare(text, "fang", fonts)}</p>'


def double_rule(top, *, thick_first):
    """A letter's red double rule, 170 mm wide in the middle of the page."""
    first, second = (THICK, THIN) if thick_first else (THIN, THICK)
    return [
        f'<div class="bar" style="left:{(PAGE_W - LONG_RULE) / 2 - LEFT:.3f}mm;width:{LONG_RULE}mm;'
        f'top:{place:.4f}mm;height:{thick}mm;background:{RED}"></div>'
        for place, thick in ((top, first), (top + DOUBLE - second, second))
    ]


def rule(top, colour, thick=0.5):
    paint = RED if colour == "red" else "#000"
    return f'<div class="bar" style="top:{top:.4f}mm;height:{thick}mm;background:{paint}"></div>'


def colophon(rows, top, row_height, fonts, ruled=True):
    """Rules 0.35 / 0.25 / 0.35 mm, the last on the lower edge of the type area; rows one character in.

    `rows` are (left, right, hang in characters, whether a thin rule stands above).
    A letter's has no rules.
    """
    out = [rule(top, "black", 0.35), rule(HEIGHT - 0.35, "black", 0.35)] if ruled else []
    for index, (left, right, hang, parted) in enumerate(rows):
        place = top + index * row_height
        if ruled and parted:
            out.append(rule(place, "black", 0.25))
        start = SMALL_EM * (1 + hang)
        out.append(f'<p class="b" style="left:{start:.3f}mm;top:{place:.3f}mm">{rare(left, "fang", fonts)}</p>')
        if right:
            out.append(f'<p class="b" style="right:{SMALL_EM:.3f}mm;top:{place:.3f}mm">{rare(right, "fang", fonts)}</p>')
    return out


def page_number(count, height=HEIGHT):
    """— 1 —, the dash 7 mm below the type area, outside: odd right, even left, one character in."""
    dash = 0.326 * SMALL_EM
    top = height + 7 + dash - ((7 - SMALL_EM) / 2 + ASCENT * SMALL_EM)
    side = "right" if count % 2 else "left"
    return f'<p class="pn" style="{side}:{CELL:.3f}mm;top:{top:.4f}mm">—<i style="margin:0 .25em">{count}</i>—</p>'


def page_count(number, total, height=HEIGHT):
    """第 1 页　共 3 页 of a record, in the middle, 7 mm below the type area."""
    style = f"left:0;width:{WIDTH}mm;text-align:center;top:{height + 7 - (8 - SMALL_EM) / 2:.4f}mm"
    return f'<p class="b" style="{style}">第 {number} 页　共 {total} 页</p>'


def seal_of_origin(url, code, lower=0.0, said="扫码验真"):
    """The QR code and its letters in the lower margin, inside the page's edge, clear of the page number.

    `lower` mm further down under a letter's rule.
    """
    import segno

    # one mask for all: trying the eight takes longer than setting the page, and readers take any
    picture = segno.make(url, error="m", mask=3).png_data_uri(border=0, scale=QR_DOTS)
    top = PAGE_H - TOP - 21.0 + lower
    label = f'<p class="qc" style="left:86mm;top:{top + 4:.2f}mm">{html.escape(said)}</p>'
    return label + (
        f'<img class="qr" alt="" src="{picture}" style="left:70mm;top:{top:.2f}mm;width:14mm;height:14mm">'
        f'<p class="qc" style="left:86mm;top:{top + 7.5:.2f}mm">{html.escape(code)}</p>'
    )


def seal(png, left, top, size):
    """A seal's picture over what it presses."""
    source = base64.b64encode(png).decode()
    place = f"left:{left:.3f}mm;top:{top:.3f}mm;width:{size}mm;height:{size}mm"
    return f'<img class="seal" alt="" src="data:image/png;base64,{source}" style="{place}">'


def watermark(text):
    """A light word under the text, so that a draft is never taken for the paper; a longer text (whose copy it is) thrice."""
    said = html.escape(text)
    if len(text) <= SHORT_MARK:
        return f'<p class="wm">{said}</p>'
    return "".join(f'<p class="wm wl" style="top:{top}mm">{said}</p>' for top in (30, 105, 180))


def page(pieces):
    return f'<div class="pg">{"".join(pieces)}</div>'
