"""Figures of a count on paper: what must hold among them, told at each figure. And how far apart two rolls are."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from workflow.ballot import Tally
from workflow.words import N_

Told = tuple[str, dict[str, object]]
NAMES = ("issued", "returned", "valid", "invalid", "yes", "no", "blank")
HIGHEST = 100_000

MISSING = N_("Enter a whole number.")
MORE_ISSUED = N_("Only %(present)s of the members present have a ballot for this nomination.")
MORE_RETURNED = N_("More ballots came back than the %(issued)s that were issued.")
NOT_RETURNED = N_("Valid and invalid ballots make %(sum)s together; %(returned)s came back.")
NOT_VALID = N_("Agree, do not agree and blank make %(sum)s together; %(valid)s ballots are valid.")


@dataclass(frozen=True)
class PaperCount:
    """Issued >= returned = valid + invalid, and valid = yes + no + blank."""

    issued: int
    returned: int
    valid: int
    invalid: int
    yes: int
    no: int
    blank: int

    def tally(self, eligible: int, present: int) -> Tally:
        """Ballots that came back took part. Who kept his came all the same, and makes the quorum with the others."""
        return Tally(eligible, self.returned, self.yes, self.no, self.blank, attended=present)


def paper_count(typed: Mapping[str, int | None], *, present: int) -> PaperCount | dict[str, Told]:
    """The count, or what stands against it by the name of the figure. `present`: members there who have a ballot."""
    given = {name: typed.get(name) for name in NAMES}
    figures = {name: figure for name, figure in given.items() if figure is not None and 0 <= figure <= HIGHEST}
    if len(figures) < len(NAMES):
        return {name: (MISSING, {}) for name in NAMES if name not in figures}
    count = PaperCount(**figures)
    return _against(count, present) or count


def _against(count: PaperCount, present: int) -> dict[str, Told]:
    found: dict[str, Told] = {}
    if count.issued > present:
        found["issued"] = (MORE_ISSUED, {"present": present})
    if count.returned > count.issued:
        found["returned"] = (MORE_RETURNED, {"issued": count.issued})
    if count.valid + count.invalid != count.returned:
        found["valid"] = (NOT_RETURNED, {"sum": count.valid + count.invalid, "returned": count.returned})
    if count.yes + count.no + count.blank != count.valid:
        found["yes"] = (NOT_VALID, {"sum": count.yes + count.no + count.blank, "valid": count.valid})
    return found


def betrays(one: Set[int], other: Set[int]) -> bool:
    """Two rolls of the same question so alike that the two results, set side by side, tell the choice of one or two."""
    changed = max(len(one - other), len(other - one))
    return 0 < changed <= 2
