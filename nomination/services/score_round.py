"""What score sheets alone decide becomes a counted round: the same machine carries it out and keeps its minutes."""

from nomination import clock
from nomination.box.definition import Definition, Question, as_json, definition_hash
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Round, RoundQuestion, RoundVoter
from nomination.queries.roll import cluster_roll
from nomination.queries.rounds import CLUSTER, gather
from nomination.queries.scorings import Found, Place, places_of
from nomination.services import audit
from nomination.services.results import carry
from nomination.services.results import place as put_in_places
from nomination.services.round_drafts import pinned_rule
from nomination.services.rounds import next_code
from workflow.ballot import Method, Turnout, quorum_met
from workflow.dossier import Actor
from workflow.scoring import POINT, carried


def decide(found: Found, actor: Actor) -> None:
    """One counted round of this scoring: its quorum is of units that sent every sheet, its threshold the mean."""
    places = [place for place in places_of(found) if place.line.stands]
    if not places:
        return
    vote = _round(found, actor, places)
    db.session.add(vote)
    db.session.flush()
    found.row.round_id = vote.id
    facts = {"scoring": found.row.code, "definition": vote.definition_hash, "status": vote.status}
    audit.record(actor, "round:score", subject=("round", vote.code), facts=facts, on_behalf=found.led_for(actor))
    if vote.status == "counted":
        put_in_places(gather(Round.id == vote.id))
        carry(vote, actor)


def _round(found: Found, actor: Actor, places: list[Place]) -> Round:
    row, moment = found.row, clock.now()
    rule = _pinned_rule(found, places)
    enough = quorum_met(Turnout(len(row.expected), found.finished), rule_from(rule))
    vote = Round(
        code=next_code(found.campaign), campaign_id=row.campaign_id, body="cluster", title=row.code,
        campaign_version_id=row.campaign_version_id, cluster_id=row.cluster_id, rule=rule, method=Method.SCORE.value,
        ruleset=found.version.ruleset, teller_quorum=1, opens_at=row.opened_at, closes_at=max(row.until, moment),
        opened_at=row.opened_at, closed_at=moment, prepared_by_id=actor.person_id,
        status="counted" if enough else "inquorate", counted_at=moment if enough else None,
    )  # fmt: skip
    vote.questions = [_question(n, place, found, enough=enough) for n, place in enumerate(places, start=1)]
    vote.voters = _voters(found)
    definition = _definition(found, vote, places)
    vote.definition, vote.definition_hash = as_json(definition), definition_hash(definition)
    return vote


def _pinned_rule(found: Found, places: list[Place]) -> dict[str, object]:
    """The rule of the cluster's rounds, and beside it what the sheets said: the mean needed and the places."""
    rule = pinned_rule(CLUSTER, [place.line.nomination for place in places])
    needed = None if found.review.least is None else found.review.least * POINT
    ranks = {place.line.nomination.code: place.ranked.place for place in places if place.ranked}
    return rule | {"by": "score", "needed": needed, "places": ranks}


def _question(n: int, place: Place, found: Found, *, enough: bool) -> RoundQuestion:
    """Every sheet of another unit took part; whether the exact mean suffices stands beside its rounded figure."""
    sheets, reached = len(place.score.others), carried(place.score, found.review)
    question = RoundQuestion(
        nomination_id=place.line.nomination.id, n=n, material_hash=place.line.material_hash,
        eligible=len(found.row.expected) - (place.line.nomination.unit_id in found.row.expected),
        score=None if place.mean is None else round(place.mean), score_carried=reached,
    )  # fmt: skip
    if enough:
        question.yes, question.no, question.abstain, question.invalid = 0, 0, sheets, 0
        question.outcome = "carried" if reached else "not_carried"
    return question


def _voters(found: Found) -> list[RoundVoter]:
    """Whose sheets were all in counts as present."""
    row = found.row
    members = cluster_roll(row.cluster_id, found.campaign.year, clock.today()).members
    return [
        RoundVoter(
            person_id=member.person.id, n=n, unit_id=member.unit.id, capacity=member.capacity, recused=[],
            voted=found.sent_by(member.unit.id) == len(found.lines),
        )
        for n, member in enumerate((one for one in members if one.unit and one.unit.id in row.expected), start=1)
        if member.unit
    ]  # fmt: skip


def _definition(found: Found, vote: Round, places: list[Place]) -> Definition:
    sent = [one for one in found.sheets if one.sent_at is not None]
    sheets = [[one.unit_id, one.nomination_id, one.marks, one.bonus, one.minus] for one in sent]
    return Definition(
        vote.code, [str(unit) for unit in found.row.expected],
        [Question(place.line.nomination.code, place.line.material_hash) for place in places],
        {"title": vote.title, "rule": vote.rule, "version": found.version.content_hash, "sheets": sheets}, b"",
    )  # fmt: skip
