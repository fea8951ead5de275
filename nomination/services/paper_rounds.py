"""A round on paper: who came, what the signed counting minutes say, and a second person who compares and confirms."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, select

from nomination import clock
from nomination.extensions import db
from nomination.models import PaperFigures, PaperMeeting, Round, RoundVoter
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.queries.written_opinions import opinions_by_line
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.results import Left, carry, held_still, write_totals
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, Stale, locked, writing
from nomination.services.wording import TOO_LONG, Told
from workflow.ballot import Method, Tally, with_written
from workflow.dossier import Actor
from workflow.paper_count import PaperCount, paper_count
from workflow.words import N_

REASON_MAX = 300
UNSAID = N_("Say whether this member is present.")
NO_REASON = N_("Give the reason of the absence.")
WROTE = N_("This member has given an opinion in writing. Take it back first if he or she came after all.")
NO_SCAN = N_("Attach a scan of the signed counting minutes.")


@dataclass(frozen=True)
class Came:
    """One member of the roll: present or not (None: not said), and why not."""

    present: bool | None
    reason: str = ""


def record_attendance(actor: Actor, code: str, came: Mapping[int, Came]) -> None:
    """Who is present, by number on the roll. It may be mended until the figures are entered."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("attendance", standing(found, actor))
        problems = _against_attendance(found, came)
        if problems:
            raise Invalid(problems)
        for voter in found.voters:
            if not voter.written:
                _mark(voter, came[voter.n])
        meeting = found.meeting or PaperMeeting(round_id=vote.id)
        meeting.attendance_by_id, meeting.attendance_at = actor.person_id, clock.now()
        db.session.add(meeting)
        facts = {
            "present": [voter.n for voter in found.voters if voter.voted and not voter.written],
            "absent": {str(voter.n): voter.absence for voter in found.voters if not voter.voted},
        }
        audit.record(actor, "round:attendance", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def _mark(voter: RoundVoter, came: Came) -> None:
    voter.voted, voter.absence = bool(came.present), "" if came.present else came.reason.strip()


def _against_attendance(found: Found, came: Mapping[int, Came]) -> dict[str, list[Told]]:
    problems: dict[str, list[Told]] = {}
    for voter in found.voters:
        said = came.get(voter.n, Came(None))
        if voter.written:
            if said.present:
                problems[f"present-{voter.n}"] = [(WROTE, {})]
        elif said.present is None:
            problems[f"present-{voter.n}"] = [(UNSAID, {})]
        elif not said.present:
            problems |= against_reason(f"reason-{voter.n}", said.reason)
    return problems


def against_reason(where: str, reason: str, *, needed: bool = True) -> dict[str, list[Told]]:
    if needed and not reason.strip():
        return {where: [(NO_REASON, {})]}
    if len(reason) > REASON_MAX:
        return {where: [(TOO_LONG, {"limit": REASON_MAX, "length": len(reason)})]}
    return {}


def record_absences(actor: Actor, code: str, reasons: Mapping[int, str]) -> None:
    """Why members took no part, by number on the roll, after the box has closed: for the minutes."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("absences", standing(found, actor))
        absent = [voter for voter in found.voters if not voter.voted]
        problems: dict[str, list[Told]] = {}
        for voter in absent:
            problems |= against_reason(f"reason-{voter.n}", reasons.get(voter.n, ""), needed=False)
        if problems:
            raise Invalid(problems)
        for voter in absent:
            voter.absence = reasons.get(voter.n, "").strip()
        facts = {"absent": {str(voter.n): voter.absence for voter in absent}}
        audit.record(actor, "round:absences", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def lapse(actor: Actor, code: str) -> None:
    """The meeting had no quorum: the round decides nothing, and another one follows."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("lapse", standing(found, actor))
        vote.status, vote.closed_at = "inquorate", clock.now()
        facts = {"eligible": found.turnout.eligible, "present": found.turnout.present, "status": vote.status}
        audit.record(actor, "round:close", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def able_present(found: Found, nomination: str) -> int:
    """Members in the meeting who have a ballot for this nomination."""
    return sum(voter.voted and not voter.written and nomination not in voter.recused for voter in found.voters)


def enter_figures(actor: Actor, code: str, typed: Mapping[int, Mapping[str, int | None]], scan: Kept | None) -> None:
    """What the signed minutes say, by number of the question. Until somebody confirms it may be entered anew."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("figures", standing(found, actor))
        counts = _counts(found, typed, scan)
        assert scan is not None and found.meeting is not None
        meeting, file = found.meeting, row_of(scan)
        meeting.figures_by_id, meeting.figures_at = actor.person_id, clock.now()
        meeting.scan_sha256, meeting.scan_name = file.sha256, scan.name[:255]
        db.session.execute(delete(PaperFigures).where(PaperFigures.round_id == vote.id))
        db.session.add_all(
            PaperFigures(round_id=vote.id, nomination_id=key, **asdict(one)) for key, one in counts.items()
        )
        vote.closed_at = vote.closed_at or clock.now()
        vote.status = "closed"
        audit.record(
            actor, "round:figures", subject=("round", code), facts={"scan": scan.sha256}, on_behalf=found.led_for(actor)
        )


def _counts(found: Found, typed: Mapping[int, Mapping[str, int | None]], scan: Kept | None) -> dict[int, PaperCount]:
    """By the id of the nomination. Raises `Invalid` with what is wrong at every figure, and at the scan."""
    counts: dict[int, PaperCount] = {}
    problems: dict[str, list[Told]] = {} if scan else {"file": [(NO_SCAN, {})]}
    for line in found.lines:
        n = line.question.n
        one = paper_count(typed.get(n, {}), present=able_present(found, line.nomination.code))
        if isinstance(one, PaperCount):
            counts[line.nomination.id] = one
        else:
            problems |= {f"{name}-{n}": [told] for name, told in one.items()}
    if problems:
        raise Invalid(problems)
    return counts


def approve(actor: Actor, code: str, seen: str) -> list[Left]:
    """A second person has compared the figures with the paper: they are the result, and it is carried out.

    `seen` is the seal of the figures on his page, so that nobody confirms other figures than he read.
    """
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = held_still(vote)
        demand("approve", standing(found, actor))
        if seen != seal_of(found):
            raise Stale
        write_totals(found, _tallies(found))
        if found.meeting is not None:
            found.meeting.confirmed_by_id, found.meeting.confirmed_at = actor.person_id, clock.now()
        facts = {"definition": vote.definition_hash, "figures": seen}
        audit.record(actor, "round:approve", subject=("round", code), facts=facts)
        return carry(vote, actor)


def seal_of(found: Found) -> str:
    """The figures and papers of a round that is not sealed, as one hash."""
    typed = [
        [one.nomination_id, one.issued, one.returned, one.valid, one.invalid, one.yes, one.no, one.blank]
        for one in figures_of(found.vote.id).values()
    ]
    written = {
        str(key): {choice.value: number for choice, number in sorted(one.items())}
        for key, one in sorted(opinions_by_line(found.vote.id).items())
    }
    scan = found.meeting.scan_sha256 if found.meeting else None
    return audit.digest([scan, typed, written])


def figures_of(round_id: int) -> dict[int, PaperFigures]:
    """By the id of the nomination."""
    query = select(PaperFigures).where(PaperFigures.round_id == round_id).order_by(PaperFigures.nomination_id)
    return {one.nomination_id: one for one in db.session.scalars(query.execution_options(populate_existing=True))}


def _tallies(found: Found) -> dict[int, Tally]:
    """Ballots on paper with the opinions of absent members; where nobody met, the opinions are all there is."""
    written, figures = opinions_by_line(found.vote.id), figures_of(found.vote.id)
    made: dict[int, Tally] = {}
    for line in found.lines:
        key, eligible = line.nomination.id, line.question.eligible
        if found.vote.method == Method.WRITTEN:
            whole = with_written(Tally(eligible, 0, 0, 0, 0), written[key])
            made[key] = Tally(eligible, whole.voted, whole.yes, whole.no, whole.abstain)
        else:
            one = figures[key]
            paper = PaperCount(one.issued, one.returned, one.valid, one.invalid, one.yes, one.no, one.blank)
            present = able_present(found, line.nomination.code)
            made[key] = with_written(paper.tally(eligible, present), written[key])
    return made
