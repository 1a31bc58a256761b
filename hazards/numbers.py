"""The register's numbers, e.g. YX2026-0001: initials of the township, year, running number."""

from django.db import IntegrityError, transaction
from pypinyin import Style, lazy_pinyin

from core import clock
from places.models import Place

from .models import Series


def take(village, count=1):
    """The next `count` numbers of the village's township. Call inside the transaction that uses them:
    the counter row stays locked until it ends, and a rollback gives the numbers back."""
    year = clock.today().year
    series = _series(village.township_code, year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [f"{series.stem}{year}-{number:04d}" for number in range(first, first + count)]


def _series(township_code, year):
    rows = Series.objects.select_for_update().filter(township=township_code, year=year)
    return rows.first() or _open(township_code, year) or rows.get()


def _open(township_code, year):
    """Start the year's series; None when somebody else just did."""
    initials = initials_of(township_code)
    for stem in (initials, initials + township_code[6:9], initials + township_code[:9]):
        try:
            with transaction.atomic():
                return Series.objects.create(township_id=township_code, year=year, stem=stem)
        except IntegrityError:
            if Series.objects.filter(township=township_code, year=year).exists():
                return None
    raise RuntimeError(f"no free stem for {township_code}")


def initials_of(township_code):
    """YX for 云溪镇; the letters of the short name, without 镇 or 乡."""
    town = Place.objects.get(pk=township_code)
    name = town.short_name or town.name.rstrip("镇乡街道办事处")
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()[:4]
