"""One nomination as its page shows it: what the reader may see of it, and what he may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import and_, exists, select

from nomination.conduct_rows import told_inside
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.material import NOMINEE
from nomination.models import Decision, Nomination, Round
from nomination.models.nomination import NO_CLOCK
from nomination.queries.decisions import visible_decisions
from nomination.queries.dossier_findings import assessors
from nomination.queries.dossier_history import Entry, entries
from nomination.queries.dossier_stages import Reader, StageView, stage_views
from nomination.queries.dossier_ways import Way, eased, once_each, pointless, ways_from
from nomination.queries.evidence import readable_of
from nomination.queries.rounds import names_of, visible_rounds
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.conduct import clearing
from workflow.criteria import Record
from workflow.dossier import Actor, Finding, Reason, Verdict
from workflow.drafting import may_write
from workflow.guards import acting_roles
from workflow.machine import Option, options
from workflow.process import STAGE_OF, Row
from workflow.secrecy import AWAITING_DECISION, BEFORE_DECISION, council_untold, secret_until_decided
from workflow.vocabulary import Role, Stage, State, Trigger
from workflow.words import N_

INSIDE = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})
"""Who reads what the department wrote: notes of the vetting, the paper and the reason of a hold."""

UNDER_DECISION = N_("The nomination is before the council or in a decision, so this is not possible now.")
TELLING = frozenset({"round", "decision"})
"""Reasons from which a unit could tell how the council voted."""

UNIT_PLACES = frozenset({"submission", "record"})
WRITTEN_PLACES = frozenset({"criterion", "match", "supplement"})
DEPARTMENT_PLACES = frozenset({"vetting", "verdict", "matches", "opinions", "consultation", "feedback", "proposal"})


@dataclass(frozen=True)
class ShownState:
    """The state as this reader may know it: a value that picks the tone, and a label."""

    value: str
    label: str

    def __str__(self) -> str:
        return self.value


def shown_state(state: State, council_required: bool, roles: Iterable[Role]) -> ShownState:
    if secret_until_decided(state, council_required, roles):
        return ShownState(State.COUNCIL_REVIEW.value, AWAITING_DECISION)
    return ShownState(state.value, state.label)


@dataclass(frozen=True)
class Step:
    """One button: what it does, all that stands against it, what it asks, or the place where it is taken instead."""

    row: Row
    reasons: tuple[Reason, ...]
    place: str | None = None

    @property
    def trigger(self) -> Trigger:
        return self.row.trigger

    @property
    def danger(self) -> bool:
        return self.row.target in (State.DECLINED, State.WITHDRAWN, State.REVOKED)


@dataclass(frozen=True)
class DossierPage:
    """Everything on the page. Sentences are still English messages; the templates speak them."""

    loaded: Loaded
    actor: Actor
    names: dict[int, str]
    reads_files: bool
    history: tuple[Entry, ...]
    reads_round: bool = False
    reads_decision: bool = False

    @property
    def row(self) -> Nomination:
        return self.loaded.row

    @cached_property
    def roles(self) -> frozenset[Role]:
        return acting_roles(self.loaded.dossier, self.actor)

    @property
    def inside(self) -> bool:
        return bool(self.roles & INSIDE)

    @property
    def secret(self) -> bool:
        return secret_until_decided(self.loaded.dossier.state, self.loaded.dossier.council_required, self.roles)

    @property
    def state(self) -> ShownState:
        return shown_state(self.loaded.dossier.state, self.loaded.dossier.council_required, self.roles)

    @property
    def place(self) -> State:
        """Where the diagram shows the nomination to this reader."""
        return State(self.state.value)

    @property
    def stage(self) -> Stage | None:
        return STAGE_OF.get(self.place)

    @property
    def vetted_by(self) -> date | None:
        """The last day of the vetting, as far as its clock runs and the rules set a limit."""
        running = self.loaded.dossier.state is State.DEPARTMENT_VETTING and self.row.vetting_due_on != NO_CLOCK
        return self.row.vetting_due_on if running else None

    @property
    def completions(self) -> bool:
        """Something was asked to be completed, and the reader may read what."""
        asked = self.loaded.supplement is not None or self.loaded.dossier.returned_by is not None
        return asked and (self.inside or self.edits)

    @property
    def edits(self) -> bool:
        """The reader belongs to the nominating unit."""
        return bool(self.roles & {Role.UNIT_OFFICER, Role.UNIT_HEAD})

    @cached_property
    def options(self) -> list[Option]:
        return once_each(options(self.loaded.dossier, self.actor))

    @property
    def steps(self) -> list[Step]:
        """The reader's own steps, possible or not: on first, then back, then out. Counted rounds act by themselves."""
        mine = [option for option in self.options if option.yours and not option.row.counted and not pointless(option)]
        return sorted(map(self._step, mine), key=lambda step: (step.danger, step.trigger == Trigger.REFER_BACK))

    @property
    def others(self) -> list[Row]:
        """What others, or a counted round, may do from here: told in words."""
        if self.secret:
            return []
        rest = [option for option in self.options if not pointless(option)]
        return [option.row for option in rest if option.row.counted or not option.yours]

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways on from here, with what closes each; none to those who may not know where it is."""
        if self.secret:
            return ()
        return ways_from(self.options, self.loaded, inside=self.inside, reachable=self.reachable)

    @cached_property
    def way_of(self) -> dict[str, Way]:
        """The same ways by "source:target", as they are drawn."""
        return {way.key: way for way in self.ways}

    @property
    def consent(self) -> bool:
        """The head of the department may agree to a withdrawal that needs his consent."""
        asked = any(reason.code == "consent" for option in self.options for reason in option.reasons)
        return asked and Role.DEPARTMENT_HEAD in self.roles

    @cached_property
    def stages(self) -> tuple[StageView, ...]:
        reader = Reader(secret=self.secret, inside=self.inside, stage=self.stage)
        return stage_views(self.loaded, self.timeline, self.names, self.findings, reader)

    @property
    def editable(self) -> bool:
        """The reader may write it now, so links to mend the content lead somewhere for him."""
        return may_write(self.loaded.dossier, self.actor)

    @property
    def vets(self) -> bool:
        in_department = self.loaded.dossier.state is State.DEPARTMENT_VETTING
        return in_department and bool(self.roles & {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What may be sent back to be completed, with its title; the nominee's own lines have none."""
        titles = [(c.code, self.loaded.dossier.part_name(c.code)) for c in self.loaded.dossier.applicable()]
        return [*titles, (NOMINEE, "")]

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return self.loaded.dossier.findings()

    @property
    def waived(self) -> set[str]:
        """Criteria whose waiver stands."""
        found = self.loaded.dossier.assessments
        return {code for code, one in found.items() if one.verdict is Verdict.WAIVED and one.settled}

    @property
    def may_clear(self) -> bool:
        """The reader may find that an entry of a register is not about this nominee."""
        return not clearing(self.loaded.dossier, self.actor, officer_id=self.row.officer_id)

    @property
    def plan_criteria(self) -> set[str]:
        """The criteria that ask for the unit's own plan."""
        kinds = {c.code: c.kind for c in self.loaded.dossier.applicable()}
        return {code for code, kind in kinds.items() if isinstance(kind, Record) and kind.record == "unit_plan"}

    @cached_property
    def timeline(self) -> list[Entry]:
        """The history; what came after the vetting stays back from those who may not know the council's result."""
        dossier = self.loaded.dossier
        told = list(self.history)
        if council_untold(dossier.state, dossier.council_required, self.roles):
            told = [entry for entry in told if entry.source not in BEFORE_DECISION]
        hidden = next((n for n, entry in enumerate(told) if entry.trigger is Trigger.CLEAR), 0)
        return told[hidden:] if self.secret else told

    def reachable(self, reasons: Iterable[Reason]) -> list[Reason]:
        """The reasons as this reader may know them, with a place to mend only where he may go there."""
        known = told_inside(reasons, self.loaded.against, self.loaded.dossier.criteria) if self.inside else reasons
        found = [reason if self._leads_on(reason.mend) else replace(reason, mend=None) for reason in known]
        if not self.secret:
            return found
        told = [reason for reason in found if reason.code not in TELLING]
        return told if len(told) == len(found) else [*told, Reason("secret", UNDER_DECISION)]

    def _leads_on(self, mend: str | None) -> bool:
        kind = (mend or "").partition(":")[0]
        leads = {
            "consent": Role.DEPARTMENT_HEAD in self.roles,
            "round": self.loaded.round is not None,
            "decision": self.reads_decision,
        }
        if kind in WRITTEN_PLACES:
            return self.editable
        if kind in ("register", "conduct"):
            return self.inside
        if kind in UNIT_PLACES:
            return self.edits
        if kind in DEPARTMENT_PLACES:
            return bool(self.roles & {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
        return leads.get(kind, True)

    def _step(self, option: Option) -> Step:
        left, place = eased(option, in_decision=self.loaded.decision is not None)
        return Step(option.row, tuple(self.reachable(left)), place)


def dossier_page(actor: Actor, code: str) -> DossierPage:
    """The page of nomination `code` for `actor`. Raises `Missing` when he may not see it."""
    loaded = load(and_(Nomination.code == code, visible_to(actor)))
    if loaded is None:
        raise Missing
    inside = bool(acting_roles(loaded.dossier, actor) & INSIDE)
    history = entries(code, inside=inside)
    return DossierPage(
        loaded, actor, _names(loaded, history if inside else []), _reads_files(loaded, actor), tuple(history),
        *_reads(loaded, actor),
    )  # fmt: skip


def _reads(loaded: Loaded, actor: Actor) -> tuple[bool, bool]:
    """Whether the pages of its round and of its decision are open to this reader."""
    vote, decision = loaded.round, loaded.decision
    if vote is None and decision is None:
        return False, False
    of_round = exists().where(Round.id == (vote.id if vote else None), visible_rounds(actor))
    of_decision = exists().where(Decision.id == (decision.id if decision else None), visible_decisions(actor))
    found = db.session.execute(select(of_round, of_decision)).one()
    return bool(found[0]), bool(found[1])


def _names(loaded: Loaded, judged: Iterable[Entry]) -> dict[int, str]:
    """Everybody whom the page names beside the history, in one query; `judged`: steps whose assessors are named too."""
    asked = {loaded.row.author_id, loaded.row.officer_id, loaded.row.withdrawal_consent_by_id}
    asked |= {verdict.assessor_id for verdict in loaded.verdicts.values()}
    asked |= {verdict.waiver_approver_id for verdict in loaded.verdicts.values()}
    asked |= {loaded.hold.set_by_id} if loaded.hold else set()
    asked |= {clearance.person_id for _, clearance in loaded.against.cleared}
    asked |= {person for entry in judged for person in assessors(entry.findings)}
    return names_of(asked)


def _reads_files(loaded: Loaded, actor: Actor) -> bool:
    """Fewer may fetch the files than read the dossier; the others see their names."""
    return bool(loaded.evidence and readable_of(actor, [loaded.row.id]))
