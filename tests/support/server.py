"""The real server, for tests with a browser or with several users at once."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """gunicorn on a free port, loaded once and forked as `bin/run` does it. It can be killed at any moment and started
    again."""

    def __init__(self, database_url: str, instance: Path, *, workers: int = 1, **environment: str) -> None:
        instance.mkdir(parents=True, exist_ok=True)
        self.port, self.log, self.workers = free_port(), instance / "server.log", workers
        self.address = f"http://127.0.0.1:{self.port}"
        settings = {"DATABASE_URL": database_url, "INSTANCE": str(instance), "PUBLIC_URL": self.address}
        self.environment = os.environ | settings | environment
        self.process: int | None = None

    def start(self) -> None:
        loaded = _loaded()
        assert loaded.stdin is not None and loaded.stdout is not None
        asked = {"environment": self.environment, "log": str(self.log), "port": self.port, "workers": self.workers}
        loaded.stdin.write(json.dumps(asked) + "\n")
        loaded.stdin.flush()
        self.process = int(loaded.stdout.readline())
        _wait(self.process, self.port, self.log)

    def kill(self) -> None:
        """All of it, at once, without a word. Its workers are gone when nobody listens on the port any more."""
        assert self.process is not None
        os.killpg(self.process, signal.SIGKILL)
        until = time.monotonic() + 30
        while _listened_to(self.port) and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self) -> None:
        """Without grace: it would wait for browsers to let go of their connections; no test looks at how it ends."""
        if self.process is not None and _lives(self.process):
            self.kill()


@contextmanager
def serving(database_url: str, instance: Path, *, workers: int = 1, **environment: str) -> Iterator[str]:
    """Yields the address of a server that runs until the end of the block."""
    server = Server(database_url, instance, workers=workers, **environment)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


@lru_cache(maxsize=1)
def _loaded() -> subprocess.Popen[str]:
    """The program that forks servers; one for each test process, which ends with it."""
    command = [sys.executable, "-m", "tests.support.zygote"]
    started = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(started.communicate)
    assert started.stdout is not None and started.stdout.readline() == "loaded\n"
    return started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listened_to(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait(process: int, port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while not _listened_to(port):
        if not _lives(process) or time.monotonic() > until:
            raise RuntimeError(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.05)
