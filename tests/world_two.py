"""A second campaign beside that of the small world: of another ministry, with other criteria, awards and rules."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from nomination.extensions import db
from nomination.models import ClusterLeadership, ClusterMembership
from nomination.services.campaigns import launch
from tests.world import LEADER, MEMBERS, World

FILE = Path(__file__).parent / "campaigns" / "thi-dua-2025.yaml"


def second(world: World, *, year: int | None = None, leader: str = LEADER) -> World:
    """The second campaign in force, with the same people. In a year of its own the cluster has members and a leader."""
    text = FILE.read_text("utf-8")
    text = text if year is None else re.sub(r"(?m)^year: \d+$", f"year: {year}", text)
    version = launch(text, FILE.name, author=world.actor("officer"), approver=world.actor("department_head"))
    campaign = version.campaign
    if campaign.year != world.campaign.year:
        _join(world, campaign.year, leader)
    db.session.commit()
    return replace(world, campaign=campaign, version=version)


def _join(world: World, year: int, leader: str) -> None:
    for code in MEMBERS:
        unit_id = world.units[code].id
        member = {"cluster_id": world.cluster.id, "unit_id": unit_id, "year": year}
        db.session.add(ClusterMembership(**member, joined_on=date(year, 1, 1)))
        if code == leader:
            db.session.add(ClusterLeadership(**member, post="leader"))
