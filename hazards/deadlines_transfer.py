"""What is due with transfers and new trades, for the reminder scan."""

from django.urls import reverse

from reminders.deadlines import Due

from .enums_transfer import TradeState, TransferState
from .models import Trade, Transfer
from .services.hands import Hands, leaders_of, link, people_of_trade


def due_transfers(first, last):
    """Transfers to be received or answered between two days."""
    rows = Transfer.objects.filter(state=TransferState.SENT, receive_by__range=(first, last))
    rows |= Transfer.objects.filter(
        state__in=[TransferState.RECEIVED, TransferState.HANDLED], answer_by__range=(first, last)
    )
    rows = list(rows.select_related("from_office", "to_office", "township").order_by("pk"))
    hands = Hands(rows)
    for row in rows:
        what = "接收" if row.state == TransferState.SENT else "反馈"
        yield Due(
            row,
            row.due_on,
            hands.receivers(row),
            f"移送 {row.number} {what}：{row.matter[:40]}",
            link(row),
            hands.ladder(row),
        )


def due_trades(first, last):
    """New trades nobody has claimed; disputed ones wait for the leaders."""
    rows = Trade.objects.filter(state__in=[TradeState.ASKED, TradeState.DISPUTED], claim_by__range=(first, last))
    for row in rows.order_by("pk"):
        leaders = leaders_of(row.township_id)
        people = people_of_trade(row) if row.state == TradeState.ASKED else leaders
        yield Due(
            row, row.claim_by, people, f"“{row.name}”牵头站所待确定", reverse("hazards:trade", args=[row.pk]), [leaders]
        )
