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


@contextmanager
def serving(database_url: str, instance: Path, *, workers: int = 1, **environment: str) -> Iterator[str]:
    """gunicorn on a free port, as an installation runs it. Yields its address."""
    instance.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), instance / "server.log"
    address = f"http://127.0.0.1:{port}"
    settings = {"DATABASE_URL": database_url, "INSTANCE": str(instance), "PUBLIC_URL": address, **environment}
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), "--threads", "4"],
            cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        _wait(process, port, log)
        yield address
    finally:
        _stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start:\n{log.read_text()}") from None
            time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
