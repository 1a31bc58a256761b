"""Schematic pictures for the demonstration: a wall, a floor and something on it, before and after."""

import hashlib
import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from evidence.models import Attachment
from evidence.pictures import thumbnail

from .models import Hazard

SIZE = (640, 480)
WALLS = ("#cfc8bd", "#bcc6c9", "#d6cdb4", "#c4bfcf", "#c7d0bd", "#d3c2ba")


def draw(number, mended):
    """Bytes of a JPEG: a room with scattered boxes and a hanging wire; once mended, boxes in line and the wire in a duct."""
    picture = Image.new("RGB", SIZE, WALLS[number % len(WALLS)])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 330, 640, 480), fill="#8f867a")
    pen.rectangle((440, 110, 560, 330), fill="#7a8b7d", outline="#4a564d", width=4)
    for box in range(4):
        left = 40 + box * 90 if mended else 60 + (box * 137 + number * 53) % 420
        top = 290 if mended else 300 + (box * 29 + number * 17) % 80
        pen.rectangle((left, top, left + 70, top + 60), fill="#b98d57", outline="#6b4d28", width=3)
    if mended:
        pen.rectangle((30, 60, 610, 74), fill="#f2f0ea", outline="#8b857b")
        pen.rectangle((380, 200, 420, 300), fill="#b3261e", outline="#6e1510", width=3)
    else:
        pen.arc((40, -80, 420, 150 + number * 3), 20, 160, fill="#2b2622", width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def store(number, mended):
    """Fields of an attachment for one stored picture."""
    data = draw(number, mended)
    stem = f"demo-{number}-{'after' if mended else 'before'}.jpg"
    return {
        "file": _kept("file", f"evidence/demo/{stem}", data),
        "thumbnail": _kept("thumbnail", f"thumbs/demo/{stem}", thumbnail(Image.open(io.BytesIO(data)))),
        "name": "整改后.jpg" if mended else "现场.jpg",
        "mime": "image/jpeg",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "origin": "camera",
    }


def _kept(field, name, data):
    """The name of a file written as the field's own storage keeps it."""
    return Attachment._meta.get_field(field).storage.save(name, ContentFile(data))


def attach(hazards, pairs=6):
    """Give hazards a picture of the finding and, once reported done, one of the result."""
    before = [store(number, False) for number in range(pairs)]
    after = [store(number, True) for number in range(pairs)]
    rows = []
    for place, hazard in enumerate(hazards):
        rows.append(_row(hazard, "before", before[place % pairs], hazard.created_at, hazard.created_by))
        if hazard.rectified_by_id and hazard.reported_at:
            rows.append(_row(hazard, "after", after[place % pairs], hazard.reported_at, hazard.rectified_by))
    Attachment.objects.bulk_create(rows)


def _row(hazard: Hazard, slot, fields, moment, by):
    return Attachment(owner=hazard, slot=slot, taken_at=moment, uploaded_at=moment, uploaded_by=by, **fields)
