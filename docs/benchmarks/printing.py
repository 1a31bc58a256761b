"""The same one-page order through our engine and its peers in one run: python docs/benchmarks/printing.py [rounds]

Prints a table of ratios; the figures of a bad moment are the peers' too, because each round asks all of them in turn.
Wants the role faces (./run setup), Chromium and LibreOffice (./run test installs both); a peer that is missing is left out.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from circulars import fonts  # noqa: E402
from circulars.layout import paint, press, rectification_order, render, to_word  # noqa: E402
from circulars.layout.pages import set_pages, text_of  # noqa: E402
from circulars.layout.render import page_of  # noqa: E402

FACES = fonts.load(os.environ.get("FONTS_DIR", ROOT / ".run" / "fonts"))
TOGETHER = 20  # papers LibreOffice converts in one call
BATCH = 60  # papers printed in a row by one worker, and by two
DAY = date(2026, 11, 20)
BROWSERS = ("chromium-headless-shell", "chromium")
PLAIN = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def order(number):
    return rectification_order(
        issuer="柳溪镇应急管理办公室", enterprise=f"恒远木器{number}厂", due_on=date(2026, 12, 5),
        hazards=["配电箱前堆放木料，影响操作和疏散", "安全出口上锁", "除尘器未按规定清灰，作业场所有积尘"],
        inspectors="季长河、鲍国良", issued_on=DAY, doc_number=f"柳应急责改〔2026〕{number}号",
        qr=f"https://portal.example/v/{number:012d}", code=f"{number:012d}",
    )  # fmt: skip


def html_of(document):
    return page_of("".join(paint.page(page.pieces) for page in set_pages(document, FACES)), document.title)


def print_many(numbers):
    """As one worker does with its share of a batch."""
    for number in numbers:
        render(order(number), FACES)
    return len(numbers)


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Peers:
    """Everybody who prints the order, by name; each returns the milliseconds of one page."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0
        self.whole = paint.css({role: FACES.url(role) for role in fonts.ROLES})
        self.browser = next(filter(None, map(shutil.which, BROWSERS)), None)
        self.office = shutil.which("soffice")
        self.page = None
        for number in range(TOGETHER):
            (folder / f"{number}.docx").write_bytes(to_word(order(number), FACES))

    def ours(self):
        self.number += 1
        return timed(lambda: render(order(self.number), FACES))

    def bare(self):
        """WeasyPrint alone: our pages as HTML, its fonts and style read beforehand."""
        ready, page = press.ready(FACES, text_of(order(1))), html_of(order(1))
        return timed(lambda: HTML(string=page).write_pdf(stylesheets=[ready.style], font_config=ready.config))

    def naive(self):
        """WeasyPrint as its manual has it: whole faces, fonts and style read for each paper."""
        page = html_of(order(1))

        def work():
            config = FontConfiguration()
            HTML(string=page).write_pdf(stylesheets=[CSS(string=self.whole, font_config=config)], font_config=config)

        return timed(work)

    def file(self):
        path = self.folder / "order.html"
        path.write_text(html_of(order(1)).replace("<head>", f"<head><meta charset=utf-8><style>{self.whole}</style>"))
        return path.as_uri()

    def browser_open(self):
        address = self.file()

        def work():
            self.page.goto(address)
            self.page.evaluate("document.fonts.ready.then(() => 0)")
            self.page.pdf(prefer_css_page_size=True)

        return timed(work)

    def browser_called(self):
        line = [self.browser, *PLAIN, "--headless", "--no-pdf-header-footer"]
        line += [f"--print-to-pdf={self.folder / 'out.pdf'}", self.file()]
        return timed(lambda: subprocess.run(line, check=True, capture_output=True, timeout=120))

    def office_called(self, count=1):
        line = [self.office, "--headless", f"-env:UserInstallation=file://{self.folder}/profile", "--convert-to", "pdf"]
        line += ["--outdir", self.folder, *(self.folder / f"{n}.docx" for n in range(count))]
        environment = os.environ | {"HOME": str(self.folder)}
        return timed(lambda: subprocess.run(line, check=True, capture_output=True, timeout=300, env=environment)) / count

    def office_together(self):
        return self.office_called(TOGETHER)

    def batch(self):
        return timed(lambda: print_many(range(BATCH))) / BATCH


def two_workers(pool):
    shares = [range(0, BATCH, 2), range(1, BATCH, 2)]
    return timed(lambda: list(pool.map(print_many, shares))) / BATCH


def named(peers, pool):
    rows = [("our engine", peers.ours), ("WeasyPrint, bare", peers.bare), ("WeasyPrint, naive", peers.naive)]
    rows += [
        ("our engine, a batch, one worker", peers.batch),
        ("our engine, a batch, two workers", lambda: two_workers(pool)),
    ]
    if peers.page:
        rows += [("Chromium, kept open", peers.browser_open), ("Chromium, called", peers.browser_called)]
    if peers.office:
        rows += [
            (f"LibreOffice, {TOGETHER} a call", peers.office_together),
            ("LibreOffice, one a call", peers.office_called),
        ]
    return rows


def measure(peers, rounds):
    """name → middle milliseconds a page; one round unmeasured, to warm everybody up."""
    with ProcessPoolExecutor(2) as pool:
        rows = named(peers, pool)
        taken = {name: [] for name, _ in rows}
        for number in range(rounds + 1):
            for name, work in rows:
                spent = work()
                if number:
                    taken[name].append(spent)
    return {name: statistics.median(times) for name, times in taken.items()}


def table(found):
    own = found["our engine"]
    yield "| the same one-page order by | time, ours = 1 |"
    yield "|---|---|"
    for name, spent in sorted(found.items(), key=lambda row: row[1]):
        yield f"| {name} | {spent / own:.2f} |"


def main(rounds=9):
    with tempfile.TemporaryDirectory() as folder:
        peers = Peers(Path(folder))
        if not peers.browser:
            return print("\n".join(table(measure(peers, rounds))))
        from playwright.sync_api import sync_playwright

        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=peers.browser, args=PLAIN)
            peers.page = browser.new_page()
            print("\n".join(table(measure(peers, rounds))))
            browser.close()
    return None


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
