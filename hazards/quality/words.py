"""When is an answer perfunctory? It says nothing, only stock phrases, or the words of the question again.

An answer is covered with stock phrases and with what was asked; what is left over is what the person told by themselves.
"""

import re
import unicodedata

from ..enums_quality import Reason

LEAST_OWN = 0.16  # share of an answer's characters that must be one's own
ASKED_SHARE = 0.34  # from here on it is the question that was copied, not a phrase
TOLD = re.compile(r"\d")  # who gives a number tells something
NOTHING = frozenset("同上 略 见附件 见附表 好的 好 行 可以 ok 有 是 否 不适用 详见附件 如上 同前".split())
# the longest first; single characters only where they bind phrases
STOCK = """
 安全生产主体责任 严格按照上级要求 高度重视 举一反三 主要负责人 安全生产 主体责任 安全意识 安全教育 规章制度 未发现问题 未发现隐患
 不存在 未发现 没发现 没问题 无异常 无隐患 没有 整改完毕 整改完成 整改到位 已经 全部 全员 全面 均已 正在 立即 马上 及时 认真 严格 切实 进一步
 不断 继续 加强 加大 强化 提高 落实 执行 开展 组织 进行 安排 专人 负责 责任 到人 到位 措施 各项 相关 有关 上级 文件 要求 规定 按照 依照 根据 制度
 管理 检查 巡查 排查 日常 定期 培训 教育 职工 员工 人员 合格 验收 通过 整改 完毕 完成 结束 消除 处理 解决 通知 告知 情况 现象 问题 隐患
 正常 完好 良好 符合 有效 齐全 规范 达标 状态 一切 目前 暂时 暂无 杜绝 类似 再次 发生 制定 签订 协议 涉及 带队 力度 工作 我单位 我公司 本单位 我村
 今后 确保 做到 做好
""".split()  # fmt: skip
STOCK = tuple(sorted(STOCK, key=len, reverse=True))
BINDING = frozenset("已均全都按的了和与并及是无未没不有后再就可我们为对在到也各把将经")
# how a question asks, which no answer repeats
ASKING = re.compile(r"是否存在|是否|有无|有没有|如何|请填写|请说明")


def plain(text):
    """Letters, digits and characters of a text in one form, without marks and blanks."""
    return "".join(char for char in unicodedata.normalize("NFKC", text or "").lower() if char.isalnum())


def blank(text):
    """Whether it says nothing: marks, one character again and again, a letter, 同上."""
    said = plain(text)
    return len(set(said)) < 2 or said in NOTHING or len(said) < 5 and said.isascii()


def judge(text, asked=()):
    """The reason why an answer is perfunctory, or "": `asked` are the words of item, criterion or hazard before it."""
    if blank(text):
        return Reason.BLANK
    said = plain(text)
    if TOLD.search(said):
        return Reason.COPIED if said in {plain(words) for words in asked} else ""
    if not _own(said, _stocked(said, [False] * len(said))):
        return Reason.HOLLOW
    copied = _copied(said, asked)
    if _own(said, _stocked(said, copied)):
        return ""
    return Reason.COPIED if sum(copied) / len(said) >= ASKED_SHARE else Reason.HOLLOW


def _own(said, covered):
    """Whether enough is left that no phrase and no question covers."""
    return covered.count(False) / len(said) >= LEAST_OWN


def _copied(said, asked):
    """Which characters stand in a pair that was asked."""
    known = {pair for words in asked for pair in _pairs(plain(ASKING.sub("", words)))}
    hit = [False] * len(said)
    for at, pair in enumerate(_pairs(said)):
        if pair in known:
            hit[at] = hit[at + 1] = True
    return hit


def _pairs(text):
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _stocked(said, copied):
    """The same with stock phrases; binding characters count as covered."""
    hit = [done or char in BINDING for done, char in zip(copied, said, strict=True)]
    for phrase in STOCK:
        at = said.find(phrase)
        while at >= 0:
            hit[at : at + len(phrase)] = [True] * len(phrase)
            at = said.find(phrase, at + 1)
    return hit
