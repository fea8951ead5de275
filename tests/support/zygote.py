"""Loads the application once and forks a server from it each time one is asked for: loading is what takes the time.

A program of its own, so that nothing is forked that has threads or connections. One line of JSON on its input asks for
a server; its output answers with the number of the process.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from nomination import create_app


class Serving(BaseApplication):  # type: ignore[misc]
    """gunicorn with an application that is loaded already, as `bin/run` has it."""

    def __init__(self, **settings: object) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        create_app({"DATABASE_URL": f"sqlite:///{folder}/none", "INSTANCE": Path(folder), "SECRET_KEY": "loads only"})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever asked for a server ends it; nobody waits for it here
    print("loaded", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        number = os.fork()
        if number == 0:
            _serve(**asked)
        print(number, flush=True)


def _serve(environment: dict[str, str], log: str, port: int, workers: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing, said = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for source, target in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["gunicorn"]
    settings = {"worker_class": "gthread", "workers": workers, "threads": 4, "preload_app": True}
    Serving(bind=f"127.0.0.1:{port}", **settings).run()


if __name__ == "__main__":
    main()
