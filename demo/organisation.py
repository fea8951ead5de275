"""Puts the units, blocks and clusters of `organisation.yaml` into an empty database, as they stand in the file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nomination.extensions import db
from nomination.models import Cluster, ClusterLeadership, ClusterMembership, Unit, UnitSuccession

SOURCE = Path(__file__).with_name("organisation.yaml")


@dataclass(frozen=True)
class Group:
    """A block or cluster of the year: who leads, and which members are still there at its end."""

    leader: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    units: dict[str, Unit]
    groups: dict[str, Group]
    since: date


def create_organisation() -> Organisation:
    content = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    units = _units(content)
    groups = {one["code"]: _cluster(content, one, units) for one in content["clusters"]}
    for one in content["successions"]:
        db.session.add(
            UnitSuccession(
                predecessor_id=units[one["predecessor"]].id, successor_id=units[one["successor"]].id,
                kind=one["kind"], took_effect=one["took_effect"],
            )
        )  # fmt: skip
    db.session.flush()
    return Organisation(units, groups, content["valid_from"])


def _units(content: dict[str, Any]) -> dict[str, Unit]:
    """Parents stand before their children in the file."""
    units: dict[str, Unit] = {}
    for one in content["units"]:
        units[one["code"]] = unit = Unit(
            code=one["code"], name=one["name"], short_name=one["short"], kind=one["kind"],
            head_block=one["head_block"], parent=units[one["parent"]] if one["parent"] else None,
            valid_from=content["valid_from"], valid_to=one.get("valid_to"),
        )  # fmt: skip
        db.session.add(unit)
    db.session.flush()
    return units


def _cluster(content: dict[str, Any], one: dict[str, Any], units: dict[str, Unit]) -> Group:
    cluster = Cluster(code=one["code"], name=one["name"], kind=one["kind"], rank=one["rank"])
    db.session.add(cluster)
    db.session.flush()
    left = {line["unit"]: line["left_on"] for line in one.get("left", [])}
    for code in one["members"]:
        db.session.add(
            ClusterMembership(
                cluster_id=cluster.id, unit_id=units[code].id, year=content["year"], joined_on=content["joined_on"],
                left_on=left.get(code),
            )
        )  # fmt: skip
    for post in ("leader", "deputy"):
        ground = one["ground"]
        db.session.add(
            ClusterLeadership(
                cluster_id=cluster.id, unit_id=units[one[post]].id, year=content["year"], post=post, ground=ground
            )
        )
    return Group(one["leader"], tuple(code for code in one["members"] if code not in left))
