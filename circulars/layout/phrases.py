"""The standing sentences of each form: the defaults, and an office's own in their place. Geometry is not among them.

A sentence holds places to fill in, in braces: {期限}. A line is a paragraph; an empty sentence is not printed.
"""

import re
from dataclasses import dataclass

from .document import Block
from .plain import clean_lines

HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Phrase:
    """`may` are the places it may hold, `must` those it cannot do without; `optional` ones may be left empty."""

    key: str
    label: str
    text: str
    may: tuple = ()
    must: tuple = ()
    optional: bool = False

    @property
    def holes(self):
        return (*self.must, *self.may)


def _closing(text=""):
    return Phrase("closing", "结尾", text, optional=True)


PHRASES = {
    "circular": (_closing(),),
    "issuing": (
        Phrase("cover", "印发说明（正文没有写时用）", "现将《{方案}》印发给你们，请结合实际认真组织实施。", must=("方案",)),
        _closing(),
    ),
    "bulletin": (_closing(),),
    "request": (_closing("妥否，请批示。"),),
    "account": (_closing("特此报告。"),),
    "letter": (
        Phrase("reply", "要求函复（填了函复期限时用）", "请于{期限}前函复。", must=("期限",)),
        Phrase("closing", "结尾（没有填函复期限时用）", "特此函达。", optional=True),
    ),
    "minutes": (
        Phrase(
            "opening", "开头", "{日期}，{主持人}在{地点}主持召开会议，研究有关工作。现将会议议定事项纪要如下：",
            must=("日期", "主持人"), may=("地点",),
        ),
    ),
    "order": (
        Phrase("found", "检查发现", "经我单位{检查时间}检查，发现你单位存在下列事故隐患：", may=("检查时间",)),
        Phrase(
            "demand", "责令整改", "现责令你单位于{期限}前将上述隐患整改完毕，并书面报告整改情况，由我单位组织复查。",
            must=("期限",),
        ),
        Phrase(
            "safety", "整改期间的要求",
            "整改期间应当采取可靠的安全防范措施；不能保证安全的，不得作业。逾期不整改或者整改不合格的，依法处理。",
        ),
        Phrase(
            "rights", "权利告知",
            "对本指令不服的，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼；期间不停止执行本指令。",
            optional=True,
        ),
        Phrase("received", "签收", "被检查单位签收：　　　　　　　　　年　　月　　日"),
    ),
    "urging": (
        Phrase("found", "开头", "经核对任务台账，你单位下列事项已超过规定时限，仍未办结："),
        Phrase(
            "demand", "限期办结", "请于{期限}前办结并报送结果。确有困难的，应当在时限届满前书面说明原因和办理计划。",
            must=("期限",),
        ),
        Phrase("closing", "结尾", "逾期仍未办结的，将予以通报，并按规定追究责任。", optional=True),
    ),
    "listing": (
        Phrase("opening", "开头", "经研究，决定对下列重大事故隐患挂牌督办，由你单位负责整改："),
        Phrase("limit", "整改期限", "整改期限：{期限}前整改完毕并书面报告。", must=("期限",)),
        Phrase(
            "extension", "申请延期", "确需延期的，应当在整改期限届满二十个工作日前书面申请，说明原因和期间的安全措施。",
            optional=True,
        ),
        Phrase(
            "removal", "解除办法",
            "整改完成后由你单位书面申请验收，{督办单位}到现场验收；合格的，书面通知解除挂牌督办，不合格的，继续督办。",
            may=("督办单位",),
        ),
        Phrase("closing", "结尾", "整改期间应当采取安全防范措施，不能保证安全的，停止使用或者停止作业。", optional=True),
    ),
    "tip": (
        Phrase("opening", "风险提示", "根据近期检查情况和当前安全形势，提示你单位注意防范下列风险："),
        Phrase("advice", "防范措施", "请落实下列防范措施："),
        _closing("请对照自查，发现隐患立即整改。"),
    ),
    "talk": (
        Phrase(
            "opening", "开头", "因{事由}，决定对你单位进行约谈，请按时参加。现将有关事项通知如下：", must=("事由",)
        ),
        Phrase("absence", "不能参加的", "确有特殊情况不能参加的，应当提前说明原因，另行约定时间。", optional=True),
        Phrase("received", "签收", "被约谈单位签收：　　　　　　　　　年　　月　　日"),
    ),
    "recheck": (
        Phrase(
            "opening", "开头", "我单位于{复查日期}对你单位落实{原指令}的情况进行了复查{整改期限}。复查情况如下：",
            must=("复查日期",), may=("原指令", "整改期限"),
        ),
        Phrase("received", "签收", "被检查单位签收：　　　　　　　　　年　　月　　日"),
    ),
    "transfer": (
        Phrase(
            "opening", "开头", "我单位在工作中发现{事项}，属你单位职责范围，现移送你单位依法处理。", must=("事项",)
        ),
        Phrase("reply", "要求反馈（填了反馈期限时用）", "请于{期限}前将处理情况函告我单位。", must=("期限",)),
    ),
    "report": (_closing("特此报告。"),),
    "slip": (
        Phrase("received", "开头", "{公文}已收到，现将有关情况回复如下：", must=("公文",)),
        Phrase("reply", "交回（填了交回期限时用）", "请于{期限}前将本回执交回{发文机关}。", must=("期限",), may=("发文机关",)),
    ),
    "inspection": (
        Phrase(
            "shown", "表明身份和告知", "检查人员已出示证件、说明来意，并告知被检查单位配合检查的义务和陈述、申辩的权利。"
        ),
        Phrase("right", "核对", "以上记录已由在场人员核对，与现场情况相符。"),
        Phrase("refused", "拒绝签名（填了情况时用）", "被检查单位人员拒绝签名，情况为：{情况}。", must=("情况",)),
    ),
    "interview": (
        Phrase(
            "rights", "权利义务告知",
            "我们是{单位}的工作人员{谈话人}，现向你了解有关情况。请你如实回答；与此事无关的问题，你可以不回答；"
            "你认为我们与此事有利害关系、可能影响公正的，可以要求回避。你听清楚了吗？",
            must=("谈话人",), may=("单位",),
        ),
        Phrase(
            "closing", "核对要求",
            "以上是这次谈话的全部记录，请你核对。有遗漏或者差错的，可以要求补充、更正，并在改动处按指印。"
            "核对无误的，请在下面亲笔写明“以上笔录我看过，和我说的一致”，逐页签名。",
        ),
    ),
}  # fmt: skip


