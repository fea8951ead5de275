"""Many small elections in little time: rounds are written as opening leaves them, the rest is the product's own."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from nomination import clock
from nomination.box.codes import Cost, new_code, new_receipt
from nomination.box.definition import Definition, Question, as_json, definition_hash
from nomination.box.seal import new_box, new_lock
from nomination.extensions import db
from nomination.models import KeyWrapping, Nomination, Person, Round, RoundQuestion, RoundVoter, Teller
from nomination.queries.actor import actor_for
from nomination.services.ballots import cast_ballot
from nomination.services.closing import close
from nomination.services.counting import count_box
from nomination.services.keys import stored_lock
from tests import world_rounds as rounds
from tests.world import MEMBERS, World
from workflow.ballot import Choice
from workflow.dossier import Actor

RULE = {
    "quorum": [1, 100, False], "threshold": [1, 2, True], "base": "eligible", "recusal": "none", "min_voters": 5,
    "chair_must_agree": False,
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """One voter at the box, as only he knows it."""

    voter: int
    receipt: str
    choices: dict[int, Choice]
    """By nomination id."""


@dataclass
class Election:
    """One round with its truth. `casts` stand in the order in which people came."""

    id: int
    code: str
    teller_code: str
    definition_hash: str
    nominations: tuple[int, ...]
    casts: list[Cast] = field(default_factory=list)

    def truth(self, nomination: int) -> list[Choice]:
        return [one.choices[nomination] for one in self.casts]


class Place:
    """The people and the nominations that every election is about: two, where no others are given."""

    cost = Cost(n=2)

    def __init__(self, world: World, seed: int, nominations: Sequence[Nomination] = ()) -> None:
        self.chance = random.Random(seed)
        self.world = world
        self.nominations = nominations or rounds.waiting(world, "alpha", "delta")
        self.voters = [world.people[f"{unit}_head"] for unit in MEMBERS]
        self.actors: dict[int, Actor] = {person.id: actor_for(person) for person in self.voters}
        self.teller = world.people["beta_officer"]
        self.counter = actor_for(self.teller)
        self.leader = self.actors[world.people["eta_head"].id]

    def opened(self, n: int, people: Sequence[Person] = ()) -> Election:
        """Five to seven voters, or `people`, and one teller, in a round that is open now."""
        people, secret = people or self.chance.sample(self.voters, self.chance.randint(5, 7)), new_code()
        lock = new_lock(secret, self.cost)
        box = new_box([lock], 1)
        questions = [Question(one.code, str(one.pledged_hash)) for one in self.nominations]
        roll = [f"{n}. {one.full_name}" for n, one in enumerate(people, start=1)]
        definition = Definition(f"bau-{n}", roll, questions, {"rule": RULE}, box.public_key)
        vote = self._row(definition, people)
        vote.tellers = [Teller(person_id=self.teller.id, n=1, lock=stored_lock(lock), confirmed=True)]
        db.session.add(vote)
        db.session.flush()
        db.session.add(KeyWrapping(round_id=vote.id, tellers="1", sealed=box.wrappings[0].sealed))
        db.session.commit()
        questioned = tuple(one.id for one in self.nominations)
        return Election(vote.id, vote.code, secret, definition_hash(definition), questioned)

    def _row(self, definition: Definition, people: Sequence[Person]) -> Round:
        now, world = clock.now(), self.world
        vote = Round(
            code=definition.round_code, campaign_id=world.campaign.id, campaign_version_id=world.version.id,
            body="cluster", cluster_id=world.cluster.id, title="Bình xét", status="open", opens_at=now,
            closes_at=now + timedelta(hours=1), opened_at=now, rule=RULE, ruleset=world.version.ruleset,
            teller_quorum=1, public_key=definition.public_key, definition=as_json(definition),
            definition_hash=definition_hash(definition), prepared_by_id=self.leader.person_id,
        )  # fmt: skip
        vote.questions = [
            RoundQuestion(nomination_id=one.id, n=n, material_hash=one.pledged_hash, eligible=len(people))
            for n, one in enumerate(self.nominations, start=1)
        ]
        vote.voters = [RoundVoter(person_id=one.id, n=n, recused=[]) for n, one in enumerate(people, start=1)]
        return vote

    def voting(self, election: Election) -> Iterator[Cast]:
        """Everybody casts, in a random order, with a leaning that differs from election to election."""
        leaning = [self.chance.random() for _ in range(3)]
        voters = [row.person_id for row in db.session.query(RoundVoter).filter_by(round_id=election.id)]
        self.chance.shuffle(voters)
        for person in voters:
            picked = {one: self.chance.choices(list(Choice), leaning)[0] for one in election.nominations}
            cast = Cast(person, new_receipt(), picked)
            numbered = dict(enumerate(picked.values(), start=1))
            assert cast_ballot(self.actors[person], election.code, cast.receipt, numbered)
            election.casts.append(cast)
            yield cast

    def closed(self, election: Election) -> None:
        close(self.leader, election.code)
        db.session.rollback()

    def counted(self, election: Election) -> None:
        self.closed(election)
        count_box(self.counter, election.code, {1: election.teller_code})
        db.session.rollback()
