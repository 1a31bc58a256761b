"""python -m circulars.fonts TARGET SOURCE_FOLDER…: build the role fonts."""

import sys
from pathlib import Path

from .build import build

SYSTEM = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/arphic-gbsn00lp"]


def main(arguments):
    if not arguments:
        sys.exit("usage: python -m circulars.fonts TARGET SOURCE_FOLDER…")
    target, *folders = arguments
    fresh = build(Path(target), [folder for folder in [*folders, *SYSTEM] if Path(folder).is_dir()])
    print("公文字体已生成" if fresh else "公文字体已是最新")


if __name__ == "__main__":
    main(sys.argv[1:])
