"""Pages of a printed PDF as pictures for the screen."""

import io

from PIL import Image

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
    # the usual method takes five times as long as all the rest
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "PNG", compress_level=4)
    return out.getvalue()
