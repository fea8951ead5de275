"""Launches the campaign of the demonstration, with deadlines around today, and begins to write the next one."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from demo.people import HEAD, department_officer
from demo.scene import Scene
from nomination.clock import VIETNAM
from nomination.services.campaign_drafts import begin_draft
from nomination.services.campaigns import launch
from workflow.dossier import Actor

FILE = Path(__file__).resolve().parent.parent / "campaigns" / "dac-biet-2020.yaml"
# Calendar days from today: the stages overlap, because clusters finish one after another.
WINDOWS = {
    "submission": (-200, 20),
    "cluster": (-190, 45),
    "vetting": (-180, 75),
    "council": (-150, 90),
    "signature": (-130, 105),
}
MARK = " Các thời hạn ở đây là giá trị minh họa, tính từ ngày tạo dữ liệu dùng thử."


def content_for(today: date) -> str:
    """The campaign's file with windows around `today`, said to be of the demonstration. The dispatch stays as it is."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    running = content["running"]
    running["windows"] = {
        stage: {"opens": _written(today, opens), "closes": _written(today, closes + 1)}
        for stage, (opens, closes) in WINDOWS.items()
    }
    running["source"] = running["source"].rstrip() + MARK
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def _written(today: date, days: int) -> str:
    return datetime.combine(today + timedelta(days=days), time(), VIETNAM).isoformat()


def launch_campaign(today: date, author: Actor, approver: Actor) -> None:
    launch(content_for(today), FILE.name, author=author, approver=approver)


DRAFT_CODE, DRAFT_TITLE = "minh-hoa", "Phong trào minh họa (bản sao để thử soạn thảo)"


def plan_draft(scene: Scene, day: int) -> None:
    """A campaign that an officer has begun to write from the one in force; nobody has launched it."""
    scene.agenda.on(day, _begin_draft, scene)


def _begin_draft(scene: Scene) -> None:
    year = scene.rules.year + 1
    begin_draft(scene.actor(AUTHOR), code=DRAFT_CODE, title=DRAFT_TITLE, year=year, clone_of=scene.campaign)


AUTHOR, APPROVER = department_officer(1), HEAD
