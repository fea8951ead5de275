"""A small world to test in: seven units in one cluster, everybody who has a part, and a campaign in force.

`tests.world_steps` brings nominations to any state.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nomination import clock
from nomination.campaigns import content_hash, read_content
from nomination.dossiers import Loaded, campaign_of, load
from nomination.extensions import db
from nomination.identity import HASHER
from nomination.models import (
    Account,
    Campaign,
    CampaignVersion,
    Cluster,
    ClusterLeadership,
    ClusterMembership,
    CriterionAnswer,
    Evidence,
    Nomination,
    Person,
    RoleAssignment,
    StoredFile,
    Unit,
    UnitPlan,
)
from nomination.names import fold, match_key, sort_key
from nomination.queries.actor import actor_for
from workflow.campaign import Award
from workflow.campaign import Campaign as Rules
from workflow.criteria import Declaration, Judged, Measure, Veto
from workflow.dossier import Actor, NomineeKind
from workflow.vocabulary import Role

if TYPE_CHECKING:
    from tests.support.client import CheckingClient

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGN_FILE = ROOT / "campaigns" / "dac-biet-2020.yaml"
PASSWORD = "mat-khau-thu-1"
SINCE = date(2019, 1, 1)
MEMBERS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")
LEADER = "eta"


@lru_cache(maxsize=1)
def campaign_content() -> dict[str, Any]:
    return read_content(CAMPAIGN_FILE.read_bytes(), CAMPAIGN_FILE.name)


@lru_cache(maxsize=1)
def password_hash() -> str:
    """One hash for everybody: each costs its time on purpose."""
    return HASHER.hash(PASSWORD)


@dataclass
class World:
    """Rows by short names: `units["alpha"]`, `people["alpha_head"]`; see `build`."""

    campaign: Campaign
    version: CampaignVersion
    cluster: Cluster
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        return campaign_of(self.version)

    def actor(self, name: str) -> Actor:
        """The person as the rules see him now."""
        return actor_for(self.people[name])

    def award(self, kind: NomineeKind = NomineeKind.INDIVIDUAL, *, council: bool | None = None) -> Award:
        """The first award for this kind, with or without a council when that matters."""
        return next(
            award for award in self.rules.awards_for(kind) if council is None or award.council_required is council
        )


def build(**changes: Any) -> World:
    """Everybody and a campaign in force. `changes` replace keys of the campaign's part `running` (such as `windows`).

    People: `<unit>_officer` and `<unit>_head` of every unit, `officer`, `officer_2`, `department_head`, `secretary`,
    `council_1` to `council_5`, `minister`, `clerk`, `auditor`, `administrator`. The cluster is led by `eta`.
    """
    content = campaign_content()
    content = content | {"running": content["running"] | changes}
    world = World(*_campaign(content), Cluster(code="khoi-thu", name="Khối thi đua số I", kind="khoi", rank=1))
    db.session.add(world.cluster)
    for code in MEMBERS:
        _member(world, code)
    world.units["ministry"] = _unit("ministry", "Bộ thử nghiệm", "")
    db.session.flush()
    _join(world)
    _department(world)
    db.session.commit()
    return world


def _campaign(content: dict[str, Any]) -> tuple[Campaign, CampaignVersion]:
    campaign = Campaign(code=content["code"], title=content["title"], year=content["year"], next_number=1)
    version = CampaignVersion(
        campaign=campaign, number=1, status="in_force", content=content, content_hash=content_hash(content),
        ruleset=content["running"]["ruleset"], launched_at=clock.now(),
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return campaign, version


def _unit(code: str, name: str, head_block: str = "BỘ THỬ NGHIỆM") -> Unit:
    unit = Unit(code=code, name=name, short_name=name, kind="vu", head_block=head_block, valid_from=SINCE)
    db.session.add(unit)
    return unit


def _member(world: World, code: str) -> None:
    world.units[code] = _unit(code, f"Vụ {code.capitalize()}")


def _join(world: World) -> None:
    year = world.campaign.year
    for code in MEMBERS:
        unit = world.units[code]
        joined = date(year, 1, 1)
        db.session.add(ClusterMembership(cluster_id=world.cluster.id, unit_id=unit.id, year=year, joined_on=joined))
        _appointed(world, f"{code}_officer", f"Nguyễn Văn {code.capitalize()}", Role.UNIT_OFFICER, unit)
        _appointed(world, f"{code}_head", f"Trần Thị {code.capitalize()}", Role.UNIT_HEAD, unit)
    db.session.add(
        ClusterLeadership(cluster_id=world.cluster.id, unit_id=world.units[LEADER].id, year=year, post="leader")
    )


def _department(world: World) -> None:
    _appointed(world, "officer", "Lê Minh An", Role.DEPARTMENT_OFFICER)
    _appointed(world, "officer_2", "Lê Minh Bảo", Role.DEPARTMENT_OFFICER)
    _appointed(world, "department_head", "Phạm Thu Cúc", Role.DEPARTMENT_HEAD)
    _appointed(world, "secretary", "Hoàng Văn Dũng", Role.COUNCIL_SECRETARY)
    for n in range(1, 6):
        _appointed(world, f"council_{n}", f"Đỗ Hữu {n}", Role.COUNCIL_MEMBER, chair=n == 1)
    _appointed(world, "minister", "Vũ Thế Em", Role.MINISTER)
    _appointed(world, "clerk", "Bùi Thị Giang", Role.REGISTRY_CLERK)
    _appointed(world, "auditor", "Ngô Đình Hải", Role.AUDITOR)
    _appointed(world, "administrator", "Đặng Quốc Khánh", Role.ADMINISTRATOR)


def appoint(
    world: World, key: str, full_name: str, role: Role, unit: Unit | None = None, *, chair: bool = False
) -> Person:
    """A person with an account who holds `role`. A key that is there gets one more role."""
    person = _appointed(world, key, full_name, role, unit, chair=chair)
    db.session.flush()
    return person


def _appointed(
    world: World, key: str, full_name: str, role: Role, unit: Unit | None = None, *, chair: bool = False
) -> Person:
    """Not yet written: the whole world goes to the database at once, which every test waits for."""
    person = world.people.get(key)
    if person is None:
        person = Person(full_name=full_name, sort_key=sort_key(full_name), post="", fictional=True)
        db.session.add(Account(person=person, username=key, password_hash=password_hash(), locale="vi"))
        world.people[key] = person
    db.session.add(
        RoleAssignment(person=person, role=role.value, unit_id=unit.id if unit else None, chair=chair, valid_from=SINCE)
    )
    return person


def account_of(world: World, name: str) -> Account:
    return db.session.query(Account).filter_by(person_id=world.people[name].id).one()


def sign_in(client: "CheckingClient", world: World, name: str) -> None:
    """The client is `name` from now on."""
    client.sign_in(account_of(world, name))


def facts(nomination: Nomination) -> Loaded:
    """The nomination as the rules see it now."""
    loaded = load(Nomination.id == nomination.id)
    assert loaded is not None
    return loaded


def draft(
    world: World, unit: str = "alpha", name: str = "Nguyễn Thị Hoa", *, kind: NomineeKind = NomineeKind.INDIVIDUAL,
    award: str | None = None, complete: bool = True,
) -> Nomination:  # fmt: skip
    """A draft of the unit's officer. `complete` answers every criterion so that it passes."""
    number, moment = world.campaign.next_number, clock.now()
    code = f"{world.campaign.code}-{number:04d}"
    nomination = Nomination(
        code=code, campaign_id=world.campaign.id, campaign_version_id=world.version.id, unit_id=world.units[unit].id,
        cluster_id=world.cluster.id, kind=kind.value, award=award or world.award(kind).code, nominee_name=name,
        nominee_fold=fold(name), nominee_key=match_key(name), state_since=moment,
        summary="Hoàn thành xuất sắc nhiệm vụ được giao.",
        citation="Đã có thành tích xuất sắc trong phong trào thi đua.",
        author_id=world.people[f"{unit}_officer"].id, search=fold(f"{name} {world.units[unit].name} {code}"),
    )  # fmt: skip
    nomination.answers = [
        CriterionAnswer(criterion=criterion.code) for criterion in world.rules.criteria if kind in criterion.applies_to
    ]
    world.campaign.next_number = number + 1
    db.session.add(nomination)
    db.session.flush()
    if complete:
        complete_answers(world, nomination)
    db.session.commit()
    return nomination


