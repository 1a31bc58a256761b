"""Posters of the demonstration as they hang: most villages and some enterprises sent a photo, one was sent back, some owe one."""

import io
from datetime import datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core import clock
from evidence import photos

from . import hanging

WALLS = ("村委会公告栏", "便民服务中心门口", "文化广场宣传栏", "村卫生室外墙")
GATES = ("厂区大门内侧", "车间入口", "员工食堂门口")
FIRMS = 6


def load(demo, officer):
    town = demo.towns[0]
    for number, village in enumerate(demo.villages[town.code]):
        if number % 4 != 3:
            by = getattr(demo, "cadres", {}).get(village.pk, officer)
            row = _hung(demo, number, by, village=village, where=WALLS[number % len(WALLS)])
    for number, firm in enumerate(demo.firms[town.code][: FIRMS * 3 : 3]):
        by = getattr(demo, "bosses", {}).get(firm.pk, officer)
        _hung(demo, number + 2, by, village=firm.village, enterprise=firm, where=GATES[number % len(GATES)])
    with _at(demo, 2, 15):
        hanging.send_back(poster=row, reason="照片只拍到墙角，看不出海报内容，请重新拍照", by=officer)


def _hung(demo, number, by, **given):
    with _at(demo, 30 - number % 20, 9 + number % 8):
        picture = photos.keep(_picture(number), by=by)
        return hanging.hang(hung_on=clock.today(), photos=[picture.pk], by=by, **given)


def _at(demo, ago, hour):
    return clock.at(timezone.make_aware(datetime.combine(demo.day(-ago), time(hour, 20))))


def _picture(number):
    """A wall with a sheet on it, as a phone takes it."""
    picture = Image.new("RGB", (480, 640), ("#d9d2c4", "#c8d0cf", "#cfc3ae")[number % 3])
    pen = ImageDraw.Draw(picture)
    left, top = 110 + 12 * (number % 4), 90 + 9 * (number % 5)
    pen.rectangle((left, top, left + 240, top + 340), fill="#fdfcf7", outline="#8c8c8c", width=3)
    pen.rectangle((left, top, left + 240, top + 56), fill="#b3261e")
    for line in range(6):
        pen.rectangle((left + 24, top + 84 + line * 24, left + 200 - line * 9, top + 92 + line * 24), fill="#8a8a8a")
    pen.rectangle((left + 80, top + 238, left + 160, top + 318), fill="#2b2b2b")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return ContentFile(out.getvalue(), name="海报.jpg")
