"""Every kind of criterion at its edges, with the sentences a person reads."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.criteria import KINDS, Declaration, Judged, Record, Statement, Veto, explain, name_of
from workflow.dossier import Answer, Criterion, Dossier, Finding, MonthFigures, NomineeKind, OpenRecord
from workflow.fields import ParameterError
from workflow.kind import Kind
from workflow.measure import Comparison, Measure
from workflow.vocabulary import State

YEAR = [f"2031-{month:02d}" for month in range(1, 13)]
ABOVE_90 = Measure("2031-01", "2031-12", Fraction(90), Comparison.ABOVE, 0)
FROM_90 = Measure("2031-01", "2031-12", Fraction(90), Comparison.AT_LEAST, 0)


def criterion(kind: Kind, evidence: int = 0) -> Criterion:
    return Criterion("k", 3, "Tasks", "All tasks on time.", kind, evidence_required=evidence)


def dossier(answer: Answer | None = None, **facts: object) -> Dossier:
    base: dict[str, object] = {
        "code": "N-1", "state": State.DRAFT, "kind": NomineeKind.COLLECTIVE, "unit_id": 1, "cluster_id": 1,
        "now": datetime(2031, 1, 1, tzinfo=UTC), "answers": {"k": answer} if answer else {},
    }  # fmt: skip
    return Dossier(**(base | facts))  # type: ignore[arg-type]


def year(**odd: tuple[int, int, int] | None) -> tuple[MonthFigures, ...]:
    """Twelve good months, except those named like `m03`; None leaves a month out."""
    figures = []
    for month in YEAR:
        due = odd.get("m" + month[5:], (10, 10, 0))
        if due is not None:
            figures.append(MonthFigures(month, *due))
    return tuple(figures)


def found(kind: Kind, answer: Answer | None = None, needs: int = 0, **facts: object) -> Finding:
    return criterion(kind, needs).finding(dossier(answer, **facts))


def sentences(finding: Finding) -> list[str]:
    return [reason.message % reason.params for reason in finding.reasons]


def measured(kind: Measure, *months: MonthFigures) -> list[str]:
    return sentences(found(kind, Answer(figures=months)))


def test_a_good_year_is_met_and_shows_its_figures() -> None:
    finding = found(ABOVE_90, Answer(figures=year(m03=(11, 10, 0))))
    assert finding.met
    assert finding.reasons == ()
    assert [line["rate"] for line in finding.figures["months"]][:4] == ["100", "100", "90.90", "100"]  # type: ignore[attr-defined]
    rest = {key: value for key, value in finding.figures.items() if key != "months"}
    assert rest == {"overdue": 0, "overdue_allowed": 0, "threshold": "90", "comparison": "above"}


BELOW = "Criterion 3: in 05/2031, %s of 10000 tasks were done on time (%s %%); above 90 %% is asked."


@pytest.mark.parametrize(
    ("on_time", "expected"),
    [(8999, [BELOW % (8999, "89.99")]), (9000, [BELOW % (9000, "90")]), (9001, [])],
)
def test_above_leaves_the_threshold_itself_out(on_time: int, expected: list[str]) -> None:
    assert measured(ABOVE_90, *year(m05=(10000, on_time, 0))) == expected


def test_at_least_takes_the_threshold_in() -> None:
    assert measured(FROM_90, *year(m05=(10000, 9000, 0))) == []
    assert measured(FROM_90, *year(m05=(10000, 8999, 0))) == [
        "Criterion 3: in 05/2031, 8999 of 10000 tasks were done on time (89.99 %); at least 90 % is asked."
    ]


def test_a_rate_just_under_the_threshold_never_reads_as_the_threshold() -> None:
    [reason] = found(FROM_90, Answer(figures=year(m05=(10**30, 9 * 10**29 - 1, 0)))).reasons
    assert reason.params["rate"] == Decimal("89.99")


def test_a_decimal_threshold_is_exact() -> None:
    kind = Measure.from_parameters(
        {"first": "2031-05", "last": "2031-05", "threshold": "97.55", "comparison": "at_least"}
    )
    assert kind.threshold == Fraction(9755, 100)
    assert measured(kind, MonthFigures("2031-05", 10000, 9755, 0)) == []
    assert measured(kind, MonthFigures("2031-05", 10000, 9754, 0)) == [
        "Criterion 3: in 05/2031, 9754 of 10000 tasks were done on time (97.54 %); at least 97.55 % is asked."
    ]


def test_a_good_average_does_not_mend_one_bad_month() -> None:
    assert measured(ABOVE_90, *year(m07=(10, 9, 0))) == [
        "Criterion 3: in 07/2031, 9 of 10 tasks were done on time (90 %); above 90 % is asked."
    ]


def test_a_month_without_tasks_is_no_failure() -> None:
    assert measured(ABOVE_90, *year(m02=(0, 0, 0))) == []


def test_missing_months_are_named_in_one_sentence() -> None:
    assert measured(ABOVE_90, *year(m02=None, m11=None)) == [
        "Criterion 3: the figures of these months are missing: 02/2031, 11/2031."
    ]


def test_no_answer_at_all_misses_every_month() -> None:
    finding = found(Measure("2031-12", "2032-01", Fraction(90), Comparison.ABOVE))
    assert sentences(finding) == ["Criterion 3: the figures of these months are missing: 12/2031, 01/2032."]
    assert finding.reasons[0].mend == "criterion:k"
    assert not finding.met


def test_a_thirteenth_month_lies_outside() -> None:
    assert measured(ABOVE_90, *year(), MonthFigures("2032-01", 10, 10, 0)) == [
        "Criterion 3: 01/2032 lies outside the period."
    ]


def test_a_month_entered_twice_is_not_chosen_from() -> None:
    assert measured(ABOVE_90, *year(), MonthFigures("2031-04", 10, 1, 0)) == ["Criterion 3: 04/2031 is entered twice."]


@pytest.mark.parametrize("odd", [(-1, -1, 0), (10, 10, -1), (10, -1, 0)])
def test_negative_figures_are_impossible(odd: tuple[int, int, int]) -> None:
    assert measured(ABOVE_90, *year(m06=odd)) == [
        "Criterion 3: the figures of 06/2031 are not whole numbers from 0 up."
    ]


def test_more_done_than_due_is_impossible() -> None:
    assert measured(ABOVE_90, *year(m06=(10, 11, 0))) == [
        "Criterion 3: in 06/2031 more tasks are done on time than were due."
    ]


def test_one_overdue_task_is_one_too_many_unless_it_is_allowed() -> None:
    assert measured(ABOVE_90, *year(m06=(10, 10, 1))) == ["Criterion 3: overdue tasks in the period: 1; allowed: 0."]
    lenient = Measure("2031-01", "2031-12", Fraction(90), Comparison.ABOVE, 1)
    assert measured(lenient, *year(m06=(10, 10, 1))) == []
    assert measured(lenient, *year(m06=(10, 10, 1), m07=(10, 10, 1))) == [
        "Criterion 3: overdue tasks in the period: 2; allowed: 1."
    ]


@given(due=st.integers(0, 500), on_time=st.integers(0, 500), strict=st.booleans())
def test_the_rule_agrees_with_counting_by_hand(due: int, on_time: int, strict: bool) -> None:
    on_time = min(on_time, due)
    kind = Measure("2031-05", "2031-05", Fraction(90), Comparison.ABOVE if strict else Comparison.AT_LEAST)
    late_allowed = (due - 1) // 10 if strict else due // 10
    finding = found(kind, Answer(figures=(MonthFigures("2031-05", due, on_time, 0),)))
    assert finding.met == (due - on_time <= late_allowed or due == 0)


STATEMENTS = (Statement("hours", "Come and leave on time."), Statement("assets", "No private use of public assets."))


def test_every_statement_is_affirmed_on_its_own() -> None:
    assert sentences(found(Declaration(STATEMENTS), Answer(affirmed=frozenset({"hours"})))) == [
        "Criterion 3: this statement is not affirmed: “No private use of public assets”."
    ]
    assert found(Declaration(STATEMENTS), Answer(affirmed=frozenset({"hours", "assets"}))).met


def test_an_unknown_statement_affirms_nothing() -> None:
    assert len(found(Declaration(STATEMENTS), Answer(affirmed=frozenset({"other"}))).reasons) == 2


def test_a_veto_falls_only_on_an_open_entry_in_its_own_registers() -> None:
    kind, said = Veto(("discipline",), STATEMENTS), Answer(affirmed=frozenset({"hours", "assets"}))
    assert found(kind, said, open_records=(OpenRecord("incident", "1/BC"),)).met
    entries = (OpenRecord("discipline", "12/KL-TTr"), OpenRecord("discipline", "13/KL-TTr"))
    finding = found(kind, said, open_records=entries)
    assert sentences(finding) == ["Criterion 3: an entry in the department's registers must be cleared first."]
    assert "12/KL-TTr" not in repr(finding) and "13/KL-TTr" not in repr(finding)


def test_a_veto_asks_for_its_statements_too() -> None:
    assert len(found(Veto(("discipline",), STATEMENTS)).reasons) == 2


def test_a_record_exists_or_not() -> None:
    kind = Record("unit_plan", "Plan of the unit")
    assert found(kind, records=frozenset({"unit_plan"})).met
    assert sentences(found(kind, records=frozenset({"other"}))) == [
        "Criterion 3: this record of the unit has not been entered: Plan of the unit."
    ]


def test_a_record_that_nobody_can_enter_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ParameterError) as refused:
        Record.from_parameters({"record": "unit_plans", "title": "Plan"})
    assert [str(problem) for problem in refused.value.problems] == [
        "record: expected one of: unit_plan, midterm_report"
    ]


@pytest.mark.parametrize(
    ("narrative", "expected"),
    [
        ("", ["Criterion 3: the account is not written yet."]),
        (" \r\n ", ["Criterion 3: the account is not written yet."]),
        ("abcd", ["Criterion 3: the account has 4 characters; at least 5 are needed."]),
        ("abcde", []),
        ("ab\r\ncd\r\n", []),
        ("abcd\r\nefg", []),
        ("abcdefgh", []),
        ("abcdefghi", ["Criterion 3: the account has 9 characters; at most 8 are allowed."]),
        ("e\u0302\u0301" * 8, []),
    ],
)
def test_an_account_has_a_length_that_readers_would_count(narrative: str, expected: list[str]) -> None:
    assert sentences(found(Judged(5, 8), Answer(narrative=narrative))) == expected


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (ABOVE_90, {"answer": Answer(figures=year())}),
        (Declaration(STATEMENTS), {"answer": Answer(affirmed=frozenset({"hours", "assets"}))}),
        (Veto(("discipline",), STATEMENTS), {"answer": Answer(affirmed=frozenset({"hours", "assets"}))}),
        (Record("plan", "Plan"), {"records": frozenset({"plan"})}),
        (Judged(1, 8), {"answer": Answer("fine")}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_counts_its_evidence(kind: Kind, facts: dict[str, object]) -> None:
    assert found(kind, needs=2, **(facts | {"evidence": {"k": 2}})).met  # type: ignore[arg-type]
    short = found(kind, needs=2, **(facts | {"evidence": {"k": 1, "other": 5}}))  # type: ignore[arg-type]
    assert sentences(short) == ["Criterion 3: evidence files needed: 2; attached: 1."]


def test_what_a_criterion_asks_is_said_in_plain_words() -> None:
    asked = [message % params for message, params in explain(criterion(ABOVE_90, evidence=1))]
    assert asked == [
        "From 01/2031 to 12/2031, in every month, above 90 % of tasks done on time; exactly 90 % is not enough.",
        "No overdue task in the whole period.",
        "A month without tasks is not counted against the unit.",
        "Evidence files to attach: at least 1.",
    ]


PARAMETERS: dict[str, dict[str, object]] = {
    "measure": {"first": "2031-01", "last": "2031-12", "threshold": 90, "comparison": "above", "overdue_allowed": 0},
    "declaration": {"statements": [{"key": "hours", "text": "On time."}]},
    "veto": {"registers": ["discipline"], "statements": [{"key": "hours", "text": "On time."}]},
    "record": {"record": "unit_plan", "title": "Plan"},
    "judged": {"min_length": 1, "max_length": 4000},
}


def test_every_registered_kind_is_read_from_parameters_and_knows_its_name() -> None:
    assert PARAMETERS.keys() == KINDS.keys()
    for name, kind in KINDS.items():
        assert name_of(kind.from_parameters(PARAMETERS[name])) == name


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_or_unknown_parameter_is_refused(name: str) -> None:
    with pytest.raises(ParameterError) as unknown:
        KINDS[name].from_parameters(PARAMETERS[name] | {"colour": "red"})
    assert [problem.path for problem in unknown.value.problems] == ["colour"]
    with pytest.raises(ParameterError) as empty:
        KINDS[name].from_parameters({})
    assert empty.value.expected == "missing; a value is required"


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        ("measure", {"threshold": 120}, "threshold"),
        ("measure", {"threshold": -1}, "threshold"),
        ("measure", {"threshold": 90.5}, "threshold"),
        ("measure", {"threshold": "90.555"}, "threshold"),
        ("measure", {"threshold": True}, "threshold"),
        ("measure", {"threshold": 100}, "threshold"),
        ("measure", {"comparison": "about"}, "comparison"),
        ("measure", {"overdue_allowed": -1}, "overdue_allowed"),
        ("measure", {"first": "2031-13"}, "first"),
        ("measure", {"last": "2030-12"}, "last"),
        ("measure", {"last": "2131-12"}, "last"),
        ("declaration", {"statements": []}, "statements"),
        ("declaration", {"statements": [{"key": "a", "text": " "}]}, "statements[0].text"),
        ("declaration", {"statements": [{"key": "a", "text": "A"}, {"key": "a", "text": "B"}]}, "statements[1].key"),
        ("veto", {"registers": ["Discipline!"]}, "registers[0]"),
        ("veto", {"registers": "discipline"}, "registers"),
        ("judged", {"min_length": 10, "max_length": 9}, "max_length"),
        ("judged", {"max_length": True}, "max_length"),
    ],
)
def test_an_impossible_parameter_is_refused_where_it_stands(name: str, change: dict[str, object], path: str) -> None:
    with pytest.raises(ParameterError) as refused:
        KINDS[name].from_parameters(PARAMETERS[name] | change)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_statement_may_be_asked_for_one_kind_of_nominee_only() -> None:
    for_people = Statement("assets", "No private use of public assets.", frozenset({NomineeKind.INDIVIDUAL}))
    kind = Declaration((Statement("hours", "Come and leave on time."), for_people))
    assert found(kind, Answer(affirmed=frozenset({"hours"}))).met
    read = Declaration.from_parameters(
        {"statements": [{"key": "assets", "text": "No private use.", "applies_to": ["collective"]}]}
    )
    assert read.statements == (Statement("assets", "No private use.", frozenset({NomineeKind.COLLECTIVE})),)
