"""The papers the portal issues, from plain values. Under the red head: circulars and bulletins; the rest title first.

A builder's keywords are the fields of its form beside `common`: issuer, title, addressees, issued_on, doc_number, qr, code.
"""

from .document import Block, Document, cn_date
from .plain import blocks_of, clean_lines, from_text

SIGNED_FOR = "被检查单位签收：　　　　　　　　　年　　月　　日"
UNTITLED = "通知"  # stands for the title while a body is read, so that no row of the body is taken into it


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
    document = from_text(f"{UNTITLED}\n{body}")
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
    rows += _numbered(hazards)
    rows.append(Block(f"现责令你单位于{cn_date(due_on)}前将上述隐患整改完毕，并书面报告整改情况，由我单位组织复查。"))
    rows += [Block(row) for row in clean_lines(measures)]
    rows.append(
        Block("整改期间应当采取可靠的安全防范措施；不能保证安全的，不得作业。逾期不整改或者整改不合格的，依法处理。")
    )
    rows.append(Block(f"检查人员：{inspectors}"))
    rows.append(Block(SIGNED_FOR))
    return _paper(
        rows, issuer=issuer, title="责令限期整改指令书", addressees=enterprise, issued_on=issued_on, doc_number=doc_number,
        qr=qr, code=code,
    )  # fmt: skip


def urging_notice(*, issuer, unit, tasks, due_on, issued_on, doc_number="", note="", qr="", code=""):
    """督办通知 to one unit. `tasks` are (title, due date) pairs that are late."""
    rows = [Block("经核对任务台账，你单位下列事项已超过规定时限，仍未办结：")]
    rows += _numbered([f"{title.rstrip('。；')}（应于{cn_date(day)}前完成）" for title, day in tasks])
    rows.append(Block(f"请于{cn_date(due_on)}前办结并报送结果。确有困难的，应当在时限届满前书面说明原因和办理计划。"))
    rows += [Block(row) for row in clean_lines(note)]
    rows.append(Block("逾期仍未办结的，将予以通报，并按规定追究责任。"))
    return _paper(
        rows, issuer=issuer, title="督办通知", addressees=unit, issued_on=issued_on, doc_number=doc_number, qr=qr, code=code
    )


def bulletin(*, body, asked="", **common):
    """通报 under the red head: what happened, then what is asked of everybody."""
    return circular(body=f"{body}\n{asked}" if asked else body, **common)


def letter(*, body, reply_by=None, contact="", phone="", **common):
    """函 to an office of no rank above or below."""
    ask = [Block(f"请于{cn_date(reply_by)}前函复。")] if reply_by else []
    return _paper([*blocks_of(body), *ask, *_contact(contact, phone)], **common)


def tip(*, matters, advice="", contact="", phone="", **common):
    """提示单: dangers to look out for and what to do about them, a line each."""
    rows = [Block("根据近期检查情况和当前安全形势，提示你单位注意防范下列风险："), *_numbered(clean_lines(matters))]
    if advice:
        rows += [Block("请落实下列防范措施："), *_numbered(clean_lines(advice))]
    rows.append(Block("请对照自查，发现隐患立即整改。"))
    return _paper([*rows, *_contact(contact, phone)], **common)


def talk(*, reason, person, day, time, where, bring="", contact="", phone="", **common):
    """约谈通知书: who is to come, when, where, with what."""
    rows = [Block(f"因{reason.rstrip('。；，')}，决定对你单位进行约谈，请按时参加。现将有关事项通知如下：")]
    facts = [("被约谈人", person), ("约谈时间", f"{cn_date(day)}{time:%H:%M}"), ("约谈地点", where), ("携带材料", bring)]
    rows += [Block(f"{name}：{value}") for name, value in facts if value]
    rows.append(Block("确有特殊情况不能参加的，应当提前说明原因，另行约定时间。"))
    return _paper([*rows, *_contact(contact, phone), Block(SIGNED_FOR.replace("检查", "约谈"))], **common)


