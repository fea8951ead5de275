"""Rule sets: values by day, shares, the rule of a round, and files that must not pass."""

from datetime import date
from typing import Any

import pytest

from workflow.ballot import Base, Rule, Share, votes_needed
from workflow.fields import ParameterError, read_whole
from workflow.ruleset import Confidence, Parameter, RuleSet, UnknownParameter, share_from
from workflow.ruleset_reading import REQUIRED, read_ruleset

SAMPLE = {str: "none", int: 3, bool: True}


def parameter(key: str, value: object, **more: object) -> dict[str, object]:
    return {"key": key, "value": value, "citation": "Art. 8", "confidence": "high", **more}


def content(*more: dict[str, object], **change: object) -> dict[str, Any]:
    values = {key: SAMPLE[kind] for key, kind in REQUIRED.items()}
    values |= {"cluster.quorum": "2/3", "cluster.threshold": "> 1/2", "cluster.base": "present"}
    values |= {"council.quorum": "2/3", "council.base": "eligible"}
    parameters = [parameter(key, value) for key, value in (values | change).items() if value is not ...]
    return {
        "code": "rules", "title": "Rules",
        "texts": [{"number": "1/QĐ", "title": "Decision", "in_force_to": "2031-12-31"}],
        "parameters": [*parameters, parameter("council.threshold.flag", "90/100"), *more],
    }  # fmt: skip


def rules(*more: dict[str, object], **change: object) -> RuleSet:
    return read_whole(content(*more, **change), read_ruleset)


def refused(*more: dict[str, object], **change: object) -> list[str]:
    with pytest.raises(ParameterError) as error:
        rules(*more, **change)
    return [str(problem) for problem in error.value.problems]


def test_the_rule_of_a_round_is_that_of_its_body_and_form() -> None:
    assert rules().rule("council", "flag") == Rule(Share(2, 3), Share(90, 100), Base.ELIGIBLE)
    assert rules().rule("cluster", "flag") == Rule(Share(2, 3), Share(1, 2, strict=True), Base.PRESENT)
    assert votes_needed(6, rules().rule("cluster", "flag").threshold) == 4


def test_a_form_without_a_threshold_has_no_rule() -> None:
    assert not rules().has_rule("council", "medal")
    with pytest.raises(UnknownParameter, match="rules: no threshold of the council for medal"):
        rules().rule("council", "medal")


def test_a_value_is_that_of_the_day() -> None:
    salary = [
        parameter("salary", 100, valid_to="2031-06-30"),
        parameter("salary", 120, valid_from="2031-07-01"),
    ]
    ruleset = rules(*salary)
    assert ruleset.whole("salary", date(2031, 6, 30)) == 100
    assert ruleset.whole("salary", date(2031, 7, 1)) == 120
    with pytest.raises(UnknownParameter, match="2 values for salary on any day"):
        ruleset.value("salary")
    with pytest.raises(UnknownParameter, match="0 values for wages on 2031-07-01"):
        ruleset.value("wages", date(2031, 7, 1))


def test_a_value_is_asked_for_by_its_type() -> None:
    assert rules().flag("council.chair_must_agree") is True
    with pytest.raises(UnknownParameter, match="is not a whole number"):
        rules().whole("council.chair_must_agree")
    with pytest.raises(UnknownParameter, match="is not true or false"):
        rules().flag("ballot.min_voters")
    with pytest.raises(UnknownParameter, match="is not a text"):
        rules().text("ballot.min_voters")
    with pytest.raises(UnknownParameter, match="is not a share"):
        rules().share("council.base")


def test_a_text_expires_the_day_after_its_last() -> None:
    [text] = rules().texts
    assert not text.expired(date(2031, 12, 31))
    assert text.expired(date(2032, 1, 1))


@pytest.mark.parametrize("written", ["90", "3/2", "0/3", "> 1/1", "2/3/4", "0.9", 90, None, "-1/2"])
def test_what_is_not_a_share_is_none(written: object) -> None:
    assert share_from(written) is None


