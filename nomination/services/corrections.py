"""Starting a correction (*đính chính*): a new decision that says what one published line said, and what it says now."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination.decisions import snapshot
from nomination.extensions import db
from nomination.models import Campaign, Decision, RegisterEntry
from nomination.services.decisions import new_decision, note
from nomination.services.publishing import check_grounds, standing_award
from nomination.services.transaction import Invalid, locked, writing
from nomination.services.wording import Told, line_problem, plain_line
from workflow.decision import OFFICERS, Kind, preparing
from workflow.dossier import Actor
from workflow.machine import NotYours
from workflow.words import N_

FIELDS = ("name", "unit_name", "citation")
LINE_MAX = 500
NOTHING = N_("Nothing differs from what the register says. Change what is wrong.")


@dataclass(frozen=True)
class Corrected:
    """The line as it should read."""

    name: str
    unit_name: str
    citation: str


def propose_correction(
    actor: Actor, entry_code: str, corrected: Corrected, *, title: str, reason: str, paper: str
) -> str:
    """A draft decision that corrects one published line. Answers its code. The decision that erred stays as it is."""
    with writing():
        against = preparing(Kind.CORRECTION, actor)
        if against:
            raise NotYours(against)
        here = RegisterEntry.nomination_id.is_not(None)
        entry = locked(select(RegisterEntry).where(RegisterEntry.code == entry_code, here))
        loaded = standing_award(entry)
        check_grounds(title, reason, paper)
        before = _before(entry, corrected, loaded.award.citation_max)
        campaign = locked(select(Campaign).where(Campaign.id == entry.campaign_id))
        grounds = f"{paper.strip()}: {reason.strip()}"
        decision = new_decision(actor, campaign, Kind.CORRECTION, title.strip(), grounds)
        decision.revokes_id = entry.decision_id
        line = snapshot(loaded, 1)
        line.name, line.unit_name, line.citation, line.before = *_words(corrected), before
        decision.lines = [line]
        db.session.add(decision)
        db.session.flush()
        erring = db.session.get_one(Decision, entry.decision_id).code
        told = {"entry": entry.code, "corrects": erring, "reason": reason.strip(), "paper": paper.strip()}
        note(actor, decision, "propose_correction", OFFICERS, before=before, **told)
        return decision.code


def _words(corrected: Corrected) -> tuple[str, str, str]:
    name, unit_name, citation = (plain_line(getattr(corrected, field)) for field in FIELDS)
    return name, unit_name, citation


def _before(entry: RegisterEntry, corrected: Corrected, citation_max: int) -> dict[str, str]:
    """What stands in the register now, for everything that will read otherwise."""
    now = dict(zip(FIELDS, _words(corrected), strict=True))
    limits = dict.fromkeys(FIELDS, LINE_MAX) | {"citation": citation_max}
    told = {field: line_problem(text, limits[field], needed=True) for field, text in now.items()}
    problems: dict[str, list[Told]] = {field: [one] for field, one in told.items() if one is not None}
    if problems:
        raise Invalid(problems)
    before = {field: getattr(entry, field) for field in FIELDS if getattr(entry, field) != now[field]}
    if not before:
        raise Invalid.one("", NOTHING)
    return before
