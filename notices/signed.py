"""Names drawn by finger, set on the printed lines that bear them."""

import base64
import html
import re

from circulars import fonts, layout
from circulars.layout import paint
from circulars.layout.grid import CELL, PITCH
from circulars.layout.pages import text_of
from circulars.layout.render import to_pdf

from .typeset import Untypable, faces_or_refuse

GAP = 6  # characters between the word 签名 and the day, for the drawn name


def printed(document, drawn):
    """PDF bytes of a typed document; `drawn` gives for the text of a line (its label, the picture's PNG bytes).

    Each name stands right of its label, as high as two rows. Untypable when a face or a character is missing.
    """
    faces = faces_or_refuse()
    try:
        pages = layout.set_pages(document, faces)
    except fonts.MissingGlyphs as error:
        raise Untypable(str(error)) from error
    draw(pages, drawn)
    body = "".join(paint.page(page.pieces) for page in pages)
    return to_pdf(body, document.title, faces, text_of(document))


def draw(pages, drawn):
    """Add the pictures to pages that are set but not painted."""
    lines = dict(drawn)
    for page in pages:
        for piece in list(page.pieces):
            label, data = lines.pop(html.unescape(re.sub(r"<[^>]+>", "", piece)).strip(), ("", b""))
            top = re.search(r"top:(-?[\d.]+)mm", piece)
            if data and top:
                page.pieces.append(_image(data, (len(label) + 0.5) * CELL, float(top[1])))


def _image(data, left, top):
    height = PITCH * 1.9
    box = f"height:{height:.2f}mm;width:{GAP * CELL:.2f}mm;object-fit:contain;object-position:left"
    style = f"left:{left:.2f}mm;top:{top - PITCH * 0.5:.2f}mm;{box};mix-blend-mode:multiply"
    return f'<img class="seal" alt="" style="{style}" src="data:image/png;base64,{base64.b64encode(data).decode()}">'
