"""A workbook of very many rows of twenty columns: python docs/benchmarks/workbooks.py [rows]

Ours beside openpyxl's quickest and, where it is installed, XlsxWriter's; in processor time, each in a process of its own, which
tells its memory. LibreOffice Calc, where it is installed, opens ours and writes it as text: every cell must come back.
"""

import csv
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from core.sheets import write_to  # noqa: E402
from core.xlsx import Column  # noqa: E402


def rows_of(number):
    for n in range(number):
        yield tuple(f"第{n}处{c}堵塞" for c in range(17)) + (n, n * 2, f"=1+{n}")


def ours(path, number):
    columns = [Column(f"列{n}", lambda row, n=n: row[n]) for n in range(20)]
    with open(path, "wb") as out:
        write_to(out, "台账", columns, rows_of(number))


def by_openpyxl(path, number):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows_of(number):
        sheet.append(row)
    book.save(path)


def by_xlsxwriter(path, number):
    from xlsxwriter import Workbook

    book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows_of(number)):
        sheet.write_row(at, 0, row)
    book.close()


def only_rows(path, number):
    """What it costs to make the rows, whoever writes them."""
    for _ in rows_of(number):
        pass


def cost(write, path, number, told):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    write(path, number)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.put((time.process_time() - begun, most / 1024, (most - before) / 1024))


def opened(path, number):
    """Whether Calc reads every cell of the workbook as it was meant."""
    folder = Path(path).parent
    line = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder, path]  # fmt: skip
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(Path(path).with_suffix(".csv"), encoding="utf-8") as text:
        lines = list(csv.reader(text))
    meant = [[str(cell) for cell in row] for row in rows_of(number)]
    return lines[0] == [f"列{n}" for n in range(20)] and lines[1:] == meant


def main(number):
    folder = tempfile.mkdtemp()
    print("| writer | s | MB of file | most memory, MB | of it for the writing |\n|---|---|---|---|---|")
    for write in (only_rows, ours, by_xlsxwriter, by_openpyxl):
        path, told = f"{folder}/{write.__name__}.xlsx", multiprocessing.Queue()
        one = multiprocessing.Process(target=cost, args=(write, path, number, told))
        one.start()
        one.join()
        if one.exitcode == 0:
            spent, most, more = told.get()
            size = Path(path).stat().st_size / 1e6 if Path(path).exists() else 0
            print(f"| {write.__name__} | {spent:.1f} | {size:.0f} | {most:.0f} | {more:.0f} |", flush=True)
    if shutil.which("soffice"):
        print(f"\nLibreOffice reads every cell of ours: {opened(f'{folder}/ours.xlsx', number)}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
