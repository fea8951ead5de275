"""Which papers can be made of what somebody may read, with their content: each noun's within that noun's own scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nomination.papers.kinds import PaperKind
from nomination.papers.making import Content


@dataclass(frozen=True)
class Offer:
    """One paper; its content is put together only when it is made. `superseded`: earlier ones of its kind, which said
    something else, are not given out any more."""

    kind: PaperKind
    content: Callable[[], Content]
    superseded: bool = False


Offers = Sequence[Offer]