def complete_answers(world: World, nomination: Nomination) -> None:
    """Answer every criterion by its kind, attach the evidence it asks, and record the unit's own plan."""
    for answer in nomination.answers:
        criterion = world.rules.criterion(answer.criterion)
        match criterion.kind:
            case Judged(min_length=low):
                answer.narrative = "Đã hoàn thành tốt nhiệm vụ được giao. ".ljust(low + 1, "x")
            case Measure() as measure:
                answer.figures = [{"month": m, "due": 20, "on_time": 19, "overdue": 0} for m in measure.months()]
            case Declaration(statements=statements) | Veto(statements=statements):
                answer.affirmed = [statement.key for statement in statements]
        for n in range(criterion.evidence_required):
            attach(nomination, criterion.code, f"minh-chung-{criterion.code}-{n}.pdf")
    record_plan(world, nomination.unit_id)


def attach(nomination: Nomination, criterion: str, name: str) -> Evidence:
    """A line of evidence. Its bytes are not in the store: a test that downloads it puts them there."""
    sha256, moment = stored(name), clock.now()
    evidence = Evidence(
        nomination_id=nomination.id, criterion=criterion, sha256=sha256, name=name, added_by_id=nomination.author_id,
        added_at=moment,
    )  # fmt: skip
    db.session.add(evidence)
    return evidence


def stored(name: str) -> str:
    """A row of the file store for `name`."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    if db.session.get(StoredFile, sha256) is None:
        db.session.add(StoredFile(sha256=sha256, size=1000, media_type="application/pdf", stored_at=clock.now()))
        db.session.flush()
    return sha256


def record_plan(world: World, unit_id: int) -> None:
    if db.session.query(UnitPlan).filter_by(campaign_id=world.campaign.id, unit_id=unit_id).first() is None:
        author = world.people["alpha_officer"].id
        db.session.add(
            UnitPlan(
                campaign_id=world.campaign.id, unit_id=unit_id, title="Kế hoạch hưởng ứng", paper="Số 12/KH",
                launched_on=date(world.campaign.year, 3, 1), summary="Nội dung.", recorded_by_id=author,
                recorded_at=clock.now(),
            )
        )  # fmt: skip
        db.session.flush()
