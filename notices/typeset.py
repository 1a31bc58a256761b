"""From a paper's row to its printed pages: the row's content becomes a typed document, circulars.layout prints it."""

from contextlib import suppress
from datetime import date
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from circulars import fonts, layout
from core import clock
from core.errors import Refused

from . import seal_pictures
from .enums import PaperKind, PaperState
from .kinds import KINDS, drawn

DRAFT_MARK = "草稿"
NAMED = 3  # more units of a sort than this are called 各村, 各站所, 各有关企业


class Untypable(Refused):
    """The paper cannot be printed as it stands; the message says what to change."""


def check(paper):
    """Raise Untypable when a character or face is missing, before a number is taken."""
    faces = faces_or_refuse()
    try:
        layout.set_pages(document_of(paper), faces)
    except fonts.MissingGlyphs as error:
        raise Untypable(str(error)) from error


def render(paper, receipts=None):
    """(PDF bytes, number of pages) of the paper as it stands; what is not issued bears a light mark and no number."""
    document = document_of(paper, receipts)
    document.seals = seal_pictures.pictures_for(paper)
    return printed(document)


def printed(document):
    """(PDF bytes, number of pages) of a typed document; Untypable when a face or a character is missing."""
    try:
        return layout.render(document, faces_or_refuse())
    except fonts.MissingGlyphs as error:
        raise Untypable(str(error)) from error


def register(title, table, told=None):
    """(PDF bytes, number of pages) of a table under its head; Untypable as above, or when nothing stands under the head."""
    try:
        return layout.register(title, table, faces_or_refuse(), told=told)
    except (fonts.MissingGlyphs, ValueError) as error:
        raise Untypable(str(error)) from error


def word(paper):
    """Bytes of an editable copy (.docx) with the printed geometry; the issued PDF remains the paper."""
    faces = faces_or_refuse()
    try:
        return layout.to_word(document_of(paper), faces)
    except fonts.MissingGlyphs as error:
        raise Untypable(str(error)) from error


def merge_into(stream, parts):
    """One file of many papers, each starting on an odd page."""
    return layout.merge_into(stream, parts)


def warm(papers):
    """Cut the faces once to the characters of many papers; what cannot be set is told when its turn comes."""
    documents = []
    for paper in papers:
        with suppress(Untypable):
            documents.append(document_of(paper))
    layout.warm(documents, faces_or_refuse())


def faces_or_refuse():
    try:
        return fonts.load(settings.FONTS_DIR)
    except fonts.FontsMissing as error:
        raise Untypable(str(error)) from error


def document_of(paper, receipts=None):
    """The typed document of a paper; its number, date and QR code only once it has them.

    `receipts` stand for those of a paper that has no row yet.
    """
    makers = {PaperKind.ORDER: _order, PaperKind.URGING: _urging} if drawn(paper) else {}
    common = {"issuer": paper.issuer, "issued_on": day_of(paper), "doc_number": paper.doc_number}
    common["say"] = layout.Wording(paper.kind, paper.wording.get("texts"))
    if paper.verify_code:
        common |= {"code": paper.verify_code, "qr": verify_url(paper.verify_code)}
    try:
        make = makers.get(paper.kind) or partial(_written, receipts=receipts)
        document = make(paper, common)
    except (KeyError, ValueError) as error:
        raise Untypable("公文内容不完整，不能排版，请作废后重新制作") from error
    if paper.replaces_id:
        document.blocks.append(layout.Block(f"{paper.replaces.doc_number}《{paper.replaces.title}》自本文印发之日起作废。"))
    document.watermark = "" if paper.number else DRAFT_MARK
    return document


def _written(paper, common, receipts):
    """A kind with a form of its own: the form's fields are the builder's keywords."""
    kind = KINDS[paper.kind]
    values = kind.form.read(paper.content)
    common |= {"title": paper.title, "addressees": values.pop("to", "") or addressees(paper, receipts)}
    if "signer" in values:
        values["signer"] = values["signer"] or (paper.signer.name if paper.signer else "")
    if "printer" in values:
        common["printed_on"] = timezone.localdate(paper.issued_at) if paper.issued_at else clock.today()
    return kind.build(**values, **common)


def _order(paper, common):
    content = paper.content
    return layout.rectification_order(
        enterprise=content["unit"],
        hazards=content["hazards"],
        due_on=date.fromisoformat(content["due_on"]),
        inspectors=content["inspectors"],
        measures=content.get("measures", ""),
        found_on=date.fromisoformat(content["found_on"]) if content.get("found_on") else None,
        **common,
    )


def _urging(paper, common):
    content = paper.content
    return layout.urging_notice(
        unit=content["unit"],
        tasks=[(title, date.fromisoformat(day)) for title, day in content["tasks"]],
        due_on=date.fromisoformat(content["due_on"]),
        note=content.get("note", ""),
        **common,
    )


def day_of(paper):
    """成文日期: the day the leader signed; for what nobody signed yet, today."""
    if paper.issued_on:
        return paper.issued_on
    signed = paper.state == PaperState.SIGNED and paper.signed_at
    return timezone.localdate(signed) if signed else clock.today()


def verify_url(code):
    return settings.SITE_URL.rstrip("/") + reverse("notices:verify", args=[code])


def addressees(paper, receipts=None):
    """The main recipients as printed when the text does not name them: few by name, many as 各村、各站所."""
    groups = {"各村": [], "各站所": [], "各有关企业": []}
    rows = paper.receipts.select_related("place", "office", "enterprise") if receipts is None else receipts
    for receipt in rows:
        word = "各有关企业" if receipt.enterprise_id else ("各站所" if receipt.office_id else "各村")
        groups[word].append(receipt.unit_name)
    parts = [word if len(names) > NAMED else "、".join(names) for word, names in groups.items() if names]
    return "，".join(parts)
