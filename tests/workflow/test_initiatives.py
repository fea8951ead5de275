"""What a criterion asks of initiatives, and what to attach: the sentences a person reads, at their edges."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workflow.calendar import read_day
from workflow.criteria import Judged, explain
from workflow.dossier import Answer, Criterion, Dossier, NomineeKind
from workflow.fields import ParameterError
from workflow.initiatives import Asked, Initiative
from workflow.vocabulary import State

TOLD = Initiative("Tra cứu thửa đất", paper="12/QĐ-ABC công nhận sáng kiến")
BARE = Initiative("Đo sâu bằng sóng âm")


def against(kind: Judged, *initiatives: Initiative) -> list[str]:
    criterion = Criterion("k", 2, "New ways", "New ways of working.", kind)
    answers = {"k": Answer(narrative="Đã làm.", initiatives=initiatives)}
    dossier = Dossier("N-1", State.DRAFT, NomineeKind.COLLECTIVE, 1, 1, datetime(2031, 1, 1, tzinfo=UTC))
    finding = criterion.finding(replace(dossier, criteria=(criterion,), answers=answers))
    return [reason.message % reason.params for reason in finding.reasons]


NO_PAPER = "Criterion 2: the paper that recognises this initiative is missing: “Đo sâu bằng sóng âm”."


def test_what_is_named_needs_its_paper_and_what_is_required_its_number() -> None:
    optional, two = Judged(1, 50, Asked.OPTIONAL), Judged(1, 50, Asked.REQUIRED, 2)
    assert (against(optional), against(optional, TOLD), against(optional, TOLD, BARE)) == ([], [], [NO_PAPER])
    assert against(two) == ["Criterion 2: initiatives needed: 2; named: 0."]
    assert against(two, BARE) == ["Criterion 2: initiatives needed: 2; named: 1.", NO_PAPER]
    assert against(two, TOLD, TOLD) == []
    assert against(Judged(1, 50), BARE) == []


def test_the_parameters_are_read_with_their_defaults() -> None:
    assert Judged.from_parameters({"max_length": 9}) == Judged(1, 9, Asked.NONE, 1)
    asked = {"max_length": 9, "initiatives": "required", "initiatives_min": 2}
    assert Judged.from_parameters(asked) == Judged(1, 9, Asked.REQUIRED, 2)
    with pytest.raises(ParameterError) as refused:
        Judged.from_parameters({"max_length": 9, "initiatives": "some", "initiatives_min": 0})
    assert [str(problem) for problem in refused.value.problems] == [
        "initiatives: expected one of: none, optional, required",
        "initiatives_min: expected a whole number from 1 to 20",
    ]


def test_it_says_what_it_asks() -> None:
    def asks(kind: Judged, note: str = "") -> list[str]:
        criterion = Criterion("k", 2, "New ways", "New ways of working.", kind, evidence_note=note)
        return [message % params for message, params in explain(criterion)][1:]

    assert asks(Judged(1, 50)) == []
    assert asks(Judged(1, 50, Asked.OPTIONAL)) == [
        "Initiatives may be named, each with the paper that recognises it; none has to be."
    ]
    assert asks(Judged(1, 50, Asked.REQUIRED, 2), "Giấy công nhận sáng kiến.") == [
        "Initiatives to name, each with the paper that recognises it: at least 2.",
        "What to attach: Giấy công nhận sáng kiến.",
    ]


@pytest.mark.parametrize("typed", ["05/03/2020", " 5/3/2020", "05-03-2020", "05.03.2020", "2020-03-05"])
def test_a_day_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2020, 3, 5)
    assert read_day("31/02/2020") is read_day("hôm qua") is read_day("") is None
