class Refused(Exception):
    """An act that the rules do not allow; the message is the Chinese reason a person reads.

    `way` is (words, address) of what the person can do about it, offered on the page of the refusal.
    """

    def __init__(self, reason="", *, way=None):
        super().__init__(reason)
        self.way = way


class Stale(Refused):
    """The form was opened before someone else changed the row."""


def refuse_if(*reasons):
    """Raise Refused with the first reason that is not empty."""
    for reason in filter(None, reasons):
        raise Refused(reason)
