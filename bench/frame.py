"""The organisation around the measured lists: units, clusters, people, campaigns. The same whatever their length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from nomination import clock
from nomination.campaigns import content_hash, read_content
from nomination.extensions import db
from nomination.models import (
    Account,
    Campaign,
    CampaignVersion,
    Cluster,
    ClusterLeadership,
    ClusterMembership,
    Person,
    RoleAssignment,
    StoredFile,
    Unit,
    UnitPlan,
)
from nomination.names import sort_key
from workflow.vocabulary import Role

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGNS, CLUSTERS, UNITS = 10, 6, 24
BATCH = 5000
EVERYWHERE = {
    "officer": Role.DEPARTMENT_OFFICER, "department_head": Role.DEPARTMENT_HEAD, "auditor": Role.AUDITOR,
    "secretary": Role.COUNCIL_SECRETARY, "council": Role.COUNCIL_MEMBER, "minister": Role.MINISTER,
    "clerk": Role.REGISTRY_CLERK,
}  # fmt: skip
FILE = "f" * 64


@dataclass(frozen=True)
class Frame:
    """What nominations refer to. Campaign n has id n and version n; unit u is a member of cluster u modulo CLUSTERS."""

    codes: tuple[str, ...]
    awards: tuple[tuple[str, str], ...]
    criteria: tuple[str, ...]


def put(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Insert in batches, so that any number of rows needs little memory."""
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        db.session.execute(insert(model.__table__), batch)


def cluster_of(unit: int) -> int:
    return (unit - 1) % CLUSTERS + 1


def officer_of(unit: int) -> int:
    """The id of the person who writes for a unit; its head comes next."""
    return 2 * unit - 1


def build_frame() -> Frame:
    source = sorted((ROOT / "campaigns").glob("*.yaml"))[0]
    content = read_content(source.read_bytes(), source.name)
    first = content["year"] - CAMPAIGNS + 1
    codes = [f"bench-{first + n}" for n in range(CAMPAIGNS)]
    for n, code in enumerate(codes):
        _campaign(n + 1, content | {"code": code, "year": first + n})
    _units()
    _people()
    _memberships(range(first, first + CAMPAIGNS))
    _plans()
    db.session.commit()
    awards = tuple((award["code"], award["kinds"][0]) for award in content["running"]["awards"])
    return Frame(tuple(codes), awards, tuple(criterion["code"] for criterion in content["criteria"]))


def _campaign(key: int, content: dict[str, Any]) -> None:
    row = {"id": key, "code": content["code"], "title": content["title"], "year": content["year"], "next_number": 1}
    put(Campaign, [row])
    version = {
        "id": key, "campaign_id": key, "number": 1, "status": "in_force", "content": content,
        "content_hash": content_hash(content), "ruleset": content["running"]["ruleset"], "launched_at": clock.now(),
        "reason": "",
    }  # fmt: skip
    put(CampaignVersion, [version])


def _units() -> None:
    common = {"kind": "vu", "head_block": "BỘ", "valid_from": date(2000, 1, 1)}
    put(Unit, ({"id": u, "code": f"u{u}", "name": f"Vụ {u}", "short_name": f"Vụ {u}"} | common for u in _all_units()))
    put(Cluster, ({"id": c, "code": f"k{c}", "name": f"Khối {c}", "kind": "khoi", "rank": c} for c in range(1, 7)))
    put(StoredFile, [{"sha256": FILE, "size": 1000, "media_type": "application/pdf", "stored_at": clock.now()}])


def _all_units() -> range:
    return range(1, UNITS + 1)


def _people() -> None:
    people = [(f"u{u}_{part}", role, u) for u in _all_units() for part, role in
              (("officer", Role.UNIT_OFFICER), ("head", Role.UNIT_HEAD))]  # fmt: skip
    people += [(name, role, None) for name, role in EVERYWHERE.items()]
    numbered = list(enumerate(people, start=1))
    put(Person, ({"id": n, "full_name": f"Người {name}", "sort_key": sort_key(name), "post": "", "fictional": True}
                 for n, (name, _, _) in numbered))  # fmt: skip
    put(Account, ({"id": n, "person_id": n, "username": name, "password_hash": "", "active": True, "demo": False,
                   "locale": "vi", "epoch": 0} for n, (name, _, _) in numbered))  # fmt: skip
    put(RoleAssignment, ({"id": n, "person_id": n, "role": role.value, "unit_id": unit, "chair": False, "ground": "",
                          "valid_from": date(2000, 1, 1)} for n, (_, role, unit) in numbered))  # fmt: skip


def _memberships(years: range) -> None:
    """Unit u leads its cluster every fourth year; the head of unit 1 has led in several."""
    rows = [(unit, year) for year in years for unit in _all_units()]
    put(ClusterMembership, ({"cluster_id": cluster_of(unit), "unit_id": unit, "year": year,
                             "joined_on": date(year, 1, 1)} for unit, year in rows))  # fmt: skip
    leading = [(unit, year) for unit, year in rows if (unit - 1) // CLUSTERS == (years[-1] - year) % 4]
    put(ClusterLeadership, ({"cluster_id": cluster_of(unit), "unit_id": unit, "year": year, "post": "leader",
                             "ground": ""} for unit, year in leading))  # fmt: skip


def _plans() -> None:
    put(UnitPlan, ({"campaign_id": campaign, "unit_id": unit, "title": "Kế hoạch", "paper": "Số 1/KH", "summary": "Có.",
                    "launched_on": date(2000, 1, 1), "recorded_by_id": officer_of(unit), "recorded_at": clock.now(),
                    "version": 1} for campaign in range(1, CAMPAIGNS + 1) for unit in _all_units()))  # fmt: skip


def follow_ids() -> None:
    """PostgreSQL counts on after the ids that were given here."""
    if db.engine.dialect.name == "sqlite":
        return
    for table in db.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and table.name not in ("audit", "audit_head"):
            highest = db.session.scalar(select(func.coalesce(func.max(column), 0) + 1))
            sequence = db.session.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": table.name})
            if sequence:
                db.session.execute(text("SELECT setval(:s, :v, false)"), {"s": sequence, "v": highest})
    db.session.commit()
