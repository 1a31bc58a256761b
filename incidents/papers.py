"""The papers of a confidential case, printed by the engine of all papers but kept out of the office's register.

Each bears the reader's name and the time across its pages; who prints one leaves a line in the record of looks.
"""

from datetime import date

from django.utils import timezone

from circulars import layout
from circulars.layout import builders
from circulars.layout.builders import parts, records
from core import clock
from notices import typeset

from .moments import of as moments_of
from .moments import standing
from .referral_enums import ASKED_UPWARD, ReferralKind
from .services import talks
from .services.referrals import town_of
from .statements import report as proofs


def referral(row, user):
    """The application or the letter that goes to another body."""
    town = town_of(row.lead)
    common = {
        "issuer": f"{town.name}人民政府", "title": f"关于{row.get_kind_display()}的请示",
        "issued_on": row.sent_on or clock.today(), "doc_number": row.doc_number, "addressees": row.to_body,
    }  # fmt: skip
    if row.kind == ReferralKind.FLASH:
        body = f"线索编号：{row.lead.number}。\n{row.facts}\n后续情况将随时续报。"
        document = builders.upward(body=body, **common | {"title": "关于一起生产安全事故的快报"})
    elif _upward(row):
        listed = "\n".join(line for line in row.materials.splitlines() if line.strip())
        body = (
            f"线索编号：{row.lead.number}。\n{row.facts}"
            + (f"\n随文报送材料：\n{listed}" if listed else "")
            + "\n妥否，请批示。"
        )
        document = builders.upward(body=body, **common)
    else:
        document = builders.transfer(
            matter=f"涉亡线索 {row.lead.number}", facts=row.facts, materials=row.materials, reply_by=row.answer_by,
            **common | {"title": "关于移送一件涉亡线索的函"},
        )  # fmt: skip
    return printed(document, user, "" if row.doc_number else "草稿　")


def inquiry(row, user):
    """双查报告: what discipline found about the enterprise and about those who had to supervise it."""
    received = f"，{layout.cn_date(row.received_on)}签收" if row.received_on else ""
    number = f"（{row.answer_number}）" if row.answer_number else ""
    body = (
        f"线索编号：{row.lead.number}。\n{layout.cn_date(row.sent_on)}移交{row.to_body}（{row.doc_number}）{received}。\n"
        f"{row.facts}\n{layout.cn_date(row.answered_on)}答复{number}：\n{row.answer}"
    )
    document = builders.circular(
        issuer=row.to_body, title="关于一件涉亡案件一案双查情况的报告", body=body, issued_on=row.answered_on
    )
    return printed(_plain(document), user)


def _upward(row):
    return row.kind in ASKED_UPWARD


def interview(row, user):
    """谈话笔录: questions and answers, with room to sign at the foot of every page."""
    at, town = timezone.localtime(row.at), town_of(row.verification.lead)
    there = row.present.split("、")
    talk = row.text if row.text.lstrip().startswith(("问", "答")) else f"问：（谈话情况记录如下）\n答：{row.text}"
    document = builders.interview(
        issuer=f"{town.name}人民政府", title="谈话笔录", issued_on=at.date(), place=row.place, held_on=at.date(), begun=at.time(),
        askers=there[0], recorder="、".join(there[1:]), person=row.person, work=row.relation, told="", talk=talk,
    )  # fmt: skip
    return printed(document, user)


def visit(row, user):
    """走访记录: when and where, who met whom, what they learnt; signed by the visitors by hand."""
    at, town = timezone.localtime(row.at), town_of(row.verification.lead)
    facts = parts.facts(
        [
            ("线索编号", row.verification.lead.number), ("走访时间", f"{layout.cn_date(at.date())}{parts.hour(at)}"),
            ("走访地点", row.place), ("走访人", row.visitors), ("见到的人", row.met),
        ],
        indent=0,
    )  # fmt: skip
    told = [layout.Block("了解的情况：", indent=0), *parts.paragraphs(row.learnt)]
    document = records.record([*facts, *told], issuer=f"{town.name}人民政府", title="走访记录", issued_on=at.date())
    document.page_foot = [f"走访人{name}（签名）：" for name in row.visitors.split("、")]
    return printed(document, user)


