"""Names, numbers and villages as lists write them, brought to a form that can be compared. Pure Python."""

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

# written variants of one character in names; homophones need no table
VARIANTS = str.maketrans(
    "髙峯喆堃甯昇陞國華軍偉強劉張陳楊趙吳鄭馮蔣韓許鄧馬蘇盧葉龍龔陸孫羅鐘鍾蕭閻閆麗紅蘭鳳貴銀寶東衛愛榮維濤傑産飛雲蓮",
    "高峰哲坤宁升升国华军伟强刘张陈杨赵吴郑冯蒋韩许邓马苏卢叶龙龚陆孙罗钟钟萧阎闫丽红兰凤贵银宝东卫爱荣维涛杰产飞云莲",
)
WILD = "＊"  # a character of a name that the list does not tell
HIDDEN = "某*×xX?？○〇"
SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))  # first sounds that dialects do not tell apart
WEIGHTS = tuple(2 ** (17 - n) % 11 for n in range(17))
CHECKS = "10X98765432"


def clean_name(text):
    """王 小明（女） → 王小明; a hidden character becomes ＊."""
    text = re.sub(r"[（(].*?[)）]", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[\s·•.．・]", "", text)
    return "".join(WILD if c in HIDDEN else c for c in text)


def folded(name):
    """The name in today's characters."""
    return name.translate(VARIANTS)


@lru_cache(maxsize=20_000)
def sound(character):
    """(sound without tone, the same as a dialect hears it) of one character."""
    plain = lazy_pinyin(character)[0]
    heard = next((short + plain[len(long) :] for long, short in SOUNDS if plain.startswith(long)), plain)
    return plain, heard.removesuffix("g") if heard.endswith("ng") else heard


def sounds(name):
    return "".join(sound(c)[0] + " " for c in name)


def heard(name):
    return "".join(sound(c)[1] + " " for c in name)


def check_digit(first):
    """The last character of an ID number with these 17 digits (GB 11643)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def whole_number(text):
    """An ID number of 18 characters, also from one of 15; "" when it is not whole or its check digit is wrong."""
    if re.fullmatch(r"\d{15}", text):
        first = f"{text[:6]}19{text[6:]}"
        return first + check_digit(first)
    right = re.fullmatch(r"\d{17}[\dX]", text) and check_digit(text[:17]) == text[17]
    return text if right else ""


def number_of(text):
    """(whole number, (head, tail), mistyped) of what stands in a cell.

    990101********1234 and 9901011234 show head and tail; 18 digits with a wrong check digit are mistyped.
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    if whole := whole_number(text):
        return whole, (), ""
    if re.fullmatch(r"\d{17}[\dX]", text):
        return "", (), text
    shown = re.fullmatch(r"(\d*)[^\d]+(\d*X?)", text) or re.fullmatch(r"(\d{6})(\d{2,7}[\dX])", text)
    head, tail = shown.groups() if shown else ("", "")
    return "", (head, tail) if 6 <= len(head) + len(tail) < 18 and len(tail) >= 4 else (), ""


def birth_of(text):
    """(year, whole day as 19800307 or "") of 1980, 1980-03, 1980年3月7日, 19800307; ValueError when it is none."""
    found = re.match(r"(\d{4})(?:[-/.年]?(\d{1,2}))?(?:[-/.月]?(\d{1,2}))?", unicodedata.normalize("NFKC", text).strip())
    if not found or not 1850 < int(found[1]) < 2100:
        raise ValueError(f"“{text}”看不出出生年份，请写成 1980-03-07 或 1980")
    year, month, day = (int(part or 0) for part in found.groups())
    return year, f"{year:04d}{month:02d}{day:02d}" if month and day else ""


def village_of(text, known=()):
    """The village an address names: the first of the known names in it, else what stands before 村 or 社区."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if name := next((name for name in known if name in text), ""):
        return stem(name)
    found = re.search(r"(?:.*[省市县区镇乡])?(.+?)(?:村民委员会|村委会|村|社区|居委会)", text)
    return stem(found[1]) if found else stem(text)


def stem(name):
    """石桥村 and 石桥村委会 are one."""
    return re.sub(r"(?<=.)(?:村民委员会|村委会|居委会|社区|村)$", "", name)
