"""The grid of GB/T 9704-2012: 22 rows of 28 characters of 16 pt in a type area of 156 × 225 mm. All lengths in mm."""

MM_PT = 25.4 / 72
PAGE_W, PAGE_H = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
WIDTH, HEIGHT = 156.0, 225.0
COLS, ROWS = 28, 22
SIZE = 16.0  # 3号, pt
EM = SIZE * MM_PT
CELL = WIDTH / COLS
PITCH = (HEIGHT - EM) / (ROWS - 1)  # boxes of row 1 and row 22 touch the edges of the type area
TITLE_SIZE = 22.0  # 2号, pt
SMALL = 14.0  # 4号, pt
SMALL_EM = SMALL * MM_PT
ASCENT = 0.80  # of every role font's em-box


def row_top(row):
    """Top of the line box of a row (from 1), such that its character box begins at (row − 1) × pitch."""
    return (row - 1) * PITCH - (PITCH - EM) / 2
