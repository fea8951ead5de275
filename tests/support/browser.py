"""A real Chromium, and axe in the pages it shows."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-*.min.js"))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def executable() -> str:
    """The machine's own Chromium. A missing browser is a failure, never a skipped test."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise RuntimeError("no Chromium on the PATH: install it (Debian: apt install chromium) or name it in CHROMIUM")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a sandbox only where it cannot have one: as root."""
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def check_accessible(page: Page) -> None:
    """Fail with every fault that axe finds. The script is handed to the browser, so the page's policy stays strict."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults: list[dict[str, Any]] = page.evaluate(RUN, RULES)["violations"]
    assert not faults, f"{page.url}\n" + "\n".join(_told(fault) for fault in faults)


def _told(fault: dict[str, Any]) -> str:
    places = [f"    {' '.join(map(str, node['target']))}: {_why(node)}" for node in fault["nodes"]]
    return "\n".join([f"{fault['id']} ({fault['impact']}): {fault['help']}", *places])


def _why(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split()) + f" | {node['html'][:160]}"
