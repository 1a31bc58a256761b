"""The faces one process prints with: cut to the characters met so far and kept between papers, with their style sheet.

Cutting the faces and reading the style anew for each paper costs as much as setting and painting it. Papers of one kind
share nearly all their characters, so the cut is kept and only made again when a paper brings a character it lacks.
"""

import atexit
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

from circulars.fonts import ROLES
from circulars.fonts.build import cut

from . import paint

ALWAYS = frozenset("— \u30000123456789扫码验真")
LOCK = threading.Lock()  # the renderer's fonts are shared by all threads of a process
_faces, _cuts = {}, {}
atexit.register(_cuts.clear)  # the renderer removes its copies of the files, for which it needs the modules still there


@dataclass(frozen=True)
class Cut:
    """Faces cut to `chars`, ready for the renderer."""

    chars: frozenset
    config: object
    style: object


def ready(fonts, text):
    """The cut that prints a text: the last one where it suffices, else one of all characters met so far."""
    key = (str(fonts.folder), (fonts.folder / "fonts.json").stat().st_mtime_ns)
    known = _cuts.get(key)
    chars = ALWAYS.union(text)
    if known is None or not chars <= known.chars:
        for old in [old for old in _cuts if old[0] == key[0]]:
            del _cuts[old]
        _cuts[key] = known = _made(fonts, chars | known.chars if known else chars)
    return known


def _made(fonts, chars):
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    with tempfile.TemporaryDirectory() as folder:
        config = FontConfiguration()
        urls = small_fonts(fonts, chars, Path(folder))
        return Cut(chars, config, CSS(string=paint.css(urls), font_config=config))


def small_fonts(fonts, chars, folder):
    """Cut every role to the characters in use; returns role → file address."""
    urls = {}
    for role in ROLES:
        path = folder / f"{role}.font"
        path.write_bytes(cut(_face(fonts, role), {c for c in chars if c in fonts.chars[role]}))
        urls[role] = path.as_uri()
    return urls


def _face(fonts, role):
    key = (str(fonts.folder), role, (fonts.folder / "fonts.json").stat().st_mtime_ns)
    if key not in _faces:
        _faces[key] = hb.Face(hb.Blob.from_file_path(str(fonts.folder / f"{role}.font")))
    return _faces[key]
