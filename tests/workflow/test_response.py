"""A unit's own contents and criteria against the parts of the campaign, read from the file of the dispatch."""

from nomination.campaigns import read_campaign
from tests.world import CAMPAIGN_FILE
from workflow.response import LineKind, PlanLine, lines_from, numbers, parts_of, stored_from, uncovered

RULES = read_campaign(CAMPAIGN_FILE.read_text("utf-8"), CAMPAIGN_FILE.name)
CONTENT, CRITERION = LineKind.CONTENT, LineKind.CRITERION


def test_a_content_is_tied_to_paragraphs_and_a_criterion_to_criteria() -> None:
    assert [part.number for part in parts_of(RULES, CONTENT)] == [
        "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "2.4",
    ]  # fmt: skip
    assert [part.number for part in parts_of(RULES, CRITERION)] == ["1", "2", "3", "4", "5", "6", "7"]
    first = parts_of(RULES, CONTENT)[0]
    assert first.short == "Đổi mới, tạo đột phá trong xây dựng và hoàn thiện thể chế,…"
    assert first.text == RULES.content_areas[0].text


def test_what_no_line_speaks_of_is_named() -> None:
    lines = [PlanLine(CONTENT, "a", frozenset({"1.1", "1.2"})), PlanLine(CRITERION, "b", frozenset({"1.3"}))]
    gaps = uncovered(RULES, CONTENT, lines)
    assert [part.number for part in gaps] == ["1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "2.4"]
    assert len(uncovered(RULES, CRITERION, lines)) == 7


def test_ties_are_said_in_the_order_of_the_campaign_and_unknown_ones_by_their_key() -> None:
    assert numbers(parts_of(RULES, CONTENT), {"2.1", "1.2", "9.9"}) == ("1.2", "2.1", "9.9")


def test_lines_are_kept_as_they_were() -> None:
    lines = (PlanLine(CONTENT, "Rà soát", frozenset({"1.2", "1.1"})), PlanLine(CRITERION, "Đúng hạn"))
    assert stored_from(lines)[0] == {"kind": "content", "text": "Rà soát", "ties": ["1.1", "1.2"]}
    assert lines_from(stored_from(lines)) == lines
    assert [line.blank for line in (*lines, PlanLine(CONTENT, " "))] == [False, False, True]
