"""The faces of official papers: role fonts under names of our own, and which characters each can print.

Free faces are the default (Fandol, AR PL SungtiL GB, Noto Serif CJK SC); an office may point a role to its own licensed
file. A missing face or glyph is an error before printing, never a box or a silent substitute.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROLES = ("fang", "kai", "hei", "xbs", "song", "rare")
LABELS = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "xbs": "小标宋", "song": "宋体", "rare": "生僻字"}
FAMILY = {role: f"GW {role.title()}" for role in ROLES}


class FontsMissing(Exception):
    """The role fonts were not built; the message says what to run."""


class MissingGlyphs(Exception):
    """Characters that no installed face can print; the message names them."""


@dataclass(frozen=True)
class FontSet:
    """The role fonts of one folder: files, characters, advance widths of western characters (em)."""

    folder: Path
    chars: dict
    advances: dict
    ink: dict

    def url(self, role):
        return (self.folder / f"{role}.font").as_uri()

    def has(self, role, char):
        return char in self.chars[role]

    @cached_property
    def printable(self):
        return self.chars["fang"] | self.chars["rare"]

    def check(self, text):
        """Raise MissingGlyphs when a visible character of the text is in no face."""
        missing = sorted(c for c in set(text) - self.printable if not c.isspace())
        if missing:
            names = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in missing[:10])
            raise MissingGlyphs(f"公文字体里没有这些字：{names}。请改用通用写法，或在设置中换用包含它们的字体")


@lru_cache(maxsize=4)
def load(folder) -> FontSet:
    """The font set built in `folder`; raises FontsMissing."""
    folder = Path(folder)
    try:
        data = json.loads((folder / "fonts.json").read_text())
    except FileNotFoundError:
        raise FontsMissing(f"公文字体尚未安装，请先运行 ./run setup（应在 {folder.name} 文件夹）") from None
    chars = {role: frozenset(text) for role, text in data["chars"].items()}
    return FontSet(folder, chars, data["advances"], data["ink"])
