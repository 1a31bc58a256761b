"""Receipts that are due to be signed, for the reminder scan."""

from core.links import link as address
from reminders.deadlines import Due

from .enums import PaperState, ReceiptState
from .models import Receipt
from .people import Recipients


def due_receipts(first, last):
    """Unsigned receipts of papers in force whose limit lies between two days."""
    rows = Receipt.objects.exclude(state=ReceiptState.SIGNED).filter(paper__state=PaperState.ISSUED)
    rows = list(rows.filter(due_on__range=(first, last)).select_related("paper", "place", "office", "enterprise"))
    people = Recipients(rows)
    for row in rows:
        title = f"{row.unit_name} 签收《{row.paper.title}》"
        above = [] if row.paper.confidential else people.ladder(row)  # a title tells already
        yield Due(row, row.due_on, people.of(row), title, address("notices:detail", row.paper_id), above)
