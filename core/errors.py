class Refused(Exception):
    """An act that the rules do not allow; the message is the Chinese reason a person reads."""


class Stale(Refused):
    """The form was opened before someone else changed the row."""
