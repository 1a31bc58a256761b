"""Papers a tab offers beside its rows: label and address; filled by the modules that print them."""

from django.urls import reverse

_papers = {}


def register(group, label, url_name, demands=None):
    """`url_name` takes the enterprise's id; `demands(firm)` tells whether there is anything to print."""
    _papers.setdefault(group, []).append((label, url_name, demands))


def also_of(group, firm):
    return [
        (label, reverse(name, args=[firm.pk]))
        for label, name, demands in _papers.get(group, ())
        if not demands or demands(firm)
    ]
