"""The upper level's empty form: read, kept, used from then on; the one before stays, withdrawn."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from core import clock
from core.errors import Refused, refuse_if

from ..columns import BY_KEY
from ..models import FormSheet
from ..rules import may_make
from ..sheets import reading, shipped

LIMIT = 5 * 1024 * 1024


@transaction.atomic
def keep(*, by, name, data):
    """Take a form into use; Refused when no sheet of it is understood."""
    refuse_if(may_make(by), "" if len(data) <= LIMIT else "空表超过 5 MB，请去掉图片等内容再上传")
    columns = understood(data)
    drop(by=by, reason="换用新表样")
    row = FormSheet(
        township=by.membership.place, name=name.strip(), sha256=hashlib.sha256(data).hexdigest(), columns=columns,
        created_by=by, created_at=clock.now(),
    )  # fmt: skip
    row.file.save(f"{row.sha256[:16]}.xlsx", ContentFile(data), save=False)
    row.save()
    return row


def understood(data):
    """{sheet: {column letter: our column}} of the sheets that can be filled."""
    try:
        book = shipped.opened(data)
    except Exception as error:  # openpyxl raises whatever a broken file leads it to
        raise Refused("这个文件读不出来，请另存为 xlsx 再上传") from error
    found = {}
    for sheet in book.worksheets:
        place = reading.read(sheet)
        if place:
            letters = {sheet.cell(place.first, number).column_letter: key for number, key in place.columns.items()}
            found[sheet.title] = letters
    if not found:
        raise Refused(
            "没有认出表头。表里要有一列单位（村、站所、行业）和至少三列统计数，如“应检查”“一般隐患排查”“重大隐患销号”"
        )
    return found


def told(columns):
    """[(sheet, [(letter, label)], [labels missing])] for the page."""
    return [
        (
            sheet,
            [(letter, f"{BY_KEY[key].group}·{BY_KEY[key].label}") for letter, key in letters.items()],
            [f"{c.group}·{c.label}" for key, c in BY_KEY.items() if key not in letters.values()],
        )
        for sheet, letters in columns.items()
    ]


@transaction.atomic
def drop(*, by, reason):
    """Go back to the shipped form."""
    refuse_if(may_make(by))
    rows = FormSheet.objects.select_for_update().filter(township=by.membership.place, withdrawn_at=None)
    return rows.update(withdrawn_at=clock.now(), withdrawn_reason=reason)
