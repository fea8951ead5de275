"""What makes a list of seats a council."""

from workflow.council import Post, Seat, against_list, in_order
from workflow.vocabulary import Role

P = Post
WHOLE = (Seat(1, P.CHAIRMAN), Seat(2, P.MEMBER), Seat(3, P.VICE_CHAIRMAN), Seat(4, P.SECRETARY))


def messages(*seats: Seat) -> list[str]:
    return [reason.message for reason in against_list(seats)]


def test_a_whole_list_has_a_chair_a_secretary_and_three_votes() -> None:
    assert messages(*WHOLE) == []
    assert messages() == [
        "The council needs a chair.",
        "The council needs a secretary, who prepares its rounds and keeps its minutes.",
        "At least %(least)s people sit on the council with a vote.",
    ]


def test_one_chair_and_nobody_twice_but_a_secretary_who_votes() -> None:
    assert messages(*WHOLE, Seat(5, P.CHAIRMAN)) == [
        "Chair, first vice-chair and standing vice-chair are one person each."
    ]
    assert messages(*WHOLE, Seat(4, P.MEMBER)) == []
    twice = ["The same person stands twice. Only a secretary may sit as a member as well."]
    assert messages(*WHOLE, Seat(2, P.VICE_CHAIRMAN)) == twice
    assert messages(*WHOLE, Seat(4, P.SECRETARY)) == twice


def test_the_order_of_the_posts_and_what_each_lets_one_do() -> None:
    assert [seat.person_id for seat in in_order(WHOLE)] == [1, 3, 2, 4]
    assert {post: post.role for post in Post if not post.votes} == {P.SECRETARY: Role.COUNCIL_SECRETARY}
    assert {post.role for post in Post if post.votes} == {Role.COUNCIL_MEMBER}
