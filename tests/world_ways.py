"""The other ways of a round in the small world: paper rounds, opinions in writing, and the figures of a count."""

import io
from dataclasses import replace

from nomination import clock
from nomination.extensions import db
from nomination.files import store
from nomination.models import Nomination, Round
from nomination.services.evidence import Kept
from nomination.services.opening import open_round
from nomination.services.paper_rounds import Came, approve, enter_figures, record_attendance, seal_of
from nomination.services.rounds import prepare
from tests import world_rounds as rounds
from tests.world import World, draft
from tests.world_steps import cleared
from workflow.ballot import Method
from workflow.dossier import NomineeKind


def scan(name: str = "bien-ban-kiem-phieu.pdf") -> Kept:
    """A scanned paper that is in the store."""
    sha256, size = store().put(io.BytesIO(name.encode()))
    return Kept(sha256, size, "application/pdf", name)


def prepared_as(
    world: World, method: Method, *nominations: Nomination, body: str = "cluster", reason: str = ""
) -> rounds.Voting:
    tellers = rounds.TELLERS if body == "cluster" else rounds.COUNCIL_TELLERS
    asked = replace(rounds.a_draft(world, nominations, tellers), method=method, repeat_reason=reason)
    leader = world.actor(rounds.LEADS[body])
    return rounds.Voting(world, prepare(leader, world.campaign.code, body, asked))


def on_paper(world: World, *nominations: Nomination, body: str = "cluster", reason: str = "") -> rounds.Voting:
    """A paper round whose meeting has begun."""
    voting = prepared_as(world, Method.PAPER, *nominations, body=body, reason=reason)
    open_round(world.actor(rounds.LEADS[body]), voting.code)
    return voting


def before_council(world: World, size: int, name: str = "Phòng Tổng hợp") -> Nomination:
    """A nomination that a council of `size` members decides on."""
    rounds.council_of(world, size)
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    return cleared(world, draft(world, "alpha", name, kind=NomineeKind.COLLECTIVE, award=award))


def came(voting: rounds.Voting, absent: int = 0) -> dict[int, Came]:
    """Everyone is there but the last `absent` of the roll."""
    voters = voting.found.voters
    return {
        voter.n: Came(n < len(voters) - absent, "" if n < len(voters) - absent else "Đi công tác")
        for n, voter in enumerate(voters)
    }


def attended(voting: rounds.Voting, absent: int = 0) -> None:
    leader = voting.world.actor(rounds.LEADS[voting.row.body])
    record_attendance(leader, voting.code, came(voting, absent))


def sheet(issued: int, returned: int, valid: int, invalid: int, *choices: int) -> dict[str, int | None]:
    yes, no, blank = choices
    return {
        "issued": issued, "returned": returned, "valid": valid, "invalid": invalid,
        "yes": yes, "no": no, "blank": blank,
    }  # fmt: skip


def entered(voting: rounds.Voting, *sheets: dict[str, int | None], by: str | None = None) -> None:
    actor = voting.world.actor(by or rounds.LEADS[voting.row.body])
    enter_figures(actor, voting.code, dict(enumerate(sheets, start=1)), scan())


def approved(voting: rounds.Voting, by: str = "officer_2") -> None:
    approve(voting.world.actor(by), voting.code, seal_of(voting.found))


def status(voting: rounds.Voting) -> str:
    row: Round = voting.found.vote
    return row.status


def counted_without(voting: rounds.Voting, name: str) -> None:
    """As if its roll had held one voter fewer and its box had been counted."""
    found = voting.found
    db.session.delete(next(one for one in found.voters if one.person_id == voting.world.people[name].id))
    found.vote.counted_at, found.vote.status = clock.now(), "counted"
    question = found.lines[0].question
    question.yes, question.no, question.abstain, question.invalid, question.outcome = 3, 0, 0, 0, "not_carried"
    db.session.commit()
