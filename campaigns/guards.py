"""What must be settled before a campaign is concluded. Other apps register what they know of in AppConfig.ready."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Owed:
    """`said` is what is still open, as this person may read it; `link` its rows, "" for who may not look.

    `named` are the first of them, (name, address) each.
    `public` is what the campaign's own log says of a confidential matter, which everybody in its scope reads.
    """

    said: str
    link: str = ""
    public: str = ""
    named: tuple = ()

    @property
    def logged(self):
        return self.public or self.said


_guards = []


def register(find):
    """`find(user, campaign)` yields Owed; it says that something is open whether or not the user may see what."""
    if find not in _guards:
        _guards.append(find)


def owed(user, campaign):
    return [one for find in _guards for one in find(user, campaign)]
