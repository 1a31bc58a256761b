"""The way from any room to the trace of an enterprise up to a day (责任倒查), which another package keeps."""

_ways = []


def register(address):
    """`address(user, firm, day)` gives where the trace is; "" for who may not look."""
    if address not in _ways:
        _ways.append(address)


def address(user, firm, day):
    """Of an enterprise (None gives "") up to a date; "" while nobody keeps traces or the user may not look."""
    if firm is None:
        return ""
    return next((found for way in _ways if (found := way(user, firm, day))), "")
