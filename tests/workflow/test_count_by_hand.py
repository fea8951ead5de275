"""The whole decision of a round made again by hand: people are put into heaps, and nothing is divided."""

from dataclasses import dataclass
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemphieu
from workflow.ballot import Base, Rule, Share, Tally, Turnout, passed, quorum_met
from workflow.ranking import Contender, rank_with_quota

YES, NO, ABSTAIN, INVALID, AWAY = "yes", "no", "abstain", "invalid", "away"
WAYS = (YES, NO, ABSTAIN, INVALID, AWAY)


@dataclass(frozen=True)
class Meeting:
    """What each member did, and the rule."""

    members: tuple[str, ...]
    rule: Rule

    @property
    def tally(self) -> Tally:
        yes, no, abstain, _invalid, away = (self.members.count(way) for way in WAYS)
        return Tally(len(self.members), len(self.members) - away, yes, no, abstain)

    def base(self) -> list[str]:
        """The people of whom a share is asked."""
        out = {Base.ELIGIBLE: (), Base.PRESENT: (AWAY,), Base.VALID: (AWAY, INVALID)}[self.rule.base]
        return [member for member in self.members if member not in out]


def reached(part: list[str], whole: list[str], share: Share) -> bool:
    """Every one of `part` brings as many stones as the share has parts, every one of `whole` asks for as many as are
    wanted of them. Stones are laid against each other until one heap is gone."""
    brought = [one for one in part for _ in range(share.denominator)]
    asked = [one for one in whole for _ in range(share.numerator)]
    while brought and asked:
        brought.pop()
        asked.pop()
    return bool(whole) and not asked and (bool(brought) or not share.strict)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    usual = [(2, 3), (1, 2), (4, 5), (9, 10), (90, 100), (3, 4)]
    part, whole = draw(st.sampled_from(usual) | st.tuples(st.integers(1, 12), st.integers(12, 13)))
    return Share(part, whole, draw(st.booleans()) and part < whole)


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Often just at the border: as many yes as are needed, or one fewer."""
    rule = Rule(draw(shares()), draw(shares()), draw(st.sampled_from(Base)))
    members = draw(st.lists(st.sampled_from(WAYS), max_size=30))
    return Meeting(tuple(members), rule)


@given(meetings())
def test_quorum_and_threshold_are_what_the_heaps_say(meeting: Meeting) -> None:
    came = [member for member in meeting.members if member != AWAY]
    agreed = [member for member in meeting.members if member == YES]
    assert quorum_met(meeting.tally, meeting.rule) is reached(came, list(meeting.members), meeting.rule.quorum)
    assert quorum_met(Turnout(len(meeting.members), len(came)), meeting.rule) is quorum_met(meeting.tally, meeting.rule)
    assert passed(meeting.tally, meeting.rule) is reached(agreed, meeting.base(), meeting.rule.threshold)


@given(st.integers(1, 60), st.integers(0, 60), shares())
def test_three_programs_agree_at_every_border(members: int, yes: int, share: Share) -> None:
    yes = min(yes, members)
    rule = Rule(Share(1, 100), share)
    by_hand = reached([YES] * yes, [YES] * members, share)
    assert passed(Tally(members, members, yes, members - yes, 0), rule) is by_hand
    assert kiemphieu.reached([share.numerator, share.denominator, share.strict], yes, members) is by_hand


@pytest.mark.parametrize("base", Base)
@pytest.mark.parametrize(
    ("yes", "members", "share", "loose", "strict"),
    [
        (26, 29, (9, 10), False, False),  # 89.66 %, which prints as 90 %
        (27, 29, (9, 10), True, True),
        (15, 17, (9, 10), False, False),
        (16, 17, (9, 10), True, True),
        (18, 20, (9, 10), True, False),
        (2, 3, (2, 3), True, False),
        (3, 6, (1, 2), True, False),
        (0, 0, (1, 2), False, False),
    ],
)
def test_known_borders(yes: int, members: int, share: tuple[int, int], loose: bool, strict: bool, base: Base) -> None:
    """The others abstained, so that all three bases are the same people."""
    counted = Tally(members, members, yes, 0, members - yes)
    for must, expected in ((False, loose), (True, strict)):
        wanted = Share(*share, must)
        rule = Rule(wanted, wanted, base)
        assert passed(counted, rule) is expected
        assert quorum_met(Turnout(members, yes), rule) is expected
        assert reached([YES] * yes, [YES] * members, wanted) is expected
        assert kiemphieu.reached([*share, must], yes, members) is expected


@pytest.mark.parametrize(("away", "invalid"), [(3, 0), (0, 3), (2, 1)])
def test_who_stays_away_or_spoils_the_slip_weighs_by_the_base(away: int, invalid: int) -> None:
    """17 members, 13 agree, 1 does not, 3 are away or spoiled their slips; nine tenths are asked."""
    counted = Tally(17, 17 - away, 13, 1, 0)
    assert counted.invalid == invalid
    said = {base: passed(counted, Rule(Share(2, 3), Share(9, 10), base)) for base in Base}
    assert said == {Base.ELIGIBLE: False, Base.PRESENT: away == 3, Base.VALID: True}


@given(st.lists(st.integers(7, 12), min_size=1, max_size=5), st.integers(0, 5))
def test_places_go_to_those_whom_no_fair_order_leaves_out(yes: list[int], places: int) -> None:
    """Everybody is called up in every order that never calls one with fewer votes first; the first `places` are in.
    Who is in by some orders and out by others is tied, and nobody but people may decide between them."""
    rule = Rule(Share(1, 2), Share(2, 3))
    made = {f"n{n}": Tally(12, 12, votes, 12 - votes, 0) for n, votes in enumerate(yes)}
    over = [code for code, counted in made.items() if reached([YES] * counted.yes, [YES] * 12, rule.threshold)]
    fair = [
        order for order in permutations(over)
        if all(made[a].yes >= made[b].yes for a, b in pairwise(order))
    ]  # fmt: skip
    inside = [set(order[:places]) for order in fair]
    always, ever = set.intersection(*inside), set.union(*inside)
    found = rank_with_quota([Contender(code, counted) for code, counted in made.items()], rule, places=places)
    assert (set(found.selected), set(found.tied)) == (always, ever - always)
    assert set(found.beyond_quota) == set(over) - ever
    assert set(found.below_threshold) == set(made) - set(over)
