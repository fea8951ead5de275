"""The real server, for tests with a browser or with several users at once."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """gunicorn on a free port, as an installation runs it. It can be killed at any moment and started again."""

    def __init__(self, database_url: str, instance: Path, *, workers: int = 1, **environment: str) -> None:
        instance.mkdir(parents=True, exist_ok=True)
        self.port, self.log, self.workers = free_port(), instance / "server.log", workers
        self.address = f"http://127.0.0.1:{self.port}"
        settings = {"DATABASE_URL": database_url, "INSTANCE": str(instance), "PUBLIC_URL": self.address}
        self.environment = os.environ | settings | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", str(self.workers), "--threads", "4"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        _wait(self.process, self.port, self.log)

    def kill(self) -> None:
        """All of it, at once, without a word. Its workers are gone when nobody listens on the port any more."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        until = time.monotonic() + 30
        while _listened_to(self.port) and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            _stop(self.process)


@contextmanager
def serving(database_url: str, instance: Path, *, workers: int = 1, **environment: str) -> Iterator[str]:
    """Yields the address of a server that runs until the end of the block."""
    server = Server(database_url, instance, workers=workers, **environment)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


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


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while not _listened_to(port):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
