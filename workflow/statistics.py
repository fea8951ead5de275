"""The yearly statistics as they are described for Circular 02/2023/TT-BNV: Biểu 0601 and 0603, their rows and columns.

The forms themselves were not at hand: what is not in the description is not here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.dossier import NomineeKind
from workflow.words import N_

INDIVIDUAL, COLLECTIVE = NomineeKind.INDIVIDUAL, NomineeKind.COLLECTIVE


@dataclass(frozen=True)
class Column:
    """Whom a column of Biểu 0603 counts. `classes` None: all of the kind."""

    label: str
    kind: NomineeKind | None = None
    classes: frozenset[str] | None = None

    def counts(self, kind: str, class_code: str) -> bool:
        return self.kind in (None, kind) and (self.classes is None or class_code in self.classes)


def _of(kind: NomineeKind, label: str, *classes: str) -> Column:
    return Column(label, kind, frozenset(classes) if classes else None)


COLUMNS: dict[str, Column] = {
    "total": Column(N_("Total")),
    "collective": Column(N_("Collectives"), COLLECTIVE, frozenset({"", "collective", "enterprise"})),
    "enterprise": _of(COLLECTIVE, N_("Of which enterprises"), "enterprise"),
    "household": _of(COLLECTIVE, N_("Households"), "household"),
    "individual": _of(INDIVIDUAL, N_("Individuals")),
    "leader_ministry": _of(INDIVIDUAL, N_("Leaders of ministries, provinces and above"), "leader_ministry"),
    "leader_department": _of(INDIVIDUAL, N_("Leaders of departments"), "leader_department"),
    "entrepreneur": _of(INDIVIDUAL, N_("Entrepreneurs"), "entrepreneur"),
    "leader_other": _of(INDIVIDUAL, N_("Other leaders, from deputy head of division up"), "leader_other"),
    "direct_worker": _of(INDIVIDUAL, N_("Directly working people"), "direct_worker"),
    "unknown": _of(INDIVIDUAL, N_("Class not known"), ""),
}

SCOPES = {
    "national": N_("National"),
    "ministry": N_("Ministry, sector or locality"),
    "cluster": N_("Block or cluster"),
    "agency": N_("Agency or unit"),
}
LENGTHS = {
    "under_1": N_("Under 1 year"),
    "1": N_("1 year"),
    "1_to_3": N_("1 to 3 years"),
    "3_to_5": N_("3 to under 5 years"),
    "from_5": N_("5 years and more"),
}
UNSAID = "unsaid"


def length_of(starts: date, ends: date) -> str:
    """The class of a campaign's length; its last day counts. Exactly a year is a class of its own."""
    after = ends + timedelta(days=1)
    if after <= _years_on(starts, 1):
        return "1" if after == _years_on(starts, 1) else "under_1"
    if after < _years_on(starts, 3):
        return "1_to_3"
    return "3_to_5" if after < _years_on(starts, 5) else "from_5"


def _years_on(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the day after."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