def test_memory_and_our_own_choices_are_not_shown_as_verified() -> None:
    assert {one for one in Confidence if not one.verified} == {Confidence.MEMORY, Confidence.OURS}


def test_two_values_for_one_day_are_refused() -> None:
    twice = [parameter("salary", 100, valid_to="2031-07-01"), parameter("salary", 120, valid_from="2031-07-01")]
    n = len(content()["parameters"]) + 1
    assert refused(*twice) == [f"parameters[{n}].key: “salary” has two values for the same day"]


def test_what_the_process_needs_must_be_there_with_the_right_type() -> None:
    assert refused(**{"council.quorum": ...}) == ["parameters: missing; the process needs the parameter council.quorum"]
    assert refused(**{"ballot.min_voters": "5"}) == [
        "parameters: the parameter ballot.min_voters has a value of the wrong type"
    ]


def test_a_share_and_a_base_are_checked_where_they_stand() -> None:
    where = [entry["key"] for entry in content()["parameters"]]
    share = "expected a share such as “2/3”, or “> 1/2” for more than half"
    assert refused(**{"council.quorum": "1.5/2", "council.base": "everybody"}) == [
        f"parameters[{where.index('council.quorum')}].value: {share}",
        f"parameters[{where.index('council.base')}].value: expected one of: eligible, present, valid",
    ]


def test_a_day_that_no_calendar_has_is_refused() -> None:
    n = len(content()["parameters"])
    assert refused(parameter("salary", 1, valid_from="2031-02-30")) == [
        f"parameters[{n}].valid_from: expected a day such as “2031-12-15”"
    ]
    assert refused(parameter("salary", 1, valid_from="2031-02-02", valid_to="2031-02-01")) == [
        f"parameters[{n}].valid_to: expected a day not before valid_from"
    ]
    assert refused(parameter("Salary!", [1])) == [
        f"parameters[{n}].key: expected a name such as “council.quorum”",
        f"parameters[{n}].value: expected a text, a whole number, true, false or nothing",
    ]


def test_a_campaign_sets_what_the_law_leaves_to_the_ministry() -> None:
    own = Parameter("council.threshold.medal", "3/4", "Decision 7", Confidence.MINISTRY)
    mine = rules().with_own([own])
    assert mine.rule("council", "medal") == Rule(Share(2, 3), Share(3, 4), Base.ELIGIBLE)
    assert mine.rule("council", "flag") == rules().rule("council", "flag")
    assert rules().with_own([]) == rules()


def test_a_rule_of_law_leaves_no_choice() -> None:
    unsure = rules(parameter("bonus", "1.0") | {"confidence": "medium"})
    fixing = unsure.fixing("council.quorum")
    assert fixing is not None and fixing.citation == "Art. 8"
    assert unsure.fixing("bonus") is None
    assert unsure.fixing("unheard_of") is None


def test_a_place_kept_for_unverified_rules_says_nothing() -> None:
    kept = {"code": "later", "title": "Later", "slot": True, "note": "Reported.", "texts": [], "parameters": []}
    empty = read_whole(kept, read_ruleset)
    assert (empty.slot, empty.texts, empty.parameters, empty.note) == (True, (), (), "Reported.")
    with pytest.raises(ParameterError) as error:
        read_whole(content() | {"slot": True}, read_ruleset)
    assert [str(one) for one in error.value.problems] == [
        "slot: expected false: a rule set that says something is no empty place"
    ]


def test_a_set_outlives_its_last_day() -> None:
    ended = read_whole(content() | {"valid_to": "2031-12-31"}, read_ruleset)
    assert not ended.outlived(date(2031, 12, 31))
    assert ended.outlived(date(2032, 1, 1))
    assert not rules().outlived(date(9999, 1, 1))
    assert [text.number for text in rules().expired_texts(date(2032, 1, 1))] == ["1/QĐ"]
