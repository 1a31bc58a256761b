"""Reference rows every installation needs. Apps register a loader in AppConfig.ready; all are idempotent."""

import datetime
import warnings

from .models import Holiday

_loaders = []


def register(loader):
    _loaders.append(loader)
    return loader


def load_all():
    for loader in _loaders:
        loader()


def load_holidays():
    """State Council holidays and make-up workdays as published through chinesecalendar; edited rows stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from chinese_calendar.constants import Holiday as Names
        from chinese_calendar.constants import holidays, workdays
    called = {row.value: row.chinese if len(row.chinese) < 9 else "抗战胜利纪念日" for row in Names}
    known = set(Holiday.objects.values_list("day", flat=True))
    first = datetime.date(2012, 1, 1)
    rows = [
        Holiday(day=day, is_workday=False, name=called.get(name, "节假日"))
        for day, name in holidays.items()
        if day.weekday() < 5
    ]
    rows += [
        Holiday(day=day, is_workday=True, name=f"{called.get(name, '')}调休")
        for day, name in workdays.items()
        if day.weekday() > 4
    ]
    Holiday.objects.bulk_create([row for row in rows if row.day >= first and row.day not in known], ignore_conflicts=True)
