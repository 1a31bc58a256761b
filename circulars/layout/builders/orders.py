"""Papers to one unit, title first: orders, urging, listed supervision, tips, talks, rechecks, transfers, reply slips."""

from circulars.layout.document import Block, Document, cn_date
from circulars.layout.phrases import Wording
from circulars.layout.plain import clean_lines

from . import parts
from .public import headed


def rectification_order(
    *, issuer, enterprise, hazards, due_on, inspectors, issued_on, doc_number="", measures="", found_on=None, qr="", code="",
    title="责令限期整改指令书", say=None,
):  # fmt: skip
    """责令限期整改指令书: hazards numbered, time limit, effect, rights, inspectors and the receiver's line."""
    say = say or Wording("order")
    rows = [
        *say.blocks("found", 检查时间=f"于{cn_date(found_on)}" if found_on else ""), *parts.numbered(hazards),
        *say.blocks("demand", 期限=cn_date(due_on)), *parts.paragraphs(measures), *say.blocks("safety"),
        *say.blocks("rights"), Block(f"检查人员：{inspectors}"), *say.blocks("received"),
    ]  # fmt: skip
    return parts.paper(
        rows, issuer=issuer, title=title, addressees=enterprise, issued_on=issued_on, doc_number=doc_number, qr=qr, code=code
    )


def order(*, hazards, addressees="", **common):
    """The same from the desk: `hazards` a line each, the unit is the addressee."""
    return rectification_order(hazards=clean_lines(hazards), enterprise=addressees, **common)


def urging_notice(*, issuer, unit, tasks, due_on, issued_on, doc_number="", note="", qr="", code="", say=None):
    """督办通知 to one unit. `tasks` are (title, due date) pairs that are late."""
    say = say or Wording("urging")
    late = parts.numbered([f"{title.rstrip('。；')}（应于{cn_date(day)}前完成）" for title, day in tasks])
    rows = [*say.blocks("found"), *late, *say.blocks("demand", 期限=cn_date(due_on)), *parts.paragraphs(note)]
    return parts.paper(
        [*rows, *say.blocks("closing")], issuer=issuer, title="督办通知", addressees=unit, issued_on=issued_on,
        doc_number=doc_number, qr=qr, code=code,
    )  # fmt: skip


def listing(*, matters, asked, due_on, supervisor, charge="", removal="", contact="", phone="", say=None, **common):
    """挂牌督办通知书: the matter, what is asked by when, who supervises, how the listing is removed."""
    say = say or Wording("listing")
    removed = parts.paragraphs(removal) or say.blocks("removal", 督办单位=supervisor)
    who = parts.facts([("整改责任人", charge)])
    rows = parts.headed([
        ("督办事项", parts.numbered(clean_lines(matters))),
        ("整改要求和期限", [*parts.paragraphs(asked), *who, *say.blocks("limit", 期限=cn_date(due_on)),
                     *say.blocks("extension")]),
        ("督办单位", [Block(f"{supervisor}负责督办，整改情况及时报送该单位。")]),
        ("解除办法", removed),
    ])  # fmt: skip
    rows = [*say.blocks("opening"), *rows, *say.blocks("closing"), *parts.contact(contact, phone)]
    return parts.paper(rows, **common)


def tip(*, matters, advice="", contact="", phone="", say=None, **common):
    """提示单: dangers to look out for and what to do about them, a line each."""
    say = say or Wording("tip")
    rows = [*say.blocks("opening"), *parts.numbered(clean_lines(matters))]
    if advice:
        rows += [*say.blocks("advice"), *parts.numbered(clean_lines(advice))]
    return parts.paper([*rows, *say.blocks("closing"), *parts.contact(contact, phone)], **common)


def talk(*, reason, person, day, time, where, bring="", contact="", phone="", say=None, **common):
    """约谈通知书: who is to come, when, where, with what."""
    say = say or Wording("talk")
    told = [
        ("被约谈人", person), ("约谈时间", f"{cn_date(day)}{parts.hour(time)}"), ("约谈地点", where), ("携带材料", bring)
    ]  # fmt: skip
    rows = [*say.blocks("opening", 事由=reason.rstrip("。；，")), *parts.facts(told), *say.blocks("absence")]
    return parts.paper([*rows, *parts.contact(contact, phone), *say.blocks("received")], **common)


def recheck(*, checked_on, findings, verdict, inspectors, order_number="", order_due=None, asked="", say=None, **common):
    """整改复查意见书: each hazard as found, the verdict, what is asked further."""
    say = say or Wording("recheck")
    values = {
        "复查日期": cn_date(checked_on),
        "原指令": f"《责令限期整改指令书》（{order_number}）" if order_number else "整改要求",
        "整改期限": f"，整改期限为{cn_date(order_due)}" if order_due else "",
    }
    rows = [*say.blocks("opening", **values), *parts.numbered(clean_lines(findings))]
    rows += [Block(f"复查结论：{verdict.rstrip('。')}。"), *parts.paragraphs(asked), Block(f"复查人员：{inspectors}")]
    return parts.paper([*rows, *say.blocks("received")], **common)


def transfer(*, matter, facts, basis="", materials="", reply_by=None, contact="", phone="", say=None, **common):
    """移送函: a matter another office is responsible for, with the facts and the papers handed over; on letter paper."""
    say = say or Wording("transfer")
    rows = parts.headed([
        ("基本情况", parts.paragraphs(facts)),
        ("移送依据", parts.paragraphs(basis)),
        ("移送材料", parts.numbered(clean_lines(materials))),
    ])  # fmt: skip
    rows = [*say.blocks("opening", 事项=matter.rstrip("。；，")), *rows]
    rows += say.blocks("reply", 期限=cn_date(reply_by)) if reply_by else []
    return headed(Document("", blocks=rows), form="letter", note=parts.reach(contact, phone), **common)


def slip(*, about, asked="", reply_by=None, contact="", phone="", say=None, **common):
    """回执: filled in by hand by the unit that got a paper, and given back to the office that sent it."""
    say = say or Wording("slip")
    lines = ["收文单位（盖章）", *clean_lines(asked), "填报人及联系电话", "收到日期"]
    rows = [*say.blocks("received", 公文=about.rstrip("。；"))]
    rows += [Block(f"{name.rstrip('：:')}：", space_before=1) for name in lines]
    back = say.blocks("reply", 期限=cn_date(reply_by), 发文机关=common["issuer"]) if reply_by else []
    for block in back[:1]:
        block.space_before = 1
    common |= {"addressees": common["issuer"]}
    return parts.paper([*rows, *back, *parts.contact(contact, phone)], **common, signed=False)
