"""Papers of a round that is over: the minutes of its count and the minutes of the meeting."""

from sqlalchemy import select

from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import PaperFigures, RoundVoter, Unit
from nomination.papers.counting_minutes import Counted, Vote, counting_minutes
from nomination.papers.kinds import PaperKind
from nomination.papers.official import Official
from nomination.papers.review_minutes import review_minutes
from nomination.queries.council import sitting
from nomination.queries.minutes import COUNCIL_NAME, Minutes, minutes_of
from nomination.queries.papers import Offer, Offers
from nomination.queries.papers.words import vietnamese
from nomination.queries.roll import CAPACITIES
from nomination.queries.round_pages import Result
from nomination.queries.rounds import COUNCIL, Found
from nomination.services.paper_rounds import figures_of
from workflow.ballot import Method, Share
from workflow.council import Post
from workflow.dossier import Actor


def of_round(actor: Actor, code: str) -> Offers:
    """For whoever may read the minutes with their figures; raises `Missing` for everybody else. Figures that are kept
    back now stand in minutes that were made before another round of almost the same roll."""
    found = minutes_of(actor, code)
    kept_back = bool(found.page.withheld)
    return [
        Offer(PaperKind.COUNTING_MINUTES, lambda: _counting(found), superseded=kept_back),
        Offer(PaperKind.REVIEW_MINUTES, lambda: _review(found), superseded=kept_back),
    ]


def _counting(found: Minutes) -> Official:
    return counting_minutes(_vote(found))


def _review(found: Minutes) -> Official:
    return review_minutes(_vote(found))


def _vote(found: Minutes) -> Vote:
    at, vote, rule = found.page.found, found.page.found.vote, found.page.rule
    parent, sender = found.letterhead
    leader_post = found.leading_posts or ("Chủ tịch Hội đồng",)
    return Vote(
        parent=parent, sender=sender, symbol="HĐTĐKT" if vote.body == COUNCIL else "……",
        body=at.cluster.name if at.cluster else COUNCIL_NAME, title=vote.title, code=vote.code,
        campaign=at.campaign.title, opens_at=vote.opens_at, closes_at=vote.closes_at,
        closed_at=vote.closed_at, counted_at=vote.counted_at, repeat_reason=vote.repeat_reason, on_roll=_roll(at),
        eligible=at.turnout.eligible, voted=at.turnout.voted, quorum=_from(rule.quorum),
        threshold=_up_from(rule.threshold), base=rule.base.value, citations=_citations(found),
        tellers=tuple(teller.person.full_name for teller in at.tellers),
        leader=found.names.get(vote.prepared_by_id, "") if at.cluster else found.chair.name, leader_post=leader_post,
        chair=found.chair,
        status=vote.status,
        counted=_results(found) if vote.status == "counted" else (),
        definition_hash=vote.definition_hash or "", box_hash=vote.box_hash or "", method=vote.method,
        notes=found.notes, present=_present(at), secretary=_secretary(at), led_for=found.led_for,
    )  # fmt: skip


def _secretary(at: Found) -> str:
    """Who kept the minutes of the council when the round opened, where it had one secretary."""
    if at.vote.body != COUNCIL or at.vote.opened_at is None:
        return ""
    day = at.vote.opened_at.astimezone(VIETNAM).date()
    names = [one.person.full_name for one in sitting(day) if one.post is Post.SECRETARY]
    return names[0] if len(names) == 1 else ""


def _roll(at: Found) -> tuple[tuple[str, str, str], ...]:
    ids = {voter.unit_id for voter in at.voters if voter.unit_id is not None}
    query = select(Unit.id, Unit.name).where(Unit.id.in_(ids))
    units = {key: name for key, name in db.session.execute(query)} if ids else {}
    return tuple(
        (voter.person.full_name, _as_whom(voter.capacity, units.get(voter.unit_id)), _part(at, voter))
        for voter in at.voters
    )


def _part(at: Found, voter: RoundVoter) -> str:
    """What part a member took, as far as it is open: of a sealed ballot only that he did not come, and why."""
    if voter.written:
        return "Ý kiến bằng văn bản"
    if not voter.voted:
        return f"Vắng mặt: {voter.absence}" if voter.absence else "Vắng mặt"
    return "Có mặt" if at.vote.method == Method.PAPER else ""


def _as_whom(capacity: str, unit: str | None) -> str:
    word = vietnamese(CAPACITIES[capacity]) if capacity in CAPACITIES else capacity
    return f"{word}, {unit}" if unit else word


def _from(share: Share) -> str:
    return f"{share.numerator}/{share.denominator}"


def _up_from(share: Share) -> str:
    return f"trên {_from(share)}" if share.strict else f"từ {_from(share)} trở lên"


def _citations(found: Minutes) -> tuple[str, ...]:
    """The articles that the rule rests on. What no text of law fixes is not cited as if one did."""
    rules, body = found.page.rules, found.page.found.vote.body
    told = [
        next((one for one in rules.parameters if one.key == f"{body}.quorum"), None),
        rules.threshold_parameter(body, found.page.form),
    ]
    return tuple(dict.fromkeys(one.citation for one in told if one is not None and one.confidence.fixed))


def _present(at: Found) -> int | None:
    """Who came to the meeting of a paper round; nobody wrote down who attends another."""
    came = [voter for voter in at.able if voter.voted and not voter.written]
    return len(came) if at.vote.method == Method.PAPER else None


def _results(found: Minutes) -> tuple[Counted, ...]:
    at = found.page.found
    figures = figures_of(at.vote.id) if at.vote.method == Method.PAPER else {}
    return tuple(_counted(found, one, figures.get(one.line.nomination.id)) for one in found.page.results)


def _counted(found: Minutes, one: Result, figures: PaperFigures | None) -> Counted:
    question, nomination = one.line.question, one.line.nomination
    name = " ".join(part for part in (nomination.nominee_title, nomination.nominee_name) if part)
    return Counted(
        name=name, unit=nomination.unit.name, award=one.award, eligible=question.eligible, yes=question.yes or 0,
        no=question.no or 0, abstain=question.abstain or 0, invalid=question.invalid or 0,
        carried=question.outcome == "carried", within_places=question.within_places, needed=one.needed,
        apart=found.kept_off[nomination.code], withheld=one.figures is None,
        slips=(figures.issued, figures.returned, figures.valid) if figures else None,
    )  # fmt: skip
