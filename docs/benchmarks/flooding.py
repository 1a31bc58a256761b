"""Tips by the thousand over HTTP against `manage.py serve` on SQLite: what is taken, what is written, who still gets through.

python docs/benchmarks/flooding.py [--tips 10000] [--at-once 8] [--port 8900]

A township of its own in a folder of its own, thrown away at the end. Half of the tips come from one address, half from a
hundred others (of 127.0.0.0/8); of each half every second one opens the form, reads the puzzle and answers it, the others send
a wrong answer or none. Amid the flood and after each half an honest person on another address tells something.
"""

import argparse
import collections
import http.client
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
TOWN, DIGITS = "990101100000", "零一二三四五六七八九十"
TO = f"/tips/to/{TOWN}/"
OFFICER = ["--county", "青禾县", "--paper-code", "云政发", "--officer", "闻小满", "--username", "wenxm"]
SAID = {"kind": "hazard", "text": "夜里偷偷往河边倒废液", "where": "老渡口仓库", "happened": "昨天夜里", "named": ""}
TABLES = ("incidents_tip", "incidents_tiplog", "incidents_tipnote", "incidents_tipcount", "reminders_message", "core_job")


class Stranger:
    """Somebody with a browser on one address."""

    def __init__(self, port, address):
        self.port, self.address, self.cookie, self.connection = port, address, "", None

    def ask(self, method="GET", **data):
        """(status, page)"""
        body = urlencode(data) if data else None
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, 300, (self.address, 0))
        self.connection.request(method, TO, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        self.connection.close()
        return answer.status, page

    def open(self):
        """The hidden fields of a fresh form and the right answer."""
        page = self.ask()[1]
        told = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrfmiddlewaretoken", "puzzle")}
        return told | {"answer": solve(re.search(r"请回答：([^<]+)", page)[1])}

    def tell(self, solved=True, known=None):
        """The status of a tip sent; without the answer a form already `known` is sent again."""
        told = self.open() if solved else known | {"answer": ("", "错")[len(self.address) % 2]}
        return self.ask("POST", **SAID, **told)[0]


def solve(question):
    """As a program would."""
    question = question.replace("&quot;", '"')
    if found := re.match(r"(.)([加减])(.)等于", question):
        one, other = DIGITS.index(found[1]), DIGITS.index(found[3])
        return one + other if found[2] == "加" else one - other
    if found := re.match(r"“(.+)”的第(.)个字", question):
        return found[1][DIGITS.index(found[2]) - 1]
    return max(map(int, re.findall(r"\d+", question)))


def flood(port, addresses, number, at_once):
    """Send so many tips, some at once; Counter of (solved, status) and of errors."""
    told, lock, left = collections.Counter(), threading.Lock(), iter(range(number))
    first = Stranger(port, addresses[0])
    known = first.open()

    def sent(n):
        one = Stranger(port, addresses[n % len(addresses)])
        if solves(n):
            return one.tell()
        one.cookie = first.cookie
        return one.tell(solved=False, known=known)

    def solves(n):
        return n // len(addresses) % 2 == 0

    def work():
        while (n := next_of(left, lock)) is not None:
            try:
                status = sent(n)
            except (OSError, http.client.HTTPException, TypeError) as error:
                status = type(error).__name__
            with lock:
                told["solved" if solves(n) else "not solved", status] += 1

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    return threads, told


def next_of(numbers, lock):
    with lock:
        return next(numbers, None)


def rows(database):
    with sqlite3.connect(database) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def manage(*words, **env):
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, check=True, env=os.environ | env, stdout=subprocess.DEVNULL
    )


def serving(port, env):
    """`manage.py serve`, answering."""
    server = subprocess.Popen([sys.executable, "manage.py", "serve", "web"], cwd=ROOT, env=os.environ | env)
    for _ in range(600):
        try:
            if Stranger(port, "127.0.0.1").ask()[0] == 200:
                return server
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("the portal does not answer")


def spent(pid):
    """Seconds of processor time of a process and all below it."""
    home = Path(f"/proc/{pid}")
    ticks = sum(map(int, (home / "stat").read_text().rpartition(")")[2].split()[11:13]))
    below = (home / f"task/{pid}/children").read_text().split()
    return ticks / os.sysconf("SC_CLK_TCK") + sum(map(spent, below))


def run(tips, at_once, port):
    with tempfile.TemporaryDirectory() as folder:
        env = {"DATA_DIR": folder, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
        manage("tables", **env)
        manage("load_reference", **env)
        manage("open_township", "--code", TOWN, "--name", "云溪镇", *OFFICER, **env)
        manage("collectstatic", "--noinput", "-v", "0", **env)
        database = next(Path(folder).glob("*.sqlite3"))
        server = serving(port, env)
        try:
            before = spent(server.pid)
            measure(database, tips, at_once, port)
            print(f"\nThe portal used {spent(server.pid) - before:.0f} s of processor time.")
        finally:
            server.terminate()
            server.wait()


def measure(database, tips, at_once, port):
    before, many = rows(database), [f"127.0.1.{n}" for n in range(1, 101)]
    for title, addresses, honest in (("one address", ["127.0.0.1"], 20), ("a hundred addresses", many, 30)):
        began = time.perf_counter()
        threads, told = flood(port, addresses, tips // 2, at_once)
        time.sleep(5)
        amid = Stranger(port, f"127.0.0.{honest}").tell()
        for thread in threads:
            thread.join()
        after = Stranger(port, f"127.0.0.{honest + 1}").tell()
        print(f"\n{tips // 2} tips from {title}, {at_once} at once: {time.perf_counter() - began:.0f} s by the clock\n")
        print("| puzzle | answer of the portal | tips |\n|---|---|---|")
        for (puzzle, status), number in sorted(told.items(), key=str):
            print(f"| {puzzle} | {status} | {number} |")
        print(f"\nAn honest tip amid the flood: {amid}; after it: {after}. Rows written so far:")
        print("、".join(f"{table} {number - before[table]}" for table, number in rows(database).items()), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, value in (("tips", 10_000), ("at-once", 8), ("port", 8900)):
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    run(asked.tips, asked.at_once, asked.port)
