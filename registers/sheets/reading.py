"""Where the numbers go in a form somebody else made: its head read by words, merged cells and all."""

from dataclasses import dataclass

from ..columns import COLUMNS

HEAD_ROWS, MOST_COLUMNS, DEPTH = 12, 60, 3
NAMES = ("单位", "村", "乡镇", "站所", "行业", "领域", "名称", "地区")
LEAF = 10  # a word in the lowest cell counts so much more than one in a group above it


@dataclass(frozen=True)
class Map:
    """`columns` {number of the column: key}, `name` the column of units, `first` the first row of lines; 1-based."""

    columns: dict
    name: int
    serial: int
    first: int

    @property
    def missing(self):
        found = set(self.columns.values())
        return [column for column in COLUMNS if column.key not in found]


def read(sheet):
    """The map of a sheet, None when its head is not understood (no column of units or fewer than three numbers)."""
    texts = merged_texts(sheet)
    best = max((_row(texts, row) for row in range(1, HEAD_ROWS + 1)), key=lambda found: (len(found.columns), -found.first))
    return best if len(best.columns) >= 3 and best.name else None


def merged_texts(sheet):
    """{(row, column): text} of the top, a merged text in every cell it covers; what spans over half the width is a title."""
    width = min(sheet.max_column, MOST_COLUMNS)
    texts = {
        (cell.row, cell.column): _plain(cell.value)
        for row in sheet.iter_rows(max_row=HEAD_ROWS, max_col=width) for cell in row if cell.value is not None
    }  # fmt: skip
    for span in sheet.merged_cells.ranges:
        if span.min_row > HEAD_ROWS:
            continue
        text = texts.get((span.min_row, span.min_col), "")
        wide = span.max_col - span.min_col + 1 > max(width / 2, 1)
        for row in range(span.min_row, min(span.max_row, HEAD_ROWS) + 1):
            for column in range(span.min_col, span.max_col + 1):
                texts[row, column] = "" if wide else text
    return texts


def _plain(value):
    return "".join(str(value).split())


def _row(texts, last):
    """What the head would mean if it ended in this row; the same number twice counts where it stands first."""
    width = max((column for _, column in texts), default=0)
    columns, name, serial = {}, 0, 0
    for column in range(1, width + 1):
        path = [texts.get((row, column), "") for row in range(max(1, last - DEPTH + 1), last + 1)]
        key = meaning(path)
        if key and key not in columns.values():
            columns[column] = key
        elif not key and "序号" in "".join(path):
            serial = serial or column
        elif not key and any(word in "".join(path) for word in NAMES):
            name = name or column
    return Map(columns, name, serial, last + 1)


def meaning(path):
    """The key of the column whose words all stand in the head's cells from top to bottom; None without one."""
    whole, leaf = "".join(dict.fromkeys(path)), next((text for text in reversed(path) if text), "")
    found = [
        (sum(LEAF * _in(word, leaf) + 1 for word in column.words), column.key)
        for column in COLUMNS if all(_in(word, whole) for word in column.words)
    ]  # fmt: skip
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _in(word, text):
    return any(part in text for part in word.split("|"))
