"""The picture of the demonstration's seal: an invented one that says what it is."""

import io
import math

from PIL import Image, ImageDraw, ImageFont

SIDE = 1000
RED = (220, 20, 30, 255)


def picture(name, faces):
    """PNG bytes: a ring, the name along it, a star, 演示用 below; `faces` are those papers are printed with."""
    out, seal = io.BytesIO(), Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((2, 2, SIDE - 3, SIDE - 3), outline=RED, width=34)
    draw.polygon(_star(SIDE / 2, SIDE / 2, 150), fill=RED)
    _along(seal, name, _face(faces, 130))
    draw.text((SIDE / 2, SIDE * 0.78), "演示用", RED, _face(faces, 96), anchor="mm")
    seal.save(out, "PNG")
    return out.getvalue()


def _face(faces, size):
    return ImageFont.truetype(str(faces.folder / "xbs.font"), size)


def _star(x, y, radius):
    """The ten corners of a star, its first upright."""
    turns = [(n * math.pi / 5 - math.pi / 2, radius if n % 2 == 0 else radius * 0.382) for n in range(10)]
    return [(x + far * math.cos(turn), y + far * math.sin(turn)) for turn, far in turns]


def _along(seal, name, face):
    """Each character upright on the ring, spread over its upper part."""
    span = 230
    for n, char in enumerate(name):
        degrees = -span / 2 + span * n / (len(name) - 1)
        letter = Image.new("RGBA", (180, 180), (0, 0, 0, 0))
        ImageDraw.Draw(letter).text((90, 90), char, RED, face, anchor="mm")
        letter = letter.rotate(-degrees, resample=Image.Resampling.BICUBIC)
        turn, far = math.radians(degrees), SIDE / 2 - 128
        seal.alpha_composite(
            letter, (round(SIDE / 2 + far * math.sin(turn)) - 90, round(SIDE / 2 - far * math.cos(turn)) - 90)
        )
