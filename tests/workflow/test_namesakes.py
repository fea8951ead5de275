"""Who is who follows only from what was found, from one record to the next."""

from workflow.namesakes import Finding, contradicting, others_of, same_as


def test_the_same_is_followed_through_others_and_nothing_else() -> None:
    found = [Finding("a", "b", True), Finding("b", "c", True), Finding("c", "d", False), Finding("e", "f", True)]
    assert same_as("a", found) == same_as("c", found) == {"a", "b", "c"}
    assert same_as("d", found) == {"d"}
    assert same_as("x", found) == {"x"}
    assert others_of({"a", "b", "c"}, found) == {"d"}
    assert others_of({"d"}, found) == {"c"}
    assert others_of({"e", "f"}, found) == set()


def test_findings_that_part_what_others_join_are_named() -> None:
    found = [Finding("a", "b", True), Finding("b", "c", True), Finding("a", "c", False)]
    assert contradicting(same_as("a", found), found) == [Finding("a", "c", False)]
    assert others_of({"a", "b", "c"}, found) == set()
    assert contradicting({"a", "b"}, found) == []
