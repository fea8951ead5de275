"""Deals the fates out to units and nominees: every nomination of the demonstration before it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from demo import posts
from demo.fates import IN_VETTING, LATE, PORTIONS, RECORDED, WAVES, Fate, Wave
from demo.names import DECOMPOSED, LONGEST, FullName
from demo.organisation import Group, Organisation
from demo.scene import drawn
from demo.texts import COLLECTIVE, INDIVIDUAL

RETURNED_ONCE = 18
HELD_ONCE = 6
NAMESAKES = 5
VETTED = frozenset({Fate.PUBLISHED, Fate.SIGNED, Fate.ISSUED, Fate.IN_FROZEN_DECISION, Fate.CLEARED})


@dataclass
class Case:
    """One nomination to be: whose, about whom, and what becomes of it. `code` is known once it is begun."""

    n: int
    wave: str
    fate: Fate
    kind: str
    unit: str
    cluster: str
    name: str = ""
    title: str = ""
    place: str = ""
    code: str = ""
    match_note: bool = False
    returned: bool = False
    held: bool = False
    area: str = field(init=False, default="")

    @property
    def dates(self) -> Wave:
        return WAVES[self.wave]


def deal(organisation: Organisation, names: Iterator[FullName]) -> list[Case]:
    """All cases in the order in which they are begun within their wave."""
    cases = list(_dealt(organisation))
    _name_collectives(organisation, cases)
    _name_individuals(organisation, cases, names)
    _namesakes(cases)
    _odd_names(cases)
    for case in cases:
        case.area = posts.area(drawn("area", case.n), organisation.units[case.unit].kind)
    _returned_and_held(cases)
    return cases


def _dealt(organisation: Organisation) -> Iterator[Case]:
    n = 0
    for name, wave in WAVES.items():
        places = cycle(_places(organisation.groups, wave))
        for fate, kind in _mixed(name):
            n += 1
            cluster, unit = _fitting(places, fate)
            yield Case(n, name, fate, kind, unit, cluster)


def _places(groups: dict[str, Group], wave: Wave) -> list[tuple[str, str]]:
    """Cluster and unit, the clusters in turn, so that each of them gets some of everything."""
    if wave.units:
        return [(code, unit) for unit in wave.units for code, group in groups.items() if unit in group.members]
    columns = [
        [(code, unit) for unit in groups[code].members if unit != LATE][: wave.nominating] for code in wave.clusters
    ]
    longest = max(map(len, columns))
    return [column[row] for row in range(longest) for column in columns if row < len(column)]


def _mixed(wave: str) -> list[tuple[Fate, str]]:
    """The wave's fates in an order that looks like none."""
    fates = [
        (portion.fate, kind)
        for portion in PORTIONS
        if portion.wave == wave
        for kind, number in ((COLLECTIVE, portion.collectives), (INDIVIDUAL, portion.individuals))
        for _ in range(number)
    ]
    drawn("fates", wave).shuffle(fates)
    return fates


def _fitting(places: Iterator[tuple[str, str]], fate: Fate) -> tuple[str, str]:
    """A tie needs an even number of voters besides the unit's own: the block of nine."""
    return next(place for place in places if fate is not Fate.TIED or place[0] == "khoi-v")


def _name_collectives(organisation: Organisation, cases: list[Case]) -> None:
    """First the unit itself, then its divisions one after another."""
    used: dict[str, int] = {}
    for case in cases:
        if case.kind == COLLECTIVE:
            unit = organisation.units[case.unit]
            number = used[case.unit] = used.get(case.unit, -1) + 1
            divisions = posts.DIVISIONS[unit.kind]
            case.name = unit.name if not number else f"{divisions[(number - 1) % len(divisions)]} - {unit.short_name}"


def _name_individuals(organisation: Organisation, cases: list[Case], names: Iterator[FullName]) -> None:
    for case in cases:
        if case.kind == INDIVIDUAL:
            found = next(names)
            case.name, case.title = found.full, found.title
            case.place = posts.division(drawn("place", case.n), organisation.units[case.unit].kind)


def _odd_names(cases: list[Case]) -> None:
    """One typed on a system that splits letters from their marks, one longer than the line of the certificate."""
    individuals = [
        case for case in cases if case.kind == INDIVIDUAL and case.fate is Fate.PUBLISHED and not case.match_note
    ]
    for case, odd in zip(individuals, (DECOMPOSED, LONGEST), strict=False):
        case.name, case.title = odd.full, odd.title


def _namesakes(cases: list[Case]) -> None:
    """The same name twice in one unit, explained; once unexplained before the head, once of an award on record."""
    for first, second in _pairs(cases, "first", NAMESAKES):
        second.name, second.title, first.match_note, second.match_note = first.name, first.title, True, True
    for first, second in _pairs(cases, "alike", 1):
        second.name, second.title = first.name, first.title
    recorded = [case for case in cases if case.fate in RECORDED and case.kind == INDIVIDUAL]
    fresh = [case for case in cases if case.wave == "fresh" and case.kind == INDIVIDUAL]
    written = next(case for case in fresh if case.fate is Fate.WRITTEN)
    written.name, written.title = recorded[-1].name, recorded[-1].title


def _pairs(cases: list[Case], wave: str, number: int) -> list[tuple[Case, Case]]:
    """Two individuals of one unit, no unit twice."""
    found: dict[str, tuple[Case, Case]] = {}
    seen: dict[str, Case] = {}
    for case in cases:
        if case.wave == wave and case.kind == INDIVIDUAL:
            earlier = seen.setdefault(case.unit, case)
            later = case.fate in (Fate.PUBLISHED, Fate.PROPOSED)
            if earlier is not case and later and case.unit not in found:
                found[case.unit] = (earlier, case)
    return list(found.values())[:number]


def _returned_and_held(cases: list[Case]) -> None:
    """Some were returned for completion, some stopped for a while; all of these went on."""
    passed = [case for case in cases if case.fate in VETTED]
    for case in passed[::3][:RETURNED_ONCE]:
        case.returned = True
    for case in passed[1::7][:HELD_ONCE]:
        case.held = True
    for case in cases:
        case.returned |= case.fate is Fate.REVOTED
        case.held |= case.fate is Fate.HELD
    assert not any(case.returned and case.fate in IN_VETTING and case.fate is not Fate.REVOTED for case in cases)
