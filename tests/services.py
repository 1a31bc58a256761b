"""python -m tests.services COMMAND …: run a command beside a throw-away PostgreSQL and Redis of its own.

Both listen on unix sockets in a temporary folder, are told to forget durability, and end with the command.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

PATIENCE = 20  # seconds a server is given to answer


def postgres_programs():
    """The folder of the newest installed server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not folders:
        sys.exit("没有安装 PostgreSQL，请用 ./run test 运行测试")
    return folders[-1].parent


def as_user(name, folder):
    """The prefix that runs a program as `name`; PostgreSQL refuses root. Empty when we are not root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, name)
    person = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]


def wait_for(test, what):
    until = time.monotonic() + PATIENCE
    while not test():
        if time.monotonic() > until:
            sys.exit(f"{what} 没有在 {PATIENCE} 秒内启动")
        time.sleep(0.05)


@contextmanager
def running(line, log, stop=signal.SIGTERM, executable=None):
    with open(log, "wb") as out:
        child = subprocess.Popen(line, executable=executable, stdout=out, stderr=out, start_new_session=True)
    try:
        yield child
    finally:
        child.send_signal(stop)
        child.wait(PATIENCE)


@contextmanager
def postgres(folder):
    """A fresh cluster; yields its DATABASE_URL."""
    programs, folder = postgres_programs(), folder / "pg"
    folder.mkdir(mode=0o755)
    user = as_user("postgres", folder)
    name = "postgres" if user else pwd.getpwuid(os.geteuid()).pw_name
    options = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-U", name]
    subprocess.run([*user, programs / "initdb", "-D", folder / "data", *options], check=True, stdout=subprocess.DEVNULL)
    settings = (
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=80", "jit=off",
    )  # fmt: skip
    line = [*user, programs / "postgres", "-D", folder / "data", "-k", folder, *(w for s in settings for w in ("-c", s))]
    with running(line, folder.parent / "pg.log", signal.SIGQUIT):
        ready = [programs / "pg_isready", "-q", "-h", folder, "-U", name]
        wait_for(lambda: subprocess.run(ready).returncode == 0, "PostgreSQL")
        yield f"postgres://{name}@/postgres?host={folder}"


@contextmanager
def redis(folder):
    """A fresh Redis; yields its REDIS_URL. Debian's tools carry the server's own program under another name."""
    program, socket = shutil.which("redis-server") or shutil.which("redis-check-rdb"), folder / "redis.sock"
    if program is None:
        sys.exit("没有安装 Redis，请用 ./run test 运行测试")
    line = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"]
    with running(line, folder / "redis.log", executable=program):
        wait_for(socket.exists, "Redis")
        yield f"redis+socket://{socket}"


def main(command):
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-services-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)
        urls = {"DATABASE_URL": stack.enter_context(postgres(folder)), "REDIS_URL": stack.enter_context(redis(folder))}
        return subprocess.run(command, env=os.environ | urls).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
