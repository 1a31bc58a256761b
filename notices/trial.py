"""How a text that is being written would be printed now; nothing is saved and no number is taken."""

import base64
from dataclasses import dataclass, field

from circulars.layout.pictures import pictures

from . import typeset

MOST = 12  # pages shown beside the text
TRIES = 60  # a person may ask for in a minute


@dataclass
class Trial:
    """Pages as data for the screen, how many there are in all, or what keeps the text from being printed."""

    pages: list = field(default_factory=list)
    count: int = 0
    missing: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    @property
    def more(self):
        return self.count - len(self.pages)


def printed(form, receipts=None):
    """(PDF bytes, pages) of what a valid form of a paper says; `receipts` are those of a paper that has no row yet."""
    paper = form.instance
    paper.title, paper.content = form.cleaned_data["title"], form.content
    return typeset.render(paper, receipts)


def shown(form, receipts=None):
    """The `Trial` of a form as it was sent."""
    if not form.is_valid():
        return Trial(**_wrong(form))
    try:
        data, count = printed(form, receipts)
    except typeset.Untypable as error:
        return Trial(faults=[str(error)])
    return Trial([base64.b64encode(png).decode() for png in pictures(data, most=MOST)], count)


def _wrong(form):
    """What is not filled in yet, by its labels, and what is filled in wrongly."""
    missing, faults = [], []
    for name, errors in form.errors.as_data().items():
        label = form.fields[name].label if name in form.fields else ""
        if any(error.code == "required" for error in errors):
            missing.append(label)
        else:
            faults += [f"{label}：{said}" if label else said for error in errors for said in error.messages]
    return {"missing": missing, "faults": faults}
