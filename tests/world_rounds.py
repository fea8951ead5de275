"""Rounds in the small world, by the real acts: prepared by the leader, keyed by the tellers, opened, voted, counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Nomination, Person, Round
from nomination.queries.actor import actor_for
from nomination.queries.rounds import Found, gather
from nomination.services.ballots import cast_ballot
from nomination.services.counting import count_box
from nomination.services.keys import confirm_code, take_code
from nomination.services.opening import open_round
from nomination.services.rehearsal import Trial, rehearse
from nomination.services.rounds import Draft, prepare
from tests.world import World, appoint, draft
from tests.world_steps import submitted
from workflow.ballot import Choice
from workflow.vocabulary import Role

TELLERS = ("beta_officer", "gamma_officer", "officer")
COUNCIL_TELLERS = ("officer", "officer_2", "clerk")
LEADS = {"cluster": "eta_head", "council": "secretary"}
Chooses = Callable[[int], Choice]


@dataclass
class Voting:
    """A round with what only people hold: the tellers' codes by number, and the voters' receipts by person."""

    world: World
    row: Round
    codes: dict[int, str] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def found(self) -> Found:
        db.session.expire_all()
        return gather(Round.code == self.code)

    def voters(self) -> list[Person]:
        """Those with at least one line to vote on, in the order of the roll."""
        found = self.found
        return [voter.person for voter in found.voters if len(voter.recused) < len(found.lines)]


def waiting(world: World, *units: str) -> list[Nomination]:
    """One submitted nomination of each unit, before the cluster."""
    return [submitted(world, draft(world, unit, f"Nguyễn Thị {unit.capitalize()}")) for unit in units or ("alpha",)]


def a_draft(world: World, nominations: Sequence[Nomination], tellers: Sequence[str] = TELLERS) -> Draft:
    """An hour of voting that begins now."""
    now = clock.now()
    return Draft(
        title="Bình xét khen thưởng",
        nominations=tuple(one.code for one in nominations),
        opens_at=now,
        closes_at=now + timedelta(hours=1),
        tellers=tuple(world.people[name].id for name in tellers),
    )


def prepared(world: World, *nominations: Nomination, body: str = "cluster") -> Voting:
    tellers = TELLERS if body == "cluster" else COUNCIL_TELLERS
    leader = world.actor(LEADS[body])
    return Voting(world, prepare(leader, world.campaign.code, body, a_draft(world, nominations, tellers)))


def keyed(world: World, *nominations: Nomination, body: str = "cluster") -> Voting:
    voting = prepared(world, *nominations, body=body)
    take_codes(voting)
    tried(voting)
    return voting


def take_codes(voting: Voting) -> None:
    """Each teller takes his own code and types it back."""
    for teller in voting.found.tellers:
        actor = actor_for(teller.person)
        voting.codes[teller.n] = take_code(actor, voting.code)
        confirm_code(actor, voting.code, voting.codes[teller.n])


def tried(voting: Voting) -> Trial:
    """The trial ballot, by the leader: yes on every line of the specimen."""
    lines = [line.question.n for line in voting.found.lines]
    return rehearse(voting.world.actor(LEADS[voting.row.body]), voting.code, dict.fromkeys(lines, Choice.YES))


def opened(world: World, *nominations: Nomination, body: str = "cluster") -> Voting:
    voting = prepared(world, *nominations, body=body)
    opening(voting)
    return voting


def opening(voting: Voting) -> None:
    """From the tellers' codes to the open box."""
    take_codes(voting)
    tried(voting)
    open_round(voting.world.actor(LEADS[voting.row.body]), voting.code)


def cast(voting: Voting, person: Person, choice: Choice = Choice.YES) -> bool:
    """The same choice on every line that this voter has."""
    found = voting.found
    voter = found.voter(person.id)
    assert voter is not None
    lines = [line.question.n for line in found.lines if line.nomination.code not in voter.recused]
    receipt = voting.receipts.setdefault(person.id, new_receipt())
    return cast_ballot(actor_for(person), voting.code, receipt, dict.fromkeys(lines, choice))


def all_vote(voting: Voting, chooses: Chooses = lambda n: Choice.YES, number: int | None = None) -> None:
    """The first `number` voters of the roll vote; `chooses` picks by the voter's place on the roll, from 0."""
    for n, person in enumerate(voting.voters()[:number]):
        cast(voting, person, chooses(n))


def counted(voting: Voting, teller: str | None = None, codes: Sequence[int] = (1, 2, 3)) -> None:
    """After the end, by the first teller."""
    name = voting.found.tellers[0].person
    actor = voting.world.actor(teller) if teller else actor_for(name)
    with clock.at(voting.row.closes_at):
        count_box(actor, voting.code, {n: voting.codes[n] for n in codes})


def council_of(world: World, size: int) -> None:
    """A council of `size` members; the small world has five."""
    for n in range(6, size + 1):
        appoint(world, f"council_{n}", f"Đỗ Hữu {n}", Role.COUNCIL_MEMBER)
    db.session.commit()