def recheck(*, checked_on, findings, verdict, inspectors, order_number="", order_due=None, asked="", **common):
    """整改复查意见书: each hazard as found, the verdict, what is asked further."""
    order = f"《责令限期整改指令书》（{order_number}）" if order_number else "整改要求"
    due = f"，整改期限为{cn_date(order_due)}" if order_due else ""
    rows = [Block(f"我单位于{cn_date(checked_on)}对你单位落实{order}的情况进行了复查{due}。复查情况如下：")]
    rows += _numbered(clean_lines(findings))
    rows.append(Block(f"复查结论：{verdict.rstrip('。')}。"))
    rows += [Block(row) for row in clean_lines(asked)]
    return _paper([*rows, Block(f"复查人员：{inspectors}"), Block(SIGNED_FOR)], **common)


def transfer(*, matter, facts, basis="", materials="", reply_by=None, contact="", phone="", **common):
    """移送函: a matter another office is responsible for, with the facts and the papers handed over."""
    what = matter.rstrip("。；，")
    rows = [Block(f"我单位在工作中发现{what}，属你单位职责范围，现移送你单位依法处理。")]
    rows += [*_headed("一", "基本情况"), *map(Block, clean_lines(facts))]
    parts = (("移送依据", [*map(Block, clean_lines(basis))]), ("移送材料", _numbered(clean_lines(materials))))
    for ordinal, (name, body) in zip("二三", filter(lambda part: part[1], parts), strict=False):
        rows += [*_headed(ordinal, name), *body]
    if reply_by:
        rows.append(Block(f"请于{cn_date(reply_by)}前将处理情况函告我单位。"))
    return _paper([*rows, *_contact(contact, phone)], **common)


def report(*, body, checked_on, inspectors, **common):
    """核查报告: when and by whom, then the text as written."""
    rows = [Block(f"核查时间：{cn_date(checked_on)}"), Block(f"核查人员：{inspectors}")]
    return _paper([*rows, *blocks_of(body)], **common)


def minutes(*, body, held_on, where, chair, present, absent="", recorder="", **common):
    """会议纪要: the heads of the meeting, then what was agreed."""
    facts = [
        ("时间", cn_date(held_on)), ("地点", where), ("主持", chair), ("出席", present), ("缺席", absent),
        ("记录", recorder),
    ]  # fmt: skip
    rows = [Block(f"{name}：{value}") for name, value in facts if value]
    return _paper([*rows, *blocks_of(body)], **common)


def slip(*, about, asked="", reply_by=None, contact="", phone="", **common):
    """回执: filled in by hand by the unit that got a paper, and given back to the office that sent it."""
    rows = [Block(f"{about.rstrip('。；')}已收到，现将有关情况回复如下：")]
    lines = ["收文单位（盖章）", *clean_lines(asked), "填报人及联系电话", "收到日期"]
    rows += [Block(f"{name.rstrip('：:')}：", space_before=1) for name in lines]
    back = f"请于{cn_date(reply_by)}前将本回执交回{common['issuer']}。" if reply_by else ""
    rows += [Block(back, space_before=1)] if back else []
    return _paper([*rows, *_contact(contact, phone)], **(common | {"addressees": common["issuer"]}), signed=False)


def _paper(rows, *, issuer, title, issued_on, addressees="", doc_number="", copied_to="", qr="", code="", signed=True):
    """A paper without red head; signed unless it is a form for the receiver to fill in."""
    return Document(
        title="".join(clean_lines(title)), form="plain", even_pages=False, doc_number=doc_number, addressees=addressees,
        blocks=rows, issuers=[issuer] if signed else [], issued_on=issued_on, copied_to=copied_to, qr=qr, code=code,
    )  # fmt: skip


def _numbered(texts):
    """1.…； 2.…。"""
    return [Block(f"{n}.{text.rstrip('。；')}{'。' if n == len(texts) else '；'}", 3) for n, text in enumerate(texts, 1)]


def _headed(ordinal, name):
    return blocks_of(f"{ordinal}、{name}")


def _contact(name, phone):
    parts = [part for part in (name and f"联系人：{name}", phone and f"联系电话：{phone}") if part]
    return [Block(f"（{'，'.join(parts)}）")] if parts else []
