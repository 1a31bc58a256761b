class Refused(Exception):
    """An act that the rules do not allow; the message is the Chinese reason a person reads."""


class Stale(Refused):
    """The form was opened before someone else changed the row."""


def refuse_if(*reasons):
    """Raise Refused with the first reason that is not empty."""
    for reason in filter(None, reasons):
        raise Refused(reason)
