"""The council by its deciding paper: its seats, what each of them lets a person do, and what makes a list whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.dossier import Reason
from workflow.vocabulary import Role
from workflow.words import N_

LEAST_VOTING = 3
"""Fewer people are no council: with two there is no majority but both."""


class Post(StrEnum):
    """A seat on the council, in the order in which papers list them."""

    CHAIRMAN = "chairman"
    FIRST_VICE_CHAIRMAN = "first_vice_chairman"
    STANDING_VICE_CHAIRMAN = "standing_vice_chairman"
    VICE_CHAIRMAN = "vice_chairman"
    MEMBER = "member"
    SECRETARY = "secretary"

    @property
    def label(self) -> str:
        return POST_LABELS[self]

    @property
    def votes(self) -> bool:
        return self is not Post.SECRETARY

    @property
    def role(self) -> Role:
        return Role.COUNCIL_MEMBER if self.votes else Role.COUNCIL_SECRETARY

    @property
    def alone(self) -> bool:
        """A post that one person holds."""
        return self in (Post.CHAIRMAN, Post.FIRST_VICE_CHAIRMAN, Post.STANDING_VICE_CHAIRMAN)


POST_LABELS = {
    Post.CHAIRMAN: N_("Chair of the council"),
    Post.FIRST_VICE_CHAIRMAN: N_("First vice-chair of the council"),
    Post.STANDING_VICE_CHAIRMAN: N_("Standing vice-chair of the council"),
    Post.VICE_CHAIRMAN: N_("Vice-chair of the council"),
    Post.MEMBER: N_("Member of the council"),
    Post.SECRETARY: N_("Council secretary"),
}
RANK = {post: rank for rank, post in enumerate(Post)}


@dataclass(frozen=True)
class Seat:
    """One line of the list. The same person may sit as a member and keep the minutes as its secretary: two lines."""

    person_id: int
    post: Post


def against_list(seats: Sequence[Seat]) -> list[Reason]:
    """Everything that keeps a list from being a council."""
    posts, voting = Counter(seat.post for seat in seats), Counter(seat.person_id for seat in seats if seat.post.votes)
    keeping = Counter(seat.person_id for seat in seats if not seat.post.votes)
    reasons = []
    if not posts[Post.CHAIRMAN]:
        reasons.append(Reason("chairman", N_("The council needs a chair.")))
    if not posts[Post.SECRETARY]:
        message = N_("The council needs a secretary, who prepares its rounds and keeps its minutes.")
        reasons.append(Reason("secretary", message))
    if len(voting) < LEAST_VOTING:
        message = N_("At least %(least)s people sit on the council with a vote.")
        reasons.append(Reason("few", message, {"least": LEAST_VOTING}))
    if any(post.alone and number > 1 for post, number in posts.items()):
        message = N_("Chair, first vice-chair and standing vice-chair are one person each.")
        reasons.append(Reason("alone", message))
    if any(number > 1 for number in (*voting.values(), *keeping.values())):
        message = N_("The same person stands twice. Only a secretary may sit as a member as well.")
        reasons.append(Reason("twice", message))
    return reasons


def in_order(seats: Sequence[Seat]) -> list[Seat]:
    """By the rank of the posts, else as the paper lists them."""
    return sorted(seats, key=lambda seat: RANK[seat.post])
