"""One command serves; it takes its children with it; a job whose worker is killed is done by the next one.

These tests start the portal as people do, on a database of its own: SQLite and a filesystem broker, or the PostgreSQL
and Redis of the run.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def until(test, seconds=40):
    """Wait for a true answer and return it."""
    end = time.monotonic() + seconds
    while not (found := test()):
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.1)
    return found


def children(pid):
    """Ids of the processes below one, deep."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    pairs = list(zip(map(int, found[::2]), map(int, found[1::2]), strict=True))
    below = {pid}
    while more := {child for child, parent in pairs if parent in below} - below:
        below |= more
    return below - {pid}


def alive(pids):
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and not zombie(pid)}


def zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


class Portal:
    """A portal of its own folder, database and port."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = os.environ | {
            "DATA_DIR": str(folder), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "tests.config.serving",
        }  # fmt: skip
        self.folder, self.processes = folder, []

    def manage(self, *line, **kwargs):
        return subprocess.run(
            [sys.executable, "manage.py", *line],
            cwd=ROOT,
            env=self.env,
            check=True,
            capture_output=True,
            text=True,
            **kwargs,
        ).stdout

    def ask(self, code):
        return self.manage("shell", "-v", "0", "-c", code).strip()

    def serve(self, *parts):
        with open(self.folder / "serve.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *parts], cwd=ROOT, env=self.env, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def starts(self, process):
        """Wait until it answers; a start that fails shows what it said."""
        until(lambda: self.answers() or process.poll() is not None, 90)
        assert process.poll() is None, (self.folder / "serve.log").read_text()

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("portal"))
    with own_database(portal.env):
        portal.manage("tables")
        portal.manage("collectstatic", "--noinput", "-v", "0")
        yield portal
        for process in portal.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


def own_database(env):
    """On PostgreSQL: a database for this portal alone, dropped afterwards."""
    import contextlib

    @contextlib.contextmanager
    def made():
        url = env.get("DATABASE_URL")
        if not url:
            yield
            return
        import psycopg

        name = f"serve_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            env["DATABASE_URL"] = url.replace("/postgres?", f"/{name}?")
            yield
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return made()


def test_ctrl_c_ends_every_child(portal):
    process = portal.serve()
    portal.starts(process)
    below = children(process.pid)
    assert len(below) >= 4  # web with two workers, worker, beat
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    until(lambda: not alive(below))
    assert not portal.answers()


def test_a_killed_parent_takes_its_children_along(portal):
    process = portal.serve()
    portal.starts(process)
    below = children(process.pid)
    process.kill()
    process.wait()
    until(lambda: not alive(below))


def enqueue(portal, marks, slow):
    code = (
        "from core import jobs; from core.models import Job\n"
        f"print(jobs.enqueue('slow', by=None, title='慢', marks={str(marks)!r}, slow={slow}).pk)"
    )
    return portal.ask(code)


def test_a_job_whose_worker_was_killed_is_finished_by_the_next(portal, tmp_path):
    marks = tmp_path / "marks"
    process = portal.serve("worker", "beat")
    enqueue(portal, marks, True)
    until(lambda: marks.exists() and "begin 1" in marks.read_text())
    for pid in children(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait(40)
    assert "end" not in marks.read_text()
    again = portal.serve("worker", "beat")
    until(lambda: "end 2" in marks.read_text())
    again.send_signal(signal.SIGINT)
    again.wait(40)
    assert marks.read_text().split("\n")[:-1] == ["begin 1", "begin 2", "end 2"]


def test_a_job_enqueued_while_nothing_runs_is_done_at_the_next_start(portal, tmp_path):
    marks = tmp_path / "marks"
    enqueue(portal, marks, False)
    process = portal.serve("worker", "beat")
    until(lambda: marks.exists() and "end 1" in marks.read_text())
    process.send_signal(signal.SIGINT)
    process.wait(40)
    assert marks.read_text() == "begin 1\nend 1\n"
