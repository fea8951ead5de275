"""Every time a criterion went through a stage, the oldest first: what the steps and the verdicts kept of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nomination.queries.dossier_findings import Found, figures_of, reasons_of, waived
from nomination.queries.dossier_history import Entry
from workflow.dossier import Verdict
from workflow.kind import Sentence
from workflow.process import STAGE_OF
from workflow.vocabulary import Stage, State, Trigger
from workflow.words import N_, Word

SUBMITTED = (Trigger.SUBMIT, Trigger.RESUBMIT)
PASSED_BY = {
    Stage.CLUSTER: Trigger.ENDORSE,
    Stage.VETTING: Trigger.CLEAR,
    Stage.COUNCIL: Trigger.APPROVE,
    Stage.SIGNATURE: Trigger.SIGN,
}
SENT_BACK = (Trigger.REFER_BACK, Trigger.RETURN_FOR_SUPPLEMENT)


class Passes:
    """The history sorted by stage and criterion. Outside the department a verdict is told without person and note."""

    def __init__(self, history: Sequence[Entry], names: Mapping[int, str], cluster: str, *, inside: bool) -> None:
        self._names, self._cluster, self._inside = names, cluster, inside
        self._found: dict[tuple[Stage, str], list[Found]] = defaultdict(list)
        self._nth: dict[Stage, int] = defaultdict(lambda: 1)
        for entry in reversed(history):
            if entry.facts.get("criterion"):
                self._judge(entry)
            elif entry.source in STAGE_OF and entry.findings is not None:
                self._step(entry)

    def of(self, stage: Stage, criterion: str) -> tuple[Found, ...]:
        return tuple(self._found[stage, criterion])

    def _judge(self, entry: Entry) -> None:
        """A verdict on one criterion, or the approval of its waiver."""
        verdict = entry.facts.get("verdict")
        label = Verdict(verdict).label if verdict else N_("Waiver approved")
        note = entry.facts.get("note", "")
        if entry.facts.get("reason"):
            note = f"{note}\n{entry.facts['reason']} ({entry.facts['ground']})".strip()
        found = Found(verdict or "waived", label, ("%(name)s", {"name": entry.actor}), entry.at, note)
        self._add(Stage.VETTING, entry.facts["criterion"], found)

    def _step(self, entry: Entry) -> None:
        stage = _stage_of(entry)
        if stage is None:
            return
        for criterion, kept in (entry.findings or {}).items():
            found = replace(
                self._spoken(entry, stage, kept), at=entry.at, machine=kept.get("met"), why=reasons_of(kept),
                figures=figures_of(kept), rules=entry.rules,
            )  # fmt: skip
            self._add(stage, criterion, found)
        self._nth[stage] += 1

    def _add(self, stage: Stage, criterion: str, found: Found) -> None:
        self._found[stage, criterion].append(replace(found, nth=self._nth[stage]))

    def _spoken(self, entry: Entry, stage: Stage, kept: Mapping[str, Any]) -> Found:
        """The word of the step on one criterion, and whose it is."""
        who = _who(entry, stage, self._cluster)
        if entry.trigger in SENT_BACK:
            return Found("open", Trigger(entry.trigger).label, _by(entry) if self._inside else who)
        if stage is Stage.VETTING:
            return self._concluded(entry, kept)
        if stage in (Stage.CLUSTER, Stage.COUNCIL):
            carried = entry.target is not State.DECLINED
            return Found("met", N_("Passed"), who) if carried else Found("not_met", N_("Not passed"), who)
        if kept.get("met"):
            return Found("met", N_("Passed at signing") if stage is Stage.SIGNATURE else N_("Passed the check"), who)
        return (
            Found("waived", N_("Waived"), who) if waived(kept) else Found("not_met", N_("Did not pass the check"), who)
        )

    def _concluded(self, entry: Entry, kept: Mapping[str, Any]) -> Found:
        """The verdict as it stood when the vetting was concluded."""
        person = kept.get("person")
        if person is None:
            return Found("open", N_("No verdict"), _who(entry, Stage.VETTING, ""))
        verdict = Verdict(person["verdict"])
        if not self._inside:
            return Found(verdict.value, verdict.label, _who(entry, Stage.VETTING, ""))
        name = self._names.get(person["assessor"], "")
        told = N_("%(name)s; concluded by %(head)s"), {"name": name, "head": entry.actor}
        return Found(verdict.value, verdict.label, told, note=person.get("note", ""))


def _stage_of(entry: Entry) -> Stage | None:
    """The stage that a step speaks for; holding, receiving and withdrawing say nothing of the criteria."""
    if entry.trigger in SUBMITTED:
        return Stage.SUBMISSION
    speaks = entry.trigger in (*PASSED_BY.values(), *SENT_BACK) or entry.target is State.DECLINED
    return STAGE_OF[entry.source] if speaks and entry.source in STAGE_OF else None


def _who(entry: Entry, stage: Stage, cluster: str) -> Sentence:
    """Whose finding it is, as everybody may know it."""
    if stage is Stage.SUBMISSION and entry.trigger in SUBMITTED:
        return N_("Machine check when %(name)s submitted"), {"name": _name(entry)}
    if stage is Stage.CLUSTER and entry.trigger not in SENT_BACK:
        return N_("Result of the vote of %(body)s"), {"body": cluster}
    if stage is Stage.COUNCIL:
        return N_("Result of the vote of %(body)s"), {"body": Word(N_("the council"))}
    if stage is Stage.VETTING:
        return N_("The emulation department"), {}
    if stage is Stage.SIGNATURE and entry.trigger is Trigger.SIGN:
        return N_("Machine check when %(name)s signed"), {"name": _name(entry)}
    return _by(entry)


def _by(entry: Entry) -> Sentence:
    return "%(name)s", {"name": _name(entry)}


def _name(entry: Entry) -> object:
    """The person; when delegated, as the timeline says it."""
    return entry.actor if entry.on_behalf is None else f"{entry.actor} ({entry.on_behalf})"
