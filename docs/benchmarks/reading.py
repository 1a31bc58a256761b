"""How long reading takes as the text grows: ``.venv/bin/python docs/benchmarks/reading.py [FOLDER OF ANOTHER VERSION]``.

The text is the tests' own invented notices set one after another, cut at 10,000, 100,000 and 1,000,000 characters.
Processor time, the best of several runs; beside it one bare search for dates over the same text in the same run.
With a folder that holds another version of ``circulars`` the two are measured in turn.
"""

import re
import sys
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTICES = "".join(path.read_text() for path in sorted((ROOT / "tests/circulars/notices").glob("*.txt")))
SIZES = {10_000: 15, 100_000: 5, 1_000_000: 2}
DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底)")


def reader_in(folder: Path):
    """The ``read`` of the version of ``circulars`` that lies in ``folder``."""
    for name in [name for name in sys.modules if name.split(".")[0] == "circulars"]:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    try:
        return import_module("circulars").read
    finally:
        sys.path.pop(0)


def milliseconds(action, text: str, runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        begun = time.process_time()
        action(text)
        best = min(best, time.process_time() - begun)
    return best * 1000


def main(folders: list[str]) -> None:
    readers = [reader_in(folder) for folder in (ROOT, *map(Path, folders))]
    print("| characters | ms | ms per 10,000 | bare date search ms |" + " other version ms | ratio |" * len(folders))
    print("|---|---|---|---|" + "---|---|" * len(folders))
    for size, runs in SIZES.items():
        text = (NOTICES * (size // len(NOTICES) + 1))[:size]
        mine, *others = [milliseconds(read, text, runs) for read in readers]
        row = [f"{size:,}", f"{mine:.1f}", f"{mine * 10_000 / size:.1f}"]
        row.append(f"{milliseconds(lambda words: DATE.findall(words), text, runs):.2f}")
        row += [cell for other in others for cell in (f"{other:.1f}", f"{other / mine:.1f}")]
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
