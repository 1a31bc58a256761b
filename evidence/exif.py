"""When and where a photo says it was taken."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from core import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
EXIF, GPS = 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011


def read(picture):
    """Fields of an attachment: taken_at (aware, Shanghai), latitude and longitude (WGS-84 degrees), those there are."""
    try:
        exif = picture.getexif()
        detail, gps = exif.get_ifd(EXIF), exif.get_ifd(GPS)
    except Exception:  # a broken head is no reason to refuse a whole picture
        return {}
    return {"taken_at": taken_at(detail), **position(gps)}


def taken_at(detail):
    """The moment of the shutter; None when absent, nonsense or still to come. Cameras without zone are in Shanghai."""
    try:
        moment = datetime.strptime(str(detail[TAKEN]).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except (KeyError, ValueError):
        return None
    zone = str(detail.get(OFFSET, "")).strip("\0 ")
    if re.fullmatch(r"[+-]\d\d:\d\d", zone):
        moment = datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{zone}").astimezone(SHANGHAI)
    return moment if moment <= clock.now() + timedelta(days=1) else None


def position(gps):
    """Where the camera stood; {} when unknown or the 0° 0° of a receiver without signal."""
    try:
        latitude, longitude = _degrees(gps[2], gps[1] == "S"), _degrees(gps[4], gps[3] == "W")
    except (KeyError, ValueError, TypeError, ZeroDivisionError, OverflowError):
        return {}
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or latitude == longitude == 0:
        return {}
    return {"latitude": Decimal(f"{latitude:.6f}"), "longitude": Decimal(f"{longitude:.6f}")}


def _degrees(parts, negative):
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value
