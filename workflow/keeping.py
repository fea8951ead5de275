"""Findings as they are kept for ever: plain JSON, and from it the same sentences and figures again."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflow.dossier import Finding, Reason
from workflow.words import Word

KINDS: dict[str, Any] = {"word": Word, "number": Decimal, "moment": datetime.fromisoformat, "day": date.fromisoformat}


def kept(finding: Finding) -> dict[str, Any]:
    """Whether it was met, every reason against with its parameters, and the figures it rests on."""
    return {
        "met": finding.met,
        "against": [
            {"code": one.code, "message": one.message, "params": _plain(one.params)} for one in finding.reasons
        ],
        "figures": _plain(finding.figures),
    }


def restored(told: Mapping[str, Any]) -> Finding:
    """The finding again, without its places to mend: they may be gone. Old entries may lack parameters and figures."""
    reasons = [Reason(one["code"], one["message"], _live(one.get("params", {}))) for one in told.get("against", ())]
    return Finding(bool(told.get("met")), tuple(reasons), _live(told.get("figures", {})))


def _plain(value: object) -> Any:
    """JSON of its own kind; what JSON does not know is named by its kind."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    for kind, known in (("word", Word), ("number", Decimal), ("moment", datetime), ("day", date)):
        if isinstance(value, known):
            return {kind: value.isoformat() if isinstance(value, date) else str(value)}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} is not kept in a finding")


def _live(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_live(one) for one in value)
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        kind, one = next(iter(value.items()))
        if kind in KINDS and isinstance(one, str):
            return KINDS[kind](one)
    return {key: _live(one) for key, one in value.items()}
