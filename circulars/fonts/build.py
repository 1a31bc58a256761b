"""Build the role fonts: cut to the characters papers use, with like line metrics, under names of our own."""

import hashlib
import io
import json
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from . import FAMILY, LABELS, ROLES, FontsMissing

VERSION = 5
SOURCES = {
    "fang": "FandolFang-Regular.otf",
    "kai": "FandolKai-Regular.otf",
    "hei": "FandolHei-Regular.otf",
    "xbs": "FandolSong-Bold.otf",
    "song": "gbsn00lp.ttf",
    "rare": "NotoSerifCJK-Regular.ttc",
}
TEXT = set("国政府人民镇乡文件附关于的通知一二三四五六七八九十，。、：（）")
LEAST = dict.fromkeys(ROLES, TEXT) | {"song": set("0123456789—")}  # a file without these is no face for papers
SIMPLIFIED = 2  # index of the SC face in the Noto collection
MARKS = "〔〕—“”‘’《》〈〉、。，；：？！（）…·①②③④⑤⑥⑦⑧⑨⑩★〇℃×÷±≤≥％‰Ⅰ\u00a0\u2002\u2003\u3000–"
EXTRA = "⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㎡㎏㎜㎝㎞㏄䶮堃喆祎玥頔翀瑄垚甯龑昇珺琎烜煊晞暐"
ASCENT = 0.80
DROPPED = ("vmtx", "vhea", "VORG", "GSUB", "GPOS", "BASE", "gasp", "DSIG", "mort", "hdmx", "VDMX", "kern")


def gb2312():
    """All 6,763 characters and the symbols of GB 2312."""
    return {c for hi in range(0xA1, 0xF8) for c in _row(hi, range(0xA1, 0xFF), "gb2312")}


def gbk():
    lows = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    return {c for hi in range(0x81, 0xFF) for c in _row(hi, lows, "gbk")}


def _row(hi, lows, codec):
    for low in lows:
        try:
            yield bytes([hi, low]).decode(codec)
        except UnicodeDecodeError:
            continue


def wanted(role):
    ascii_chars = set(map(chr, range(0x20, 0x7F)))
    if role == "song":
        return ascii_chars | {"—"}
    if role == "rare":
        return gbk() | set(EXTRA + MARKS + " ")  # the blank carries the row's metrics
    return gb2312() | ascii_chars | set(MARKS)


def find(folders, name):
    """The source file in the first folder that has it; raises FileNotFoundError."""
    for folder in folders:
        for path in Path(folder).rglob(name):
            return path
    raise FileNotFoundError(f"找不到字体文件 {name}")


def build(target, folders, own=None):
    """Build all roles into `target` unless they stand there already; `own` maps roles to an office's licensed files."""
    target = Path(target)
    paths = {role: Path((own or {}).get(role) or find(folders, SOURCES[role])) for role in ROLES}
    stamp = stamp_of(paths)
    done = target / "fonts.json"
    if done.exists() and json.loads(done.read_text()).get("stamp") == stamp:
        return False
    target.mkdir(parents=True, exist_ok=True)
    facts = {role: make(role, path, target) for role, path in paths.items()}
    data = {
        "stamp": stamp,
        "chars": {role: fact["chars"] for role, fact in facts.items()},
        "advances": {role: fact["advances"] for role, fact in facts.items()},
        "ink": {role: fact["ink"] for role, fact in facts.items()},
    }
    part = done.with_suffix(".part")
    part.write_text(json.dumps(data, ensure_ascii=False))
    part.replace(done)
    return True


def stamp_of(paths):
    parts = [f"{role}:{path}:{path.stat().st_size}:{int(path.stat().st_mtime)}" for role, path in paths.items()]
    return hashlib.sha256(f"{VERSION}:{parts}".encode()).hexdigest()


def make(role, path, target):
    """One role font; returns its characters, western advances (em) and ink extents (em)."""
    face = hb.Face(hb.Blob.from_file_path(str(path)), SIMPLIFIED if path.name == SOURCES["rare"] else 0)
    lacking = sorted(LEAST[role] - set(map(chr, face.unicodes)))
    if lacking:
        raise FontsMissing(
            f"{LABELS[role]}的字体文件不能用于公文：{path}，缺少“{''.join(lacking[:10])}”等{len(lacking)}个字"
        )
    font = TTFont(io.BytesIO(cut(face, wanted(role))), recalcBBoxes=False)
    _one_em_box(font)
    _rename(font, FAMILY[role])
    part = target / f"{role}.part"
    font.save(part)
    part.replace(target / f"{role}.font")
    return _facts(target / f"{role}.font")


def cut(face, chars):
    """Bytes of the face with these characters only, without hints and tables that horizontal Chinese does not need."""
    wish = hb.SubsetInput()
    wish.unicode_set.update(ord(c) for c in chars)
    wish.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = wish.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    for tag in DROPPED:
        dropped.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    return hb.subset(face, wish).blob.data


def _one_em_box(font):
    """Fandol stands on 800/−200, Noto and Arphic on 880/−120: line metrics alike, the rest is offset when painted."""
    units = font["head"].unitsPerEm
    ascent = round(ASCENT * units)
    descent = units - ascent
    head, metrics = font["hhea"], font["OS/2"]
    head.ascent, head.descent, head.lineGap = ascent, -descent, 0
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ascent, -descent, 0
    metrics.usWinAscent, metrics.usWinDescent = ascent, descent


def _rename(font, family):
    names = font["name"]
    names.names = [row for row in names.names if row.nameID in (0, 7, 8, 9, 11, 13, 14)]
    for number, text in ((1, family), (2, "Regular"), (3, family), (4, family), (6, family.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)


def _facts(path):
    """Characters, western advances (em) and the (bottom, top) of the ink of sample characters (em)."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    font, units = hb.Font(face), face.upem
    known = set(face.unicodes)
    advances = {
        chr(c): round(font.get_glyph_h_advance(font.get_nominal_glyph(c)) / units, 4)
        for c in range(0x20, 0x7F)
        if c in known
    }
    boxes = [font.get_glyph_extents(font.get_nominal_glyph(ord(c))) for c in "国政府人民镇乡—" if ord(c) in known]
    ink = [min(b.y_bearing + b.height for b in boxes) / units, max(b.y_bearing for b in boxes) / units]
    return {"chars": "".join(map(chr, sorted(known))), "advances": advances, "ink": ink}
