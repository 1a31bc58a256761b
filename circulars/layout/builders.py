"""The three papers the portal issues, from plain values."""

from .document import Block, Document, cn_date
from .plain import clean_lines, from_text


def circular(
    *,
    issuer,
    title,
    body,
    issued_on,
    doc_number="",
    addressees="",
    copied_to="",
    printer="",
    printed_on=None,
    signer="",
    qr="",
    code="",
):
    """A circular (通知) under the red head. `body` is text, one paragraph a line; attachments begin with a line 附件1.

    `addressees` are those to use when the body does not begin with its own. `issued_on` is the day it was signed,
    `printed_on` the day it was printed, for the colophon.
    """
    document = from_text(f"{' '.join(clean_lines(title))}\n{body}")
    document.title = "".join(clean_lines(title))
    document.form, document.mark, document.doc_number, document.signer = "circular", [issuer], doc_number, signer
    document.issuers, document.issued_on = document.issuers or [issuer], document.issued_on or issued_on
    document.addressees = document.addressees or addressees
    document.copied_to, document.printer, document.qr, document.code = copied_to, printer, qr, code
    document.printed_on = (printed_on or document.issued_on) if printer else None
    return document


def rectification_order(
    *, issuer, enterprise, hazards, due_on, inspectors, issued_on, doc_number="", measures="", found_on=None, qr="", code=""
):
    """责令限期整改指令书: hazards numbered, time limit, effect, inspectors and the receiver's line."""
    when = f"于{cn_date(found_on)}" if found_on else ""
    rows = [Block(f"经我单位{when}检查，发现你单位存在下列事故隐患：")]
    rows += [
        Block(f"{n}.{text.rstrip('。；')}{'。' if n == len(hazards) else '；'}", 3) for n, text in enumerate(hazards, 1)
    ]
    rows.append(Block(f"现责令你单位于{cn_date(due_on)}前将上述隐患整改完毕，并书面报告整改情况，由我单位组织复查。"))
    rows += [Block(row) for row in clean_lines(measures)]
    rows.append(
        Block("整改期间应当采取可靠的安全防范措施；不能保证安全的，不得作业。逾期不整改或者整改不合格的，依法处理。")
    )
    rows.append(Block(f"检查人员：{inspectors}"))
    rows.append(Block("被检查单位签收：　　　　　　　　　年　　月　　日"))
    return Document(
        title="责令限期整改指令书",
        form="plain",
        even_pages=False,
        doc_number=doc_number,
        addressees=enterprise,
        blocks=rows,
        issuers=[issuer],
        issued_on=issued_on,
        qr=qr,
        code=code,
    )


def urging_notice(*, issuer, unit, tasks, due_on, issued_on, doc_number="", note="", qr="", code=""):
    """督办通知 to one unit. `tasks` are (title, due date) pairs that are late."""
    rows = [Block("经核对任务台账，你单位下列事项已超过规定时限，仍未办结：")]
    for n, (title, day) in enumerate(tasks, 1):
        rows.append(Block(f"{n}.{title.rstrip('。；')}（应于{cn_date(day)}前完成）{'。' if n == len(tasks) else '；'}", 3))
    rows.append(Block(f"请于{cn_date(due_on)}前办结并报送结果。确有困难的，应当在时限届满前书面说明原因和办理计划。"))
    rows += [Block(row) for row in clean_lines(note)]
    rows.append(Block("逾期仍未办结的，将予以通报，并按规定追究责任。"))
    return Document(
        title="督办通知",
        form="plain",
        even_pages=False,
        doc_number=doc_number,
        addressees=unit,
        blocks=rows,
        issuers=[issuer],
        issued_on=issued_on,
        qr=qr,
        code=code,
    )
