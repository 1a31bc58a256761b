"""The picture of a seal: red on nothing, so that the text under it stays readable."""

import io

from PIL import Image, UnidentifiedImageError

DOTS = 1000  # of the printed picture's side: 600 dpi at 42 mm
LARGEST = 8000  # dots of a side that are opened at all
PAPER = 200  # lightness from which a dot is paper


def checked(data):
    """PNG bytes of a seal, its paper made clear and its ink red; ValueError (Chinese) when it is no square picture."""
    try:
        picture = Image.open(io.BytesIO(data))
        if max(picture.size) > LARGEST:
            raise ValueError("印章图片过大，边长不应超过8000像素")
        picture = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("印章图片打不开，请使用PNG图片") from error
    if abs(picture.width - picture.height) > 0.05 * picture.width:
        raise ValueError("印章图片应当是正方形，四边贴近印章")
    return _inked(picture.resize((DOTS, DOTS)))


def _inked(picture):
    """Only the ink is kept, as red as the mark: how much of it follows from how far a dot is from white."""
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    ink = paper.getchannel("G").point(lambda light: max(0, min(255, (PAPER - light) * 255 // PAPER)))
    if ink.getbbox() is None:
        raise ValueError("印章图片是空白的")
    red = Image.new("RGBA", picture.size, (230, 0, 18, 0))
    red.putalpha(ink)
    out = io.BytesIO()
    red.save(out, "PNG")
    return out.getvalue()
