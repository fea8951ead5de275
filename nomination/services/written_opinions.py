"""Opinions in writing: of a member who is absent, or of all where the body has leave not to meet. Open, by name."""

from collections.abc import Mapping

from sqlalchemy import and_, delete, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Leave, Round, RoundVoter, WrittenOpinion
from nomination.queries.roll import roll_for
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.round_acts import demand
from nomination.services.round_facts import OPEN
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told
from workflow.ballot import Choice, Method
from workflow.dossier import Actor
from workflow.words import N_

PAPER_MAX = 300
NO_PAPER = N_("Attach the scanned paper.")
NO_MEMBER = N_("Choose the member who wrote.")
NO_CHOICE = N_("Say what the member wrote about this nomination.")
TOOK_PART = N_("This member has voted, or is present. One of the two counts, never both.")
NO_GIVER = N_("Choose who gave leave.")


def record_leave(actor: Actor, code: str, *, given_by: int | None, paper: str, scan: Kept | None) -> None:
    """Who gave leave to ask in writing instead of meeting, and the paper. It may be mended until the round opens."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("leave", standing(found, actor))
        roll = roll_for(vote.cluster_id, found.campaign.year)
        members = {member.person.id for member in roll.members}
        problems: dict[str, list[Told]] = {}
        if given_by not in members:
            problems["given_by"] = [(NO_GIVER, {})]
        if not paper.strip():
            problems["paper"] = [(NEEDED, {})]
        elif len(paper) > PAPER_MAX:
            problems["paper"] = [(TOO_LONG, {"limit": PAPER_MAX, "length": len(paper)})]
        if scan is None:
            problems["file"] = [(NO_PAPER, {})]
        if problems or scan is None or given_by is None:
            raise Invalid(problems)
        file, row = row_of(scan), found.leave or Leave(round_id=vote.id)
        row.given_by_id, row.paper, row.sha256, row.name = given_by, paper.strip(), file.sha256, scan.name[:255]
        row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()
        db.session.add(row)
        facts = {"given_by": given_by, "paper": paper.strip(), "scan": scan.sha256}
        audit.record(actor, "round:leave", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def enter_opinion(actor: Actor, code: str, *, n: int | None, choices: Mapping[int, Choice], scan: Kept | None) -> None:
    """What member `n` of the roll wrote, by number of the question. His roll bit is set: he cannot vote besides.

    An opinion of the same member that was entered before is replaced. While a box is open the answer is the same for a
    member who has voted: who has is nobody's business then. His ballot counts, and at the closing this falls away.
    """
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("opinion", standing(found, actor))
        voter = next((one for one in found.able if one.n == n), None)
        _refuse(found, voter, choices, scan)
        assert voter is not None and scan is not None
        _remove(voter)
        file = row_of(scan)
        db.session.add_all(
            WrittenOpinion(
                round_id=vote.id, person_id=voter.person_id, nomination_id=line.nomination.id,
                choice=choices[line.question.n].value, sha256=file.sha256, name=scan.name[:255],
                entered_by_id=actor.person_id, entered_at=clock.now(),
            )
            for line in found.lines if line.nomination.code not in voter.recused
        )  # fmt: skip
        if not voter.voted:
            voter.voted, voter.written, voter.absence = True, True, ""
        facts = {"member": voter.n, "scan": scan.sha256}
        audit.record(actor, "round:opinion", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def _refuse(found: Found, voter: RoundVoter | None, choices: Mapping[int, Choice], scan: Kept | None) -> None:
    problems: dict[str, list[Told]] = {}
    if scan is None:
        problems["file"] = [(NO_PAPER, {})]
    if voter is None:
        problems["member"] = [(NO_MEMBER, {})]
    elif voter.voted and not voter.written and not _hidden(found):
        problems["member"] = [(TOOK_PART, {})]
    else:
        for line in found.lines:
            if line.nomination.code not in voter.recused and line.question.n not in choices:
                problems[f"choice-{line.question.n}"] = [(NO_CHOICE, {})]
    if problems:
        raise Invalid(problems)


def _hidden(found: Found) -> bool:
    """Who has voted is not told while the box is open."""
    return found.vote.method == Method.ELECTRONIC and found.vote.status == OPEN


def take_back_opinion(actor: Actor, code: str, n: int) -> None:
    """It was entered by mistake, or the member came after all. Raises `Missing` when there is none."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("opinion", standing(found, actor))
        voter = next((one for one in found.voters if one.n == n), None)
        if voter is None or not _remove(voter):
            raise Missing
        if voter.written:
            voter.voted = voter.written = False
        audit.record(
            actor, "round:opinion_back", subject=("round", code), facts={"member": n}, on_behalf=found.led_for(actor)
        )


def _remove(voter: RoundVoter) -> bool:
    """Whether there was one."""
    where = and_(WrittenOpinion.round_id == voter.round_id, WrittenOpinion.person_id == voter.person_id)
    return bool(db.session.execute(delete(WrittenOpinion).where(where)).rowcount)  # type: ignore[attr-defined]
