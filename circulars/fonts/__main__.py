"""python -m circulars.fonts TARGET SOURCE_FOLDER…: build the role fonts, an office's own files in their roles."""

import os
import sys
from pathlib import Path

from . import FontsMissing
from .build import build

SYSTEM = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/arphic-gbsn00lp"]
OWN = {"xbs": "FONT_XBS", "fang": "FONT_FANG", "kai": "FONT_KAI", "hei": "FONT_HEI", "song": "FONT_SONG"}


def own_files(settings):
    """Role → file of the faces an office has licensed; raises FontsMissing when a file is not there."""
    files = {role: Path(settings[name]) for role, name in OWN.items() if settings.get(name)}
    for role, path in files.items():
        if not path.is_file():
            raise FontsMissing(f"{OWN[role]} 指定的字体文件不存在：{path}")
    return files


def main(arguments):
    if not arguments:
        sys.exit("usage: python -m circulars.fonts TARGET SOURCE_FOLDER…")
    target, *folders = arguments
    try:
        folders = [folder for folder in [*folders, *SYSTEM] if Path(folder).is_dir()]
        fresh = build(Path(target), folders, own_files(os.environ))
    except (FontsMissing, FileNotFoundError) as error:
        sys.exit(str(error))
    print("公文字体已生成" if fresh else "公文字体已是最新")


if __name__ == "__main__":
    main(sys.argv[1:])
