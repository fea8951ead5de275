"""Which records of one name are of one person or collective: only what somebody found, followed from one to the next.

Two people who share a name are never taken for one because they share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found of two records."""

    one: str
    other: str
    same: bool

    def touches(self, record: str) -> str | None:
        """The other record of a finding about this one."""
        return {self.one: self.other, self.other: self.one}.get(record)


def same_as(record: str, findings: Iterable[Finding]) -> set[str]:
    """The record itself and all that were found to be of the same, directly or through another."""
    known, open_ends = {record}, [record]
    same = [finding for finding in findings if finding.same]
    while open_ends:
        here = open_ends.pop()
        further = {other for finding in same if (other := finding.touches(here)) is not None} - known
        known |= further
        open_ends += sorted(further)
    return known


def others_of(group: set[str], findings: Iterable[Finding]) -> set[str]:
    """Records that were found to be of somebody else than one of the group."""
    found = {other for f in findings if not f.same for one in group if (other := f.touches(one)) is not None}
    return found - group


def contradicting(group: set[str], findings: Iterable[Finding]) -> list[Finding]:
    """Findings that part two records which others bring together: somebody has to look again."""
    return [finding for finding in findings if not finding.same and {finding.one, finding.other} <= group]
