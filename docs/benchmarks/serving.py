"""Many readers at once through the server: pages a second, the slow ones beside the usual, errors.

A portal runs already, filled (./run demo, or ./run serve); somebody who may log in reads:

    .venv/bin/python docs/benchmarks/serving.py http://127.0.0.1:8000 NAME PASSWORD [--readers 32] [--seconds 20]

Every reader keeps a connection of his own and asks for one page again and again. The pages take turns; the first is the one
with next to nothing on it, which the others are compared with.
"""

import argparse
import re
import threading
import time
from http.client import HTTPConnection
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

PAGES = ("/accounts/me/", "/", "/hazards/", "/hazards/?state=rectifying&o=due", "/enterprises/", "/stats/")
WAIT = 30  # seconds until a reader gives up


class Reader:
    """A browser that is logged in and keeps its connection."""

    def __init__(self, portal):
        self.portal, self.cookies = portal, {}
        self.connection = HTTPConnection(portal, timeout=WAIT)

    def ask(self, path, form=None):
        """(status, body)"""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.portal}{path}"}
        self.connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, body

    def log_in(self, path, name, password):
        _, page = self.ask(path)
        token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
        status, _ = self.ask(path, {"csrfmiddlewaretoken": token, "username": name, "password": password})
        assert status == 302, f"log-in answered {status}"


def read(readers, path, seconds):
    """([seconds of each answer], errors, seconds of it all) of all readers at once."""
    took, errors, until = [], [], time.monotonic() + seconds

    def one(reader):
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                status, _ = reader.ask(path)
            except OSError as error:
                errors.append(type(error).__name__)
                reader.connection.close()
                continue
            (took.append(time.monotonic() - begun) if status == 200 else errors.append(status))

    threads = [threading.Thread(target=one, args=[reader]) for reader in readers]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, errors, time.monotonic() - begun


def main():
    asked = argparse.ArgumentParser()
    for name in ("portal", "name", "password"):
        asked.add_argument(name)
    asked.add_argument("--readers", type=int, default=32)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--login", default="/accounts/login/")
    options = asked.parse_args()
    first = Reader(urlsplit(options.portal).netloc)
    first.log_in(options.login, options.name, options.password)
    readers = [Reader(first.portal) for _ in range(options.readers)]
    for reader in readers:
        reader.cookies = dict(first.cookies)
    print(f"{options.readers} readers, {options.seconds:.0f} s for each page\n")
    print("| page | beside the first, pages a second | middle | p95 / middle | errors |\n|---|---|---|---|---|")
    bare = None
    for path in PAGES:
        read(readers[:2], path, 1)
        took, errors, whole = read(readers, path, options.seconds)
        rate = len(took) / whole
        bare = bare or rate
        p95 = quantiles(took, n=20)[-1]
        print(
            f"| {path} | {rate / bare:.2f} ({rate:.0f}) | {median(took) * 1000:.0f} ms | {p95 / median(took):.1f} | {len(errors)} |"
        )


if __name__ == "__main__":
    main()
