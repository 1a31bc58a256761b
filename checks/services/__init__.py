"""What can be done with checklists and checks; every function is keyword-only and names who did it with `by=`."""

from .filling import finish, missing, reply
from .judging import accept, bulk_accept, cancel, send_back
from .lists import add_item, change_item, copy_list, drop_item, move_item, new_draft, new_list, publish, withdraw_list
from .sending import Units, send
from .urging import urge

__all__ = [
    "Units", "accept", "add_item", "bulk_accept", "cancel", "change_item", "copy_list", "drop_item", "finish", "missing",
    "move_item", "new_draft", "new_list", "publish", "withdraw_list", "reply", "send", "send_back", "urge",
]  # fmt: skip
