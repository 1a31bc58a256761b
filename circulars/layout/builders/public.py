"""Papers of the government: under the red head (通知, 印发通知, 通报, 请示, 报告), on letter paper (函), minutes (纪要)."""

from circulars.layout.document import Document, cn_date
from circulars.layout.phrases import Wording
from circulars.layout.plain import blocks_of, clean_lines, from_text

from . import parts

UNTITLED = "通知"  # stands for the title while a body is read, so that no row of the body is taken into it
ENCLOSED = "———"


def circular(*, body, say=None, **head):
    """A circular (通知) under the red head. `body` is text, one paragraph a line; attachments begin with a line 附件1.

    `head` is what `headed` takes.
    """
    document = headed(from_text(f"{UNTITLED}\n{body}"), **head)
    document.blocks = parts.closed(document.blocks, say or Wording("circular"))
    return document


def headed(
    document, *, issuer, title, issued_on, doc_number="", addressees="", copied_to="", printer="", printed_on=None,
    signer="", qr="", code="", joint="", urgency="", classified="", copy_number="", note="", form="circular",
):  # fmt: skip
    """Put the head and foot of a paper of the government about its text.

    `addressees` are those to use when the text does not begin with its own. `issued_on` is the day it was signed,
    `printed_on` the day it was printed, for the colophon. `joint` are the other issuers, by 、; the first is `issuer`.
    """
    document.title, document.form, document.mark = "".join(clean_lines(title)), form, [issuer, *parts.names_of(joint)]
    document.issuers = document.mark[:] if joint else document.issuers or [issuer]
    document.issued_on = document.issued_on or issued_on
    document.addressees = document.addressees or addressees
    document.printed_on = (printed_on or document.issued_on) if printer else None
    document.note = note or document.note
    given = {
        "doc_number": doc_number, "copied_to": copied_to, "printer": printer, "signer": signer, "qr": qr, "code": code,
        "urgency": urgency, "classified": classified, "copy_number": copy_number,
    }  # fmt: skip
    for name, value in given.items():
        setattr(document, name, value)
    return document


def issuing(*, scheme_title, scheme, body="", say=None, **common):
    """印发…的通知: the covering text, and what it issues behind it on a page of its own under its own title."""
    say = say or Wording("issuing")
    cover = body if clean_lines(body) else say("cover", 方案=scheme_title)
    return circular(body=f"{cover}\n{ENCLOSED}\n{scheme_title}\n{scheme}", say=say, **common)


def bulletin(*, body, asked="", **common):
    """通报: what happened, then what is asked of everybody."""
    return circular(body=f"{body}\n{asked}" if asked else body, **common)


def upward(*, contact="", phone="", **common):
    """请示 or 报告 to the government above, with the signer's line; whom to ask stands under the date."""
    return circular(note=parts.reach(contact, phone), **common)


def letter(*, reply_by=None, contact="", phone="", say=None, **common):
    """函 to an office of no rank above or below, on letter paper."""
    say = say or Wording("letter")
    closing = say("reply", 期限=cn_date(reply_by)) if reply_by else say("closing")
    note = parts.reach(contact, phone)
    return circular(note=note, say=Wording("letter", {"closing": closing}), form="letter", **common)


def minutes(
    *, body, held_on, where, chair, present, mark="", absent="", sitting="", recorder="", issuer, title, issued_on,
    doc_number="", addressees="", copied_to="", printer="", printed_on=None, classified="", copy_number="", urgency="",
    say=None, qr="", code="",
):  # fmt: skip
    """纪要 under its own mark, unsigned; who came, was excused and sat in stands under the text."""
    say = say or Wording("minutes")
    opening = say.blocks("opening", 日期=cn_date(held_on), 主持人=chair, 地点=where)
    came = [("出席", present), ("请假", absent), ("列席", sitting), ("记录", recorder)]
    return Document(
        title="".join(clean_lines(title)), form="minutes", mark=[mark or f"{issuer}会议纪要"], doc_number=doc_number,
        blocks=[*opening, *blocks_of(body)], attendance=[pair for pair in came if pair[1]], issued_on=issued_on,
        copied_to=copied_to, printer=printer, printed_on=(printed_on or issued_on) if printer else None,
        classified=classified, copy_number=copy_number, urgency=urgency, qr=qr, code=code,
    )  # fmt: skip
