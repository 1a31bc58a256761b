"""``python -m circulars FILE``: print the reading of a file as JSON."""

import json
import sys
from pathlib import Path

from . import read
from .intake import IntakeError, text_from


def main(arguments: list[str]) -> int:
    """Exit status 0 when the file could be read, 1 when not, 2 for wrong use."""
    if len(arguments) != 1:
        print("用法：python -m circulars 文件", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        text = text_from(path.name, path.read_bytes())
    except (IntakeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(read(text).to_json(), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
