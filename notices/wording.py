"""公文固定用语: what a township says in place of the default sentences, version by version.

A paper keeps the sentences it was drafted with, so that no later version changes it.
"""

import difflib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from circulars.layout.phrases import PHRASES, faults
from core import clock
from core.errors import Refused, Stale

from . import proofread, rules
from .enums import PaperKind, PaperState
from .models import WordingVersion

FACTORY = "系统自带的用语"
STALE = "这个文种的固定用语刚被别人改成第 {} 版，请核对后重新保存，你填写的内容已保留"


def defaults(kind):
    return {phrase.key: phrase.text for phrase in PHRASES[kind]}


def in_use(kind, town):
    """(number, texts) a new paper of the kind starts with; number 0 are the defaults."""
    version = WordingVersion.objects.latest_of(kind, town)
    return (version.number, defaults(kind) | version.texts) if version else (0, defaults(kind))


def snapshot(kind, town):
    """What a paper keeps of the sentences in use."""
    number, texts = in_use(kind, town)
    return {"number": number, "texts": texts}


def number_of(paper):
    return paper.wording.get("number", 0)


def wrong(kind, texts):
    """key → messages of the sentences that cannot stand, or that no face prints: no paper of the kind could go out."""
    found = {phrase.key: faults(phrase, texts.get(phrase.key, "")) for phrase in PHRASES[kind]}
    for doubt in proofread.marks_in({key: texts.get(key, "") for key in found}, proofread.faces_or_none()):
        found[doubt["place"]] += [doubt["message"]] if doubt["code"] == "missing-glyph" else []
    return {key: said for key, said in found.items() if said}


def save(*, kind, texts, base, note, by):
    """A new version on top of `base`, the number the writer saw. Raises Refused, Stale."""
    if reason := rules.may_word(by):
        raise Refused(reason)
    town = by.membership.place
    texts = {phrase.key: texts.get(phrase.key, "").strip() for phrase in PHRASES[kind]}
    if said := wrong(kind, texts):
        raise Refused("；".join(sum(said.values(), [])))
    number, standing = in_use(kind, town)
    if number != base:
        raise Stale(STALE.format(number))
    if texts == standing:
        raise Refused("没有改动，不用保存")
    if not note.strip():
        raise Refused("请写明修改原因")
    return _add(town, kind, number + 1, texts, note.strip(), by)


def _add(town, kind, number, texts, note, by):
    """The database lets one of two writers through."""
    values = {"township": town, "kind": kind, "number": number, "texts": texts, "note": note, "by": by, "at": clock.now()}
    try:
        with transaction.atomic():
            return WordingVersion.objects.create(**values)
    except IntegrityError as error:
        raise Stale(STALE.format(number)) from error


def restore(*, kind, number, base, by, note=""):
    """An earlier version, or the defaults (0), in use again as a new version."""
    if reason := rules.may_word(by):
        raise Refused(reason)
    texts = texts_of(kind, by.membership.place, number)
    if texts is None:
        raise Refused("没有这一版固定用语")
    word = f"恢复第 {number} 版" if number else f"恢复{FACTORY}"
    return save(kind=kind, texts=texts, base=base, note=f"{word}：{note}" if note.strip() else word, by=by)


def texts_of(kind, town, number):
    """The sentences of a version; None when there is no such version."""
    if number == 0:
        return defaults(kind)
    version = WordingVersion.objects.filter(kind=kind, township=town, number=number).first()
    return version and defaults(kind) | version.texts


def newer(paper):
    """The number of the version in use when a draft was begun with an older one; None when it is up to date."""
    if paper.state != PaperState.DRAFT or paper.kind not in PHRASES:
        return None
    number, texts = in_use(paper.kind, paper.township)
    return number if texts != defaults(paper.kind) | paper.wording.get("texts", {}) else None


@dataclass
class Change:
    """One sentence of a version beside the one before: its pieces as ("same" | "out" | "in", text)."""

    label: str
    pieces: list


def history(kind, town):
    """(version, its changes against the one before), newest first."""
    rows = list(WordingVersion.objects.filter(kind=kind, township=town).select_related("by"))
    older = [*(row.texts for row in rows[1:]), defaults(kind)]
    return [(row, changes(kind, before, row.texts)) for row, before in zip(rows, older, strict=False)]


def changes(kind, before, after):
    return [
        Change(phrase.label, pieces(before.get(phrase.key, ""), after.get(phrase.key, "")))
        for phrase in PHRASES[kind]
        if before.get(phrase.key, "") != after.get(phrase.key, "")
    ]


def pieces(before, after):
    """What stayed, went and came, character by character."""
    out = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(("same", before[a:b]))
            continue
        out += [("out", before[a:b])] if b > a else []
        out += [("in", after[c:d])] if d > c else []
    return out


def overview(town):
    """(kind, its version in use or None, number of sentences) of every kind, in the order of the register."""
    latest = {}
    for row in WordingVersion.objects.filter(township=town).select_related("by").order_by("number"):
        latest[row.kind] = row
    return [(PaperKind(kind), latest.get(kind), len(rows)) for kind, rows in PHRASES.items()]
