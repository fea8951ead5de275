"""Random walks through the process: buttons and refusals agree, and no walk finds a way round a criterion."""

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.workflow.facts import ASSESSOR, AUTHOR, counted, criterion, dossier, everything, frozen, person, tally
from workflow.circumstances import Hold, Supplement
from workflow.dossier import Actor, Assessment, Dossier, Verdict
from workflow.machine import Refused, fire, options
from workflow.secrecy import kept_from
from workflow.vocabulary import Role, State, Trigger

PEOPLE = (
    person(Role.UNIT_OFFICER, person_id=AUTHOR),
    person(Role.UNIT_HEAD, person_id=2),
    person(Role.CLUSTER_LEADER, person_id=3),
    person(Role.TELLER, person_id=4),
    person(Role.DEPARTMENT_OFFICER, person_id=ASSESSOR),
    person(Role.DEPARTMENT_HEAD, person_id=6),
    person(Role.MINISTER, person_id=7),
    person(Role.AUDITOR, person_id=8),
)
VERDICTS = st.sampled_from(
    [
        None,
        Assessment(Verdict.MET, ASSESSOR),
        Assessment(Verdict.NOT_MET, ASSESSOR),
        Assessment(Verdict.WAIVED, ASSESSOR),
        Assessment(Verdict.WAIVED, ASSESSOR, waiver_approver_id=6),
    ]
)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "round": st.sampled_from([None, counted(), counted(tally=tally(20)), counted(chair_needed=True)]),
    "decision": st.sampled_from([None, frozen(), frozen("revocation"), frozen(seen_digest="older")]),
    "material_hash": st.sampled_from(["material", "newer"]),
    "withdrawal_consented": st.booleans(),
    "received": st.booleans(),
    "proposed_by": st.sampled_from([None, ASSESSOR, ASSESSOR]),
    "feedback_open": st.sampled_from([None, None, 5]),
}
AHEAD = frozenset({Trigger.SUBMIT, Trigger.ENDORSE, Trigger.CLEAR, Trigger.APPROVE, Trigger.SIGN, Trigger.REVOKE})
STARTS = (State.DRAFT, State.DEPARTMENT_VETTING, State.MINISTER_SIGNOFF, State.MINISTER_SIGNOFF, State.AWARDED)
"""Few walks would get to the minister from a draft by chance."""

ENDED: Counter[State] = Counter()


class Walk(RuleBasedStateMachine):
    """One nomination in the hands of eight people, while the facts around it change at random."""

    facts: Dossier

    @initialize(state=st.sampled_from(STARTS), council=st.booleans(), votes=st.booleans())
    def start(self, state: State, council: bool, votes: bool) -> None:
        self.facts = dossier(state, council_required=council, cluster_votes=votes)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Somebody takes a step that his buttons allow: it is never refused."""
        open_now = [(actor, one) for actor in PEOPLE for one in options(self.facts, actor) if one.possible]
        ahead = [(actor, one) for actor, one in open_now if one.trigger in AHEAD]
        if not open_now:
            return
        actor, option = data.draw(st.sampled_from(ahead if ahead and data.draw(st.booleans()) else open_now))
        fired = fire(self.facts, actor, option.trigger, everything(actor))
        assert fired.row is option.row
        self._moved(actor, option.trigger, fired.state)

    @rule(actor=st.sampled_from(PEOPLE), trigger=st.sampled_from(list(Trigger)))
    def try_anything(self, actor: Actor, trigger: Trigger) -> None:
        """Whatever is posted: it goes through exactly when the button is on, else the button's reasons come back."""
        offered = [one for one in options(self.facts, actor) if one.trigger is trigger]
        try:
            fired = fire(self.facts, actor, trigger, everything(actor))
        except Refused as refused:
            told = [one for one in offered if one.yours or not kept_from(self.facts, actor)]
            assert [list(one.reasons) for one in told] == ([refused.reasons] if told else [])
        else:
            assert [one.row for one in offered if one.possible] == [fired.row]
            self._moved(actor, trigger, fired.state)

    @rule()
    def all_is_settled(self) -> None:
        """The people in charge did their work: nothing stands against the next step."""
        whole = dossier(self.facts.state)
        kept = {
            name: getattr(whole, name) for name in ("criteria", "assessments", "round", "decision", "material_hash")
        }
        revocation = frozen("revocation") if whole.state is State.AWARDED else kept["decision"]
        self.facts = replace(self.facts, **kept | {"decision": revocation, "holds": (), "received": True})

    @precondition(lambda self: self.facts.state.is_open)
    @rule(met=st.tuples(st.booleans(), st.booleans()), verdicts=st.tuples(VERDICTS, VERDICTS))
    def criteria_change(self, met: tuple[bool, bool], verdicts: tuple[Any, Any]) -> None:
        found = {f"c{n}": verdict for n, verdict in enumerate(verdicts, start=1) if verdict is not None}
        asked = tuple(criterion(f"c{n}", n, met=one) for n, one in enumerate(met, start=1))
        self.facts = replace(self.facts, criteria=asked, assessments=found)

    @rule(data=st.data(), name=st.sampled_from(sorted(FACTS)))
    def another_fact_changes(self, data: st.DataObject, name: str) -> None:
        self.facts = replace(self.facts, **{name: data.draw(FACTS[name])})

    def _moved(self, actor: Actor, trigger: Trigger, to: State) -> None:
        before = self.facts
        if to is State.AWARDED:
            assert all(_settled(before, one.code, one.finding(before).met) for one in before.applicable())
            assert not before.holds and before.material_hash == before.pledged_hash
        if to is not before.state and not to.is_open:
            ENDED[to] += 1
        self.facts = replace(before, state=to, **_effects(before, actor, trigger))


def _settled(facts: Dossier, code: str, met: bool) -> bool:
    """Met for the machine and for a person, or waived by two."""
    assessment = facts.assessments[code]
    waived = assessment.verdict is Verdict.WAIVED and assessment.waiver_approver_id not in (None, ASSESSOR)
    return waived or (met and assessment.verdict is Verdict.MET)


def _effects(facts: Dossier, actor: Actor, trigger: Trigger) -> dict[str, Any]:
    if trigger in (Trigger.SUBMIT, Trigger.RESUBMIT):
        return {"pledged_hash": facts.material_hash}
    if trigger is Trigger.HOLD:
        return {"holds": (Hold(1, actor.person_id, "Paper 5"),)}
    if trigger is Trigger.LIFT:
        return {"holds": ()}
    if trigger is Trigger.RETURN_FOR_SUPPLEMENT:
        return {"supplement": Supplement(frozenset({"c1"}), frozenset(), facts.now.date())}
    return {"received": True} if trigger is Trigger.RECEIVE else {}


def test_no_walk_gets_round_a_criterion() -> None:
    """Walks go on until every end was reached; a rare end may take a few hundred more."""
    ENDED.clear()
    ends = {State.AWARDED, State.DECLINED, State.WITHDRAWN, State.REVOKED}
    for _ in range(5):
        run_state_machine_as_test(Walk, settings=settings(max_examples=200, stateful_step_count=25, deadline=None))
        if ends <= set(ENDED):
            return
    raise AssertionError(ENDED)
