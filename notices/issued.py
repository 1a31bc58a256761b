"""What else changes when a paper of a kind is issued; packages to the right say so here."""

_followers = {}


def register(kind, follow):
    """`follow(paper=, by=)` runs in the transaction that issues a paper of the kind."""
    _followers[kind] = follow


def told(paper, by):
    if follow := _followers.get(paper.kind):
        follow(paper=paper, by=by)
