"""One row to one frozen fact, each way of saying it once. Loading is the business of `nomination.dossiers`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from nomination.models import CriterionAnswer, CriterionVerdict, Decision, DecisionLine, Submission, SupplementRequest
from workflow.ballot import Base, Method, Rule, Share, Tally, Turnout
from workflow.circumstances import DecisionFacts, RoundFacts, Supplement
from workflow.circumstances import Submission as SubmissionFacts
from workflow.dossier import Affirmation, Answer, Assessment, MonthFigures, Verdict
from workflow.initiatives import Initiative, Scope
from workflow.vocabulary import State


def affirmed_keys(answer: CriterionAnswer) -> list[str]:
    """The statements affirmed, by key, whoever affirmed them."""
    return sorted(affirmed_entry(one)["key"] for one in answer.affirmed)


def answer_facts(answer: CriterionAnswer, nominee: str) -> Answer:
    """`nominee`: the seal of who is proposed now."""
    figures = tuple(MonthFigures(f["month"], f["due"], f["on_time"], f["overdue"]) for f in answer.figures)
    given = {one["key"]: _affirmation(one, nominee) for one in map(affirmed_entry, answer.affirmed)}
    standing = frozenset(key for key, one in given.items() if not one.lapsed)
    initiatives = tuple(initiative_from(one) for one in answer.initiatives)
    return Answer(answer.narrative, figures, standing, given, initiatives)


def affirmed_entry(stored: dict[str, Any] | str) -> dict[str, Any]:
    """One affirmation as it is stored now; the oldest are keys alone."""
    return stored if isinstance(stored, dict) else {"key": stored}


def _affirmation(entry: dict[str, Any], nominee: str) -> Affirmation:
    at = datetime.fromisoformat(entry["at"]) if entry.get("at") else None
    return Affirmation(entry.get("name") or "", at, lapsed=entry.get("nominee") not in (None, "", nominee))


def initiative_from(stored: Mapping[str, Any]) -> Initiative:
    """One initiative as an answer holds it: `recognised_on` is a day as text, or None."""
    day = stored["recognised_on"]
    return Initiative(
        stored["title"], Scope(stored["scope"]), stored["paper"], stored["issuer"],
        date.fromisoformat(day) if day else None,
    )  # fmt: skip


def submission_facts(letter: Submission | None) -> SubmissionFacts | None:
    if letter is None:
        return None
    has_minutes = letter.minutes_sha256 is not None
    return SubmissionFacts(letter.code, letter.met_on, letter.members, letter.present, has_minutes)


def assessment_facts(verdict: CriterionVerdict) -> Assessment:
    return Assessment(Verdict(verdict.verdict), verdict.assessor_id, verdict.note, verdict.waiver_approver_id)


def supplement_facts(request: SupplementRequest | None, parts: Mapping[str, str]) -> Supplement | None:
    if request is None:
        return None
    changed = {part for part, seal in parts.items() if request.before.get(part) != seal}
    return Supplement(frozenset(request.parts), frozenset(changed), request.due_on)


BODY_OF = {State.CLUSTER_REVIEW.value: "cluster", State.COUNCIL_REVIEW.value: "council"}


def round_facts(row: Any) -> RoundFacts | None:
    """The round that speaks for the nomination now: of the body it lies before, on the content as it was submitted."""
    vote, question, nomination = row.Round, row.RoundQuestion, row.Nomination
    if vote is None or vote.body != BODY_OF.get(nomination.state):
        return None
    if question.material_hash not in (None, nomination.pledged_hash):
        return None
    tally = None
    if vote.status == "counted":
        given = question.yes + question.no + question.abstain + question.invalid
        tally = Tally(
            question.eligible, given, question.yes, question.no, question.abstain, question.written, question.attended
        )
    return RoundFacts(
        round_id=vote.id, status=vote.status, rule=rule_from(vote.rule), tally=tally,
        turnout=None if tally else Turnout(row.voters, row.voted),
        within_places=question.within_places,
        chair_needed=bool(vote.rule.get("chair_must_agree")), chair_agreed=vote.chair_agreed_by_id is not None,
        reached=question.score_carried if vote.method == Method.SCORE else None,
    )  # fmt: skip


def rule_from(stored: dict[str, Any]) -> Rule:
    """The rule as a round pinned it: {"quorum": [2, 3, false], "threshold": [90, 100, false], "base": "eligible"}."""
    return Rule(Share(*stored["quorum"]), Share(*stored["threshold"]), Base(stored["base"]))


def decision_facts(decision: Decision | None, line: DecisionLine | None, seen: str | None) -> DecisionFacts | None:
    if decision is None or line is None:
        return None
    return DecisionFacts(decision.id, decision.kind, decision.status, decision.digest, seen, line.material_hash)
