"""The matrix of criteria and stages in the reader's words: rows, cells, and below each row all that was found."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from nomination.dossiers import Loaded
from nomination.hypermedia import sentence, spoken
from nomination.pages import moment
from nomination.queries.dossier_findings import Found
from nomination.queries.dossier_stages import Cell, StageView
from workflow.kind import Sentence
from workflow.vocabulary import Stage
from workflow.words import N_

NOW = {
    "met": N_("Machine check now: passes"),
    "not_met": N_("Machine check now: does not pass"),
    "waived": N_("Now: waived"),
}
RULES_SHOWN = 12


def columns_of(stages: Iterable[StageView]) -> list[tuple[str, bool]]:
    return [(gettext(view.stage.label), view.now) for view in stages]


def rows_of(loaded: Loaded, stages: Iterable[StageView], *, without: Stage | None = None) -> list[dict[str, Any]]:
    """A row for each criterion: a cell for each stage (but `without`), and all that was found, stage by stage."""
    shown = list(stages)
    return [
        {
            "number": criterion.number,
            "title": criterion.title,
            "code": criterion.code,
            "files": len(loaded.evidence.get(criterion.code, [])),
            "cells": [_cell(view.cells[criterion.code]) for view in shown if view.stage is not without],
            "story": [
                {
                    "stage": gettext(view.stage.label),
                    "lines": [_line(one, view.cells[criterion.code]) for one in passes],
                }
                for view in shown
                if (passes := view.cells[criterion.code].passes)
            ],
        }
        for criterion in loaded.dossier.applicable()
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    found = cell.latest
    return {
        "status": found.status,
        "label": gettext(found.label),
        "who": _said(found.who),
        "when": moment(found.at),
        "note": found.note,
        "now": gettext(NOW[cell.now]) if cell.now else "",
    }


def _line(found: Found, cell: Cell) -> dict[str, Any]:
    """One finding of the past, whole."""
    several = max(one.nth for one in cell.passes) > 1
    return {
        "nth": gettext("Time %(number)s", number=found.nth) if several else "",
        "status": found.status,
        "label": gettext(found.label),
        "who": _said(found.who),
        "when": moment(found.at),
        "note": found.note,
        "machine": _machine(found),
        "why": [spoken(reason)["text"] for reason in found.why],
        "figures": [sentence(*one) for one in found.figures],
        "rules": found.rules[:RULES_SHOWN],
    }


def _machine(found: Found) -> str:
    if found.machine is None:
        return ""
    return gettext("Machine check then: passed") if found.machine else gettext("Machine check then: did not pass")


def _said(who: Sentence | None) -> str:
    return "" if who is None else sentence(*who)
