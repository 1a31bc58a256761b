"""From pasted text to clean lines: furniture out, blanks tightened, every character's origin kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .dates import lone_day
from .markers import marker_at
from .names import ends_like_a_body
from .reading import Span
from .spanned import Spanned

# Zero-width and direction marks, soft hyphen, BOM, private "object" characters, C0/C1 controls.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_GAP = re.compile(f"[{_BLANKS}{_INVISIBLE}]+")
_BLANK = re.compile(f"[{_BLANKS}]")
_DIGITS = str.maketrans("０１２３４５６７８９％", "0123456789%")
_WIDE = re.compile("[０-９％]")
_LATIN = re.compile(r"[A-Za-z0-9,.;:&+/%]")
_LETTER = re.compile(r"[A-Za-z]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(slots=True)
class Line:
    """One line of the original: ``clean`` without blanks, ``raw`` as printed, ``gaps`` where blanks fell out.

    ``role`` says what the line turned out to be (title, number, recipients, signature, body …).
    """

    clean: Spanned
    raw: str
    start: int
    gaps: list[tuple[int, int]] = field(default_factory=list)
    blank_before: bool = False
    page_before: bool = False
    role: str = "body"
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.clean.text

    @property
    def span(self) -> Span | None:
        return self.clean.whole


def lines_of(text: str) -> list[Line]:
    """All lines that hold something, in order."""
    text = text.translate(_DIGITS) if _WIDE.search(text) else text
    out, position, blank, page = [], 0, False, False
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        found = _pieces(text, position, end)
        if found:
            found[0].blank_before, found[0].page_before = blank, page
            out.extend(found)
            blank = page = False
        elif end > position or not (match and match.group() == "\n" and text[end - 1 : end] == "\r"):
            blank = True
        if match:
            page = page or match.group() == "\x0c"
            position = match.end()
    return out


_LONG = 120
_TITLE_THEN = re.compile(r"关于[^。]{4,120}(?:通知|方案|意见|计划|办法|规定|函)$")


def _pieces(text: str, start: int, end: int) -> list[Line]:
    """A line; or, where a whole paper was pasted as one line, what its blanks still show to be lines."""
    line = _line(text, start, end)
    if not line or len(line.text) < _LONG or len(line.gaps) < 3:
        return [line] if line else []
    out, position, last = [], start, 0
    for at, _ in line.gaps:
        left = line.text[max(last, at - 130) : at]
        if at > last and (
            left[-1] in "。；：:！？"
            or marker_at(line.text, at)
            or at - last <= 30
            and marker_at(left)
            or _TITLE_THEN.search(left)
            or _stands_alone(left)
        ):
            stop = line.clean.at(at)
            out.append(_line(text, position, stop))
            position, last = stop, at
    out.append(_line(text, position, end))
    return [piece for piece in out if piece]


_TITLED = re.compile(
    r"[^。；，,：:]{2,60}(?:方案|通知|意见|计划|办法|规定|预案|细则|要点"
    r"|措施)(?:[（(][^（）()]{1,14}[）)])?"
)


def _stands_alone(words: str) -> bool:
    """A signature, its date, or a title: lines of their own wherever they were pasted."""
    return bool(
        lone_day(words)
        or len(words) <= 40
        and ends_like_a_body(words)
        or _TITLED.fullmatch(re.sub(r"^附件\d{0,2}[:：]", "", words))
    )


def _line(text: str, start: int, end: int) -> Line | None:
    """The line between two offsets, its blanks taken out except between Latin words."""
    runs, gaps, length, position = [], [], 0, start
    for gap in _GAP.finditer(text, start, end):
        a, b = gap.span()
        if a > position:
            runs.append((text[position:a], position))
            length += a - position
        if runs and b < end and _BLANK.search(gap.group()):
            if _keeps_blank(text, a, b):
                runs.append((" ", a))
                length += 1
            else:
                gaps.append((length, b - a))
        position = b
    if position < end:
        runs.append((text[position:end], position))
    clean = Spanned(runs)
    return Line(clean, text[start:end], start, gaps) if clean.text else None


def _keeps_blank(text: str, a: int, b: int) -> bool:
    """A blank between two Latin words stays; one beside a Chinese character or a number does not."""
    left, right = text[a - 1], text[b]
    return bool(_LATIN.match(left) and _LATIN.match(right) and (_LETTER.match(left) or _LETTER.match(right)))


# What web pages and print-outs put around a circular.
_PAGE_NUMBER = re.compile(r"^[—\-–－─~～·\s]{0,4}(?:第?\d{1,4}页?(?:[/，,]?共\d{1,4}页)?)[—\-–－─~～·\s]{0,4}$")
_SITE = re.compile(
    r"扫一扫|版权声明|版权所有|Copyright|copyright|本站|转载|留言与评论|验证码[:：]|网站地图|网站标识码|ICP备|公网安备"
    r"|主办单位[:：]|承办单位[:：].*技术支持|分享到|打印本页|关闭窗口|上一篇|下一篇|当前位置|您的位置|浏览次数|阅读次数|点击数"
    r"|字体[:：]|字号[:：]|【字体|无障碍|本文地址|相关附件下载|返回顶部|责任编辑[:：]|手机版|微信公众号|https?://|首页[>＞»›/]"
)
_META = re.compile(
    r"^-?(?:索引号|备注/文号|公文生成日期|信息分类|发布机构|发文机关|发文机构|成文日期|发文日期|发布日期|发布时间|生成日期|公开日期|文号|发文字号|主题词"
    r"|公开主体|失效日期|生效日期|公开属性|公开类型|公开期限|公开目录|公文种类|文件编号|信息名称|发布单位|发布部门"
    r"|废止日期|组配分类|发布文号|制发机关|关键词|内容概述|所属类别|主题分类|有效性|效力状态|公开方式|公开范围|公开形式|名称|标题|来源|信息来源|作者|体裁分类|服务对象)[:：|｜]"
    r"|^标题[\u4e00-\u9fff].{6,}(?:通知|方案|意见|函|办法)$"
    r"|^(?:索引号|公开方式|发布机构)[A-Za-z\u4e00-\u9fff\d]"
    r"|^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:点击|浏览|阅读|来源|作者|编辑|发布)"
)
_BYLINE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\d{1,2}[:：]\d{2}|网络编辑|记者|通讯员|供稿")


def furniture(lines: list[Line]) -> list[Line]:
    """Mark page numbers, running heads and site furniture; return the site's own lines (a doubt of their own)."""
    repeated = _running_heads(lines)
    site = []
    for index, line in enumerate(lines):
        if _PAGE_NUMBER.match(line.text) and not _is_cell(lines, index):
            line.role = "page-number"
        elif line.text in repeated:
            line.role = "running-head"
        elif len(line.text) <= 120 and _META.match(line.text) or _value_of(lines, index):
            line.role = "meta"
        elif len(line.text) <= 400 and _SITE.search(line.text):
            line.role = "site"
            site.append(line)
    if site:
        _tail(lines, site)
    return site


