"""Signatures of the demonstration."""

import io
from math import cos, sin

from PIL import Image, ImageDraw


def scribble(hand):
    """PNG bytes of a running line that looks like a quickly written name."""
    picture = Image.new("RGB", (320, 130), "white")
    pen = ImageDraw.Draw(picture)
    for part, (left, length) in enumerate(((20, 110), (130, 80), (220, 80))):
        turn, lean = 0.21 + 0.03 * ((hand + part) % 4), 1.7 + 0.4 * ((hand * 2 + part) % 3)
        points = [
            (left + t * length / 60 + 14 * cos(t * turn * lean), 64 + 30 * sin(t * turn) - 12 * sin(t * turn * lean + hand))
            for t in range(60)
        ]
        pen.line(points, fill="#111", width=4, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
