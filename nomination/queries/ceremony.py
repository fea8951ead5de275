"""The page on which a leader and the tellers make sure, before the box opens, that everything is as it must be."""

from collections.abc import Mapping
from dataclasses import dataclass

from nomination.dossiers import campaign_of
from nomination.queries.readiness import Readiness, readiness
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, Line, find
from nomination.services.round_acts import RoundOption, demand, options
from workflow.dossier import Actor


@dataclass(frozen=True)
class Electorate:
    """One nomination with how many would vote on it, and who stands aside."""

    line: Line
    award: str
    voters: int
    aside: tuple[str, ...]


@dataclass(frozen=True)
class Ceremony:
    ready: Readiness
    options: Mapping[str, RoundOption]

    @property
    def found(self) -> Found:
        return self.ready.found

    @property
    def electorates(self) -> tuple[Electorate, ...]:
        return tuple(self._electorate(line) for line in self.found.lines)

    def _electorate(self, line: Line) -> Electorate:
        members, aside = self.ready.roll.members, self.ready.aside[line.nomination.id]
        names = tuple(member.person.full_name for member in members if member.person.id in aside)
        award = campaign_of(self.found.version).award(line.nomination.award)
        return Electorate(line, award.name, len(members) - len(aside), names)


def ceremony_of(actor: Actor, code: str) -> Ceremony:
    """For the leader and the tellers until the box opens; raises `Missing`, `NotYours` or `WrongState`."""
    found = find(actor, code)
    state = standing(found, actor)
    demand("ceremony", state)
    mine = {option.act.name: option for option in options(state)}
    return Ceremony(readiness(found, state), mine)
