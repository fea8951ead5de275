"""Initiatives told beside an account: what each is, who recognised it, and what a criterion may ask of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.words import N_


class Scope(StrEnum):
    """How far an initiative was recognised to have effect."""

    UNIT = "unit"
    MINISTRY = "ministry"
    NATION = "nation"

    @property
    def label(self) -> str:
        return {"unit": N_("Unit level"), "ministry": N_("Ministry level"), "nation": N_("Nationwide")}[self]


class Asked(StrEnum):
    """Whether a criterion takes initiatives beside its account."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Initiative:
    """One initiative as the unit tells it. `paper`: number and summary of the paper that recognises it."""

    title: str
    scope: Scope = Scope.UNIT
    paper: str = ""
    issuer: str = ""
    recognised_on: date | None = None


def without_paper(initiatives: Iterable[Initiative]) -> list[Initiative]:
    """Those whose recognition nobody can look up."""
    return [one for one in initiatives if not one.paper]