def _value_of(lines: list[Line], index: int) -> bool:
    """What stands on the line below a bare 成文日期："""
    before = lines[index - 1] if index else None
    return bool(
        before
        and before.role == "meta"
        and before.text[-1] in ":："
        and _META.match(before.text)
        and len(lines[index].text) <= 60
        and lines[index].text[-1] not in ":：。"
    )


def _is_cell(lines: list[Line], index: int) -> bool:
    """A bare number between other bare cells is a table's, not a page's."""
    text = lines[index].text
    if text.isdigit() and any(line.text == "序号" for line in lines[max(0, index - 80) : index]):
        return True
    return text.isdigit() and any(
        0 <= other < len(lines) and lines[other].text.isdigit() for other in (index - 1, index + 1)
    )


def _running_heads(lines: list[Line]) -> set[str]:
    """Lines that stand at the top of at least three pages."""
    tops = Counter(line.text for line in lines if line.page_before and len(line.text) <= 40)
    return {text for text, count in tops.items() if count >= 3}


def _tail(lines: list[Line], site: list[Line]) -> None:
    """Whatever follows the first site line at the foot of the page is the site's too."""
    half = len(lines) // 2
    first = next((i for i, line in enumerate(lines) if i >= half and line.role == "site"), None)
    if first is None:
        return
    rest = lines[first:]
    if sum(line.role == "site" for line in rest) * 4 >= len(rest):
        for line in rest:
            line.role = "site"


def byline(line: Line) -> bool:
    """A news page's line of editor, place and time."""
    return len(line.text) <= 80 and bool(_BYLINE.search(line.text))


def ideographs(text: str) -> bool:
    return bool(_IDEOGRAPH.search(text))
