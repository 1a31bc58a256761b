"""Schematic pictures for the demonstration: a wall, a floor and something on it, before and after."""

import hashlib
import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from evidence.models import Attachment
from evidence.pictures import thumbnail

from .models import Hazard

SIZE = (640, 480)
COPIED = 18  # every so many hazards one shows the picture of another, for the page of doubtful ones
FLOORS, BOXES = ("#8f867a", "#76797c", "#9b8a72"), ("#b98d57", "#8a6b45", "#cfae7e")
THINGS = ("#7a8b7d", "#5f6f86", "#a77a5b", "#e8e2d2", "#4f5a52", "#b9b2a2")
WALLS = ("#cfc8bd", "#bcc6c9", "#d6cdb4", "#c4bfcf", "#c7d0bd", "#d3c2ba")


def draw(number, mended):
    """Bytes of a JPEG: a room of its own for each number; boxes lie about and a wire hangs, once mended both are in order."""
    room, mess = random.Random(number), random.Random(number * 2 + mended)
    picture = Image.new("RGB", SIZE, WALLS[number % len(WALLS)])
    pen, floor = ImageDraw.Draw(picture), room.randint(270, 380)
    pen.rectangle((0, floor, 640, 480), fill=room.choice(FLOORS))
    for _ in range(room.randint(4, 6)):
        left, top = room.randint(0, 560), room.randint(20, floor - 90)
        right, low = left + room.randint(50, 150), top + room.randint(50, 170)
        pen.rectangle((left, top, right, low), fill=room.choice(THINGS), outline="#4a564d", width=3)
    for box in range(mess.randint(3, 5)):
        wide, tall = mess.randint(60, 130), mess.randint(50, 120)
        left, low = (20 + box * 120, floor + 40) if mended else (mess.randint(0, 560), mess.randint(floor + 10, 470))
        pen.rectangle((left, low - tall, left + wide, low), fill=mess.choice(BOXES), outline="#6b4d28", width=3)
    if mended:
        pen.rectangle((30, 60, 610, 74), fill="#f2f0ea", outline="#8b857b")
        pen.rectangle((380, 200, 420, 300), fill="#b3261e", outline="#6e1510", width=3)
    else:
        pen.arc(
            (mess.randint(0, 200), -80, mess.randint(300, 620), mess.randint(120, 320)), 20, 160, fill="#2b2622", width=6
        )
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


def attach(hazards):
    """Give hazards a picture of the finding and, once reported done, one of the result; now and then one of before."""
    rows, before = [], None
    for number, hazard in enumerate(hazards):
        before = before if number % COPIED == COPIED - 1 else store(number, False)
        rows.append(_row(hazard, "before", before, hazard.created_at, hazard.created_by))
        if hazard.rectified_by_id and hazard.reported_at:
            rows.append(_row(hazard, "after", store(number, True), hazard.reported_at, hazard.rectified_by))
    Attachment.objects.bulk_create(rows)


def _row(hazard: Hazard, slot, fields, moment, by):
    return Attachment(owner=hazard, slot=slot, taken_at=moment, uploaded_at=moment, uploaded_by=by, **fields)
