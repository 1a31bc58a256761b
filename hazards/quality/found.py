"""What the rules look at and what they find, and the registry by which other apps bring their rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Ref:
    """A row a mark may hang on: where it is counted, how it is called, the page where it stands."""

    model: type
    pk: int
    village_id: str
    enterprise_id: int | None
    on: date
    title: str
    link: str

    @property
    def unit(self):
        return self.enterprise_id or self.village_id


@dataclass(frozen=True)
class Said:
    """Words somebody wrote into one field; `asked` is what stood before them: item, criterion, description."""

    ref: Ref
    field: str
    text: str
    asked: tuple = ()


@dataclass(frozen=True)
class Found:
    ref: Ref
    field: str
    reason: str
    text: str = ""
    detail: str = ""


@dataclass(frozen=True)
class PhotoOwner:
    """Rows photos hang on. `refs(ids, town)` → {id: (Ref, thing)}; two owners of one thing may share a photo."""

    model: type
    refs: Callable


@dataclass
class _Sources:
    texts: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    photos: list = field(default_factory=list)


sources = _Sources()


def register_texts(find):
    """`find(town)` yields every Said of a township; it is called twice."""
    if find not in sources.texts:
        sources.texts.append(find)


def register_findings(find):
    """`find(town)` yields Found of a rule of its own."""
    if find not in sources.findings:
        sources.findings.append(find)


def register_photos(model, refs):
    if all(owner.model is not model for owner in sources.photos):
        sources.photos.append(PhotoOwner(model, refs))