def order(row, user):
    """核查通知 to the team of one verification: who verifies what by when, and how."""
    lead, town = row.lead, town_of(row.lead)
    team = "、".join(person.name for person in row.team.all())
    said = lead.get_competence_display() or "本乡镇核查"
    due = f"，{layout.cn_date(lead.due_on)}前提交核查报告" if lead.due_on else ""
    body = (
        f"经确定，涉亡线索{lead.number}由{said}。请按以下要求立即开展核查{due}。\n一、核查人员\n{team}。\n二、核查方案\n"
        f"{row.plan}\n三、工作要求\n核查须由两人以上进行，谈话制作笔录，证据登记保管。接触的内容按保密承诺书保守秘密，不得向无关人员透露。"
    )
    document = builders.circular(
        issuer=f"{town.name}人民政府", title="关于核查一件涉亡线索的通知", issued_on=timezone.localdate(row.created_at),
        doc_number=row.doc_number, addressees=team, body=body,
    )  # fmt: skip
    return printed(document, user, "" if row.doc_number else "草稿　")


def report(row, user):
    """核查报告 of one verification as it stands; once signed, with the evidence of that day."""
    town, day = town_of(row.lead), _day(row)
    said = row.proofs if row.proofs_on else "\n".join([*talks.said(row), *proofs.lines(row.lead, user)])
    said += f"\n以上证据和矛盾处理情况截至{layout.cn_date(row.proofs_on)}。" if row.proofs else ""
    body = f"线索编号：{row.lead.number}。\n{row.findings}\n{said}\n建议结论：{row.get_proposal_display()}。"
    document = builders.report(
        issuer=f"{town.name}人民政府", title="关于一件涉亡线索的核查报告", issued_on=day, checked_on=day, body=body,
        inspectors="、".join(person.name for person in row.team.all()),
    )  # fmt: skip
    return printed(document, user)


def leniency(lead, user):
    """情况说明: the moments in their order and what they say about who spoke first."""
    town, moments = town_of(lead), moments_of(lead)
    lines = [f"{timezone.localtime(one.at):%Y年%m月%d日%H时%M分}，{one.by.label}：{one.said}。" for one in moments]
    firm = lead.enterprise.name if lead.enterprise else "（企业未登记）"
    body = (
        f"线索编号：{lead.number}。\n涉及单位：{firm}。\n各时刻取自系统记录，按先后列出：\n"
        + "\n".join(lines)
        + f"\n比对结果：{standing(moments).label}。"
    )
    document = builders.report(
        issuer=f"{town.name}人民政府", title="关于一件涉亡线索报告情况的说明", issued_on=clock.today(),
        checked_on=clock.today(), body=body, inspectors=user.name,
    )  # fmt: skip
    return printed(document, user)


def brief(row, user):
    """A report of the look-back; once instructed, with the instruction and what came of it."""
    parts = [
        row.text,
        f"批示：{row.instruction}" if row.instruction else "",
        f"办理结果：{row.result}" if row.result else "",
    ]
    document = builders.circular(
        issuer=f"{row.township.name}人民政府", title=row.title, body="\n".join(part for part in parts if part),
        issued_on=timezone.localdate(row.submitted_at or clock.now()),
    )  # fmt: skip
    return printed(_plain(document), user, "" if row.submitted_at else "草稿　")


def _plain(document):
    """A report within the house, issued to nobody."""
    document.form, document.mark, document.sealed = "plain", [], False
    return document


def _day(row) -> date:
    return timezone.localdate(row.reported_at or clock.now())


def printed(document, user, mark=""):
    """PDF bytes with the reader's name and the time under the text of each page. Refused when a character has no glyph."""
    document.watermark = f"{mark}{user.name} {timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"
    return typeset.printed(document)[0]
