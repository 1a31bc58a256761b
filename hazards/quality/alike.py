"""Are two entries one hazard? The same object lacks the same thing in the same place, whatever the words."""

import re
import unicodedata

NEAR = 0.6  # least likeness at which a pair is shown to a person
UNKNOWN = 0.75  # how far places agree of which nothing is known
# ways to say that something is missing or bad, which tell nothing of the object
SAME_WORDS = (
    (r"没有?|未|缺失?|缺少|不[够足]|无", "缺"),
    (r"[楼层]", "层"),
    (r"破裂|断裂|裂口|开裂|裂缝", "裂"),
    (r"损坏|坏了|破损|破了?", "坏"),
)
IDLE = frozenset("的了在是有和与被也内里上处个两几把很太大没未无缺")
NUMBERS = str.maketrans("一二三四五六七八九", "123456789")
KINDS = frozenset("间房库池口台门楼区场厂村层号车处位路坑")  # what kind of place, not which
WHERE = re.compile(r"\d+(?=[号层楼机库])|[东西南北前后]|[左右]")


def plain(text):
    text = unicodedata.normalize("NFKC", text or "").lower().translate(NUMBERS)
    for pattern, word in SAME_WORDS:
        text = re.sub(pattern, word, text)
    return "".join(char for char in text if char.isalnum())


def likeness(one, other):
    """From 0 to 1, of two (place, description); 0 where numbers or directions of the places contradict each other."""
    here, there = (plain(place) for place, _ in (one, other))
    if _elsewhere(here, there):
        return 0.0
    said, told = (plain(text) for _, text in (one, other))
    return _shared(said, told, here + there) * _places(here, there)


def _elsewhere(here, there):
    """二号车间 and 三号车间; one that says more than the other does not contradict it."""
    one, other = set(WHERE.findall(here)), set(WHERE.findall(there))
    return bool(one and other and not one & other)


def _shared(said, told, places):
    """The share of the shorter text's characters that the other has too, without idle ones and without the place."""
    one, other = ({char for char in text if char not in IDLE} for text in (said, told))
    one, other = one - set(places) or one, other - set(places) or other
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _places(here, there):
    """How far two names may mean one place."""
    one, other = (set(name) - IDLE - KINDS for name in (here, there))
    return len(one & other) / min(len(one), len(other)) if one and other else UNKNOWN
