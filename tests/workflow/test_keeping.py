"""What was found comes back from the record as it was."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from workflow.dossier import Finding, Reason
from workflow.keeping import kept, restored
from workflow.words import Word

PARAMS = {
    "number": 3,
    "title": "Hoàn thành nhiệm vụ",
    "stage": Word("Vetting"),
    "roles": (Word("Minister"), Word("Auditor")),
    "rate": Decimal("90.05"),
    "opens": datetime(2020, 3, 1, 1, 30, tzinfo=UTC),
    "day": date(2020, 3, 1),
    "nothing": None,
}
FIGURES = {"months": ({"month": "2020-01", "due": 20, "on_time": 19, "rate": Decimal(95)},), "length": 5}


def test_reasons_and_figures_come_back_the_same() -> None:
    found = Finding(False, (Reason("rate", "Criterion %(number)s", PARAMS, "criterion:c3"),), FIGURES)
    again = restored(json.loads(json.dumps(kept(found))))
    assert again == Finding(False, (Reason("rate", "Criterion %(number)s", PARAMS),), FIGURES)
    assert isinstance(again.reasons[0].params["stage"], Word)


def test_what_was_kept_before_parameters_were_is_read_too() -> None:
    assert restored({"met": True}) == Finding(True)
    assert restored({"met": False, "against": [{"code": "a", "message": "A"}]}) == Finding(False, (Reason("a", "A"),))


def test_what_could_not_be_read_back_is_not_kept() -> None:
    with pytest.raises(TypeError, match="object is not kept in a finding"):
        kept(Finding(True, (), {"odd": object()}))
