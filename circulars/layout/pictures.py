"""Pages of a printed PDF as pictures for the screen."""

import io

from .grid import MM_PT

DPI = 96
COLOURS = 32  # black, red and the greys between: a page takes a few dozen kB


def pictures(data, *, most, dpi=DPI):
    """PNG bytes of the first `most` pages of PDF bytes."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return [_png(pdf[number], dpi) for number in range(min(most, len(pdf)))]


def _png(page, dpi):
    picture, out = page.render(scale=dpi * MM_PT / 25.4).to_pil().convert("RGB"), io.BytesIO()
    picture.quantize(COLOURS).save(out, "PNG")
    return out.getvalue()
