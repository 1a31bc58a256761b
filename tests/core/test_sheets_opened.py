"""An office program that is not ours opens the workbook: Calc reads every cell as it was meant."""

import csv
import shutil
import subprocess
from datetime import date, datetime

from core import sheets, xlsx

ROWS = [
    ("甲&乙<丙>", "=1+1", 12, 0.5, date(2026, 2, 28), datetime(2026, 12, 31, 23, 59), None, True),
    ("两行\n第二行", "0051", -3, 1234567.89, date(2024, 2, 29), datetime(2026, 1, 1, 0, 0), "", False),
    (" 前后空 ", "+86 1", 0, 1e-3, date(1999, 12, 31), datetime(2012, 11, 1, 8, 5), '带"引号",逗号', "A\x00B"),
]
MEANT = [
    ["甲&乙<丙>", "=1+1", "12", "0.5", "2026-02-28", "2026-12-31 23:59:00", "", "是"],
    ["两行\n第二行", "0051", "-3", "1234567.89", "2024-02-29", "2026-01-01 00:00:00", "", "否"],
    [" 前后空 ", "+86 1", "0", "0.001", "1999-12-31", "2012-11-01 08:05:00", '带"引号",逗号', "AB"],
]


def test_calc_reads_every_cell_of_every_sheet_as_it_was_meant(tmp_path):
    office = shutil.which("soffice")
    assert office, "没有安装 LibreOffice，请用 ./run test 运行测试"
    columns = [xlsx.Column(f"列{n}", lambda row, n=n: row[n]) for n in range(8)]
    with (tmp_path / "ledger.xlsx").open("wb") as file:
        sheets.write_to(file, "台账", columns, ROWS, lines=3)  # two rows a sheet
    line = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [*line, every_sheet, "--outdir", tmp_path, tmp_path / "ledger.xlsx"], check=True, capture_output=True, timeout=180
    )
    read = []
    for name in ("台账", "台账（2）"):
        with (tmp_path / f"ledger-{name}.csv").open(encoding="utf-8", newline="") as text:
            head, *rows = csv.reader(text)
        assert head == [column.header for column in columns]
        read += rows
    assert read == MEANT
