"""One decision with everything that its page shows: lines, what is behind each, votes, history, refusals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from nomination.classes import CLASSES
from nomination.decisions import Record, facts, printed_name, printed_unit
from nomination.dossiers import Loaded, campaign_of, load_all
from nomination.extensions import db
from nomination.models import (
    Audit,
    Campaign,
    CampaignVersion,
    Decision,
    DecisionLine,
    Nomination,
    Person,
    Round,
    RoundQuestion,
)
from nomination.papers.decision import Signer
from nomination.queries.decision_files import Filed, files_of
from nomination.queries.decisions import visible_decisions
from nomination.queries.visible import AT_SIGNATURE, DEPARTMENT
from nomination.rulesets import rules_of
from workflow import campaign as rules
from workflow.decision import Kind, Paper
from workflow.dossier import Actor, NomineeKind, Reason, Verdict
from workflow.machine import options
from workflow.ruleset import LegalText
from workflow.vocabulary import Trigger
from workflow.words import N_

NO_CLASS = N_("Class not stated")
WRITING = ("decision:prepare", "decision:edit", "decision:propose_revocation", "decision:propose_correction")
FIRES = {Kind.AWARD: Trigger.SIGN, Kind.REVOCATION: Trigger.REVOKE}
"""What the signature does to each nomination of the decision; a correction moves none."""


@dataclass(frozen=True)
class Vote:
    body: str
    carried: bool


@dataclass(frozen=True)
class Entry:
    """One act on the decision. `acted_for`: somebody delegated it."""

    action: str
    at: Any
    person_id: int
    name: str
    post: str
    acted_for: int | None
    facts: dict[str, Any]
    principal: str | None = None


@dataclass(frozen=True)
class LineView:
    """A line with the nomination behind it; `against`: why this one cannot be signed now.

    `readable`: the nomination's own page is open to the reader.
    """

    line: DecisionLine
    loaded: Loaded
    votes: list[Vote]
    against: list[Reason]
    readable: bool

    @property
    def waived(self) -> list[str]:
        """The criteria that were waived, by number and title."""
        return self._named(
            code for code, one in self.loaded.dossier.assessments.items() if one.verdict is Verdict.WAIVED
        )

    @property
    def fallen(self) -> list[str]:
        """The criteria that people found met and the machine does not pass any more."""
        judged = self.loaded.dossier.assessments
        found = self.loaded.dossier.findings()
        return self._named(code for code, one in judged.items() if one.verdict is Verdict.MET and not found[code].met)

    @property
    def altered(self) -> bool:
        """The content is not what the unit submitted."""
        return self.loaded.dossier.material_hash != self.loaded.dossier.pledged_hash

    def _named(self, codes: Iterable[str]) -> list[str]:
        wanted = set(codes)
        return [f"{one.number}. {one.title}" for one in self.loaded.dossier.applicable() if one.code in wanted]

    @property
    def changes(self) -> list[tuple[str, str]]:
        """(what, as proposed) for everything printed otherwise than the nomination says."""
        if self.line.before is not None:
            return list(self.line.before.items())
        loaded = self.loaded
        now = {"name": printed_name(loaded), "unit": printed_unit(loaded), "citation": loaded.row.citation}
        printed = {"name": self.line.name, "unit": self.line.unit_name, "citation": self.line.citation}
        return [(what, now[what]) for what in now if now[what] != printed[what]]


@dataclass(frozen=True)
class Totals:
    lines: int
    awards: list[tuple[str, int]]
    kinds: Counter[str]
    units: list[tuple[str, int]]
    classes: list[tuple[str, int]]


@dataclass(frozen=True)
class DecisionPage:
    decision: Decision
    campaign: Campaign
    rules: rules.Campaign
    lines: list[LineView]
    paper: Paper
    history: list[Entry]
    files: dict[str, Filed]

    def totals(self) -> Totals:
        awards = Counter(view.line.award_name for view in self.lines)
        units = Counter(view.loaded.unit.name for view in self.lines)
        kinds = Counter(view.loaded.row.kind for view in self.lines)
        return Totals(len(self.lines), list(awards.items()), kinds, _largest(units), _largest(self._classes()))

    def _classes(self) -> Counter[str]:
        """How many of each class of the yearly statistics, by the name of the class."""
        rows = [view.loaded.row for view in self.lines]
        return Counter(CLASSES[NomineeKind(row.kind)].get(row.class_code, NO_CLASS) for row in rows)

    def grounds(self) -> Sequence[LegalText]:
        return rules_of(self.rules).texts

    def expired(self, on: date) -> list[LegalText]:
        """Texts that the paper cites although they no longer hold on that day."""
        return rules_of(self.rules).expired_texts(on)


def _largest(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: -one[1])


def decision_page(actor: Actor, code: str) -> DecisionPage | None:
    """The decision within what the actor may see, in as many queries whatever its length."""
    query = (
        select(Decision, Campaign, CampaignVersion)
        .join(Campaign, Campaign.id == Decision.campaign_id)
        .join(CampaignVersion, CampaignVersion.campaign_id == Campaign.id)
        .where(CampaignVersion.status == "in_force", Decision.code == code, visible_decisions(actor))
        .options(joinedload(Decision.lines), joinedload(Decision.signer), joinedload(Decision.original))
    )
    row = db.session.execute(query).unique().one_or_none()
    if row is None:
        return None
    decision, campaign, version = row
    lines = list(decision.lines)
    loaded = _behind(decision, lines)
    entries, files = history(code), files_of(decision)
    paper = facts(decision, lines, loaded, record_of(decision, entries, files))
    votes = votes_on(list(loaded))
    views = [_view(decision, line, loaded[line.nomination_id], votes, actor) for line in lines]
    return DecisionPage(decision, campaign, campaign_of(version), views, paper, entries, files)


def subjects(decision: Decision) -> tuple[list[DecisionLine], dict[int, Loaded]]:
    """The lines in their order and the nominations behind them. The digest that the reader sees is the frozen one."""
    query = select(DecisionLine).where(DecisionLine.decision_id == decision.id).order_by(DecisionLine.ordinal)
    lines = list(db.session.scalars(query))
    return lines, _behind(decision, lines)


def _behind(decision: Decision, lines: Sequence[DecisionLine]) -> dict[int, Loaded]:
    inside = select(DecisionLine.nomination_id).where(DecisionLine.decision_id == decision.id)
    loaded = load_all(Nomination.id.in_(inside), seen_digest=decision.digest) if lines else []
    return {one.row.id: one for one in loaded}


def history(code: str) -> list[Entry]:
    """Every act on the decision, newest first."""
    principal = aliased(Person)
    query = (
        select(Audit, Person.full_name, Person.post, principal.full_name)
        .join(Person, Person.id == Audit.actor_id)
        .outerjoin(principal, principal.id == Audit.on_behalf_id)
        .where(Audit.subject_kind == "decision", Audit.subject_id == code)
        .order_by(Audit.id.desc())
    )
    return [
        Entry(row.action, row.at, row.actor_id, name, post, row.on_behalf_id, row.facts, acted_for)
        for row, name, post, acted_for in db.session.execute(query)
    ]


def record_of(decision: Decision, entries: list[Entry], files: Mapping[str, Filed]) -> Record:
    """Who wrote it, whom the paper names, and whether the frozen file is the one that the last freezing made."""
    writers = frozenset(entry.person_id for entry in entries if entry.action in WRITING)
    if decision.signer is None:
        return Record(writers)
    made = next((entry.facts.get("pdf") for entry in entries if entry.action == "decision:freeze"), None)
    kept = files.get("frozen_pdf")
    return Record(writers, decision.signer.full_name, kept is not None and kept.sha256 == made)


def votes_on(ids: list[int]) -> dict[int, list[Vote]]:
    """What each counted round said, without a figure: carried or not."""
    found: dict[int, list[Vote]] = defaultdict(list)
    query = (
        select(RoundQuestion.nomination_id, Round.body, RoundQuestion.outcome)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id.in_(ids), Round.status == "counted")
        .order_by(Round.id)
    )
    for nomination_id, body, outcome in db.session.execute(query) if ids else ():
        found[nomination_id].append(Vote(body, outcome == "carried"))
    return found


def _view(
    decision: Decision, line: DecisionLine, loaded: Loaded, votes: dict[int, list[Vote]], actor: Actor
) -> LineView:
    trigger = FIRES.get(Kind(decision.kind))
    found = [option for option in options(loaded.dossier, actor) if option.trigger is trigger]
    against = [reason for option in found for reason in option.reasons if reason.code != "role"]
    # What was sent back has left the desks of those who sign.
    readable = loaded.row.state in AT_SIGNATURE or bool(actor.roles() & DEPARTMENT)
    return LineView(line, loaded, votes[line.nomination_id], against if decision.status == "frozen" else [], readable)


def original_of(decision: Decision) -> Decision | None:
    """The decision that a revocation takes back, or a correction corrects."""
    return decision.original


def signer_of(page: DecisionPage) -> Signer | None:
    """Whom the paper names."""
    return signer_among(page.decision, page.history)


def signer_among(decision: Decision, entries: list[Entry]) -> Signer | None:
    """Who was chosen at freezing; before there was a choice, who signed: for another when the audit says so."""
    named = decision.signer
    if named is not None:
        frozen = next((entry.facts for entry in entries if entry.action == "decision:freeze"), {})
        return Signer(named.full_name, named.post, bool(frozen.get("signs_for")))
    signed = next((entry for entry in entries if entry.action == "decision:sign"), None)
    return Signer(signed.name, signed.post, signed.acted_for is not None) if signed else None
