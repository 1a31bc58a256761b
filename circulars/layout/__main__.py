"""python -m circulars.layout FONTS FILE.txt OUT.pdf: print a notice given as text."""

import sys
from pathlib import Path

from circulars import fonts

from . import from_text, render


def decode(data):
    """Text of a file in UTF-8 (with or without mark) or GB18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def main(arguments):
    if len(arguments) != 3:
        sys.exit("用法：python -m circulars.layout 字体文件夹 通知.txt 输出.pdf")
    folder, source, target = map(Path, arguments)
    try:
        data, pages = render(from_text(decode(source.read_bytes())), fonts.load(folder))
    except (ValueError, fonts.FontsMissing, fonts.MissingGlyphs) as error:
        sys.exit(str(error))
    target.write_bytes(data)
    print(f"已排版 {pages} 页：{target}")


if __name__ == "__main__":
    main(sys.argv[1:])
