"""Web, worker and beat under one process: each child dies with it, and it ends when one of them does."""

import ctypes
import os
import signal
import subprocess
import sys
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

PR_SET_PDEATHSIG = 1
PARTS = ("web", "worker", "beat")
MOST_WORKERS = 4  # each takes up to 150 MB while it prints
GRACE = 10  # seconds a child is given to finish before it is killed


def commands(port):
    """The three children's command lines, by name."""
    # in a container everything runs as root; the warning about it would greet every start
    celery = [sys.executable, "-W", "ignore:You", "-m", "celery", "-A", "config", "-q"]
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket", "--preload", "--log-level", "warning"]
    return {
        "web": [*web, "--workers", "2", "--bind", f"0.0.0.0:{port}"],
        "worker": [*celery, "worker", "-c", str(workers()), "-l", "warning", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "-l", "warning", "--pidfile="],
    }


def workers():
    """Jobs done side by side: one a core, few enough to leave room for the web."""
    return max(1, min(len(os.sched_getaffinity(0)), MOST_WORKERS))


def die_with_parent():
    """Runs in the child before exec: a killed parent must not leave a second beat behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children):
    """Ask every child to end, then kill what has not."""
    for child in children:
        child.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def interrupt(*_):
    raise KeyboardInterrupt


class Command(BaseCommand):
    requires_system_checks = []  # the tests make them; here they would only delay the start
    help = "Serve the portal: web, worker and beat under one process (PORT, default 8000)."

    def add_arguments(self, parser):
        parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="only these children (default: all three)")

    def handle(self, *args, parts=(), **options):
        port = os.environ.get("PORT", "8000")
        for number in (signal.SIGTERM, signal.SIGINT):  # a shell may have started us with SIGINT ignored
            signal.signal(number, interrupt)
        # a session of their own: Ctrl-C reaches this process alone, which then ends them in order
        children = [
            subprocess.Popen(line, preexec_fn=die_with_parent, start_new_session=True)
            for name, line in commands(port).items()
            if name in (parts or PARTS)
        ]
        self.stdout.write(f"http://localhost:{port}/")
        if os.environ.get("DEMO"):
            call_command("demo", accounts=True, stdout=self.stdout)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
        except KeyboardInterrupt:
            return
        finally:
            stop(children)
        sys.exit(1)