class Wording:
    """Says the sentences of one kind: the office's own (key → text) where there are any, else the default."""

    def __init__(self, kind, own=None):
        self.texts = {phrase.key: phrase.text for phrase in PHRASES.get(kind, ())} | (own or {})

    def __call__(self, key, **values):
        """The sentence with its places filled; KeyError when it asks for what the form does not know."""
        return HOLE.sub(lambda found: str(values[found[1]]), self.texts[key])

    def blocks(self, key, **values):
        return [Block(row) for row in clean_lines(self(key, **values))]


def faults(phrase, text):
    """What is wrong with a sentence an office wrote, each as a Chinese message."""
    if not clean_lines(text):
        return [] if phrase.optional else ["这一句不能空着，可以改写，不能删去"]
    found = HOLE.findall(text)
    out = [_unknown(name, phrase) for name in dict.fromkeys(found) if name not in phrase.holes]
    out += [f"这一句必须写上 {{{name}}}，打印时换成实际内容" for name in phrase.must if name not in found]
    if re.search(r"[{}]", HOLE.sub("", text)):
        out.append("花括号要成对，里面写要代入的名称，例如 {期限}")
    return out


def _unknown(name, phrase):
    known = "、".join(f"{{{hole}}}" for hole in phrase.holes)
    return f"这一句里没有可以代入 {{{name}}} 的内容，" + (f"能用的有 {known}" if known else "不能用花括号")
