"""Decisions: rows to the frozen facts of `workflow.decision`, and the digest that names what is signed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nomination.clock import VIETNAM
from nomination.dossiers import Loaded
from nomination.models import Decision, DecisionLine
from nomination.names import fold, sort_key
from workflow.decision import Kind, Line, Paper, Status
from workflow.dossier import Actor, NomineeKind
from workflow.guards import criteria_met

SHOWN = 20
GROUP = 5
NOBODY = Actor(0, "", frozenset())
LAST = 9999
"""Where what has no place of its own goes in a list."""


def content_digest(decision: Decision, lines: Sequence[DecisionLine], codes: dict[int, str]) -> str:
    """SHA-256 over everything that the paper says, in its order. `codes`: the nominations' codes by id."""
    content = {
        "decision": decision.code, "kind": decision.kind, "title": decision.title, "reason": decision.reason,
        "revokes": decision.revokes_id,
        "lines": [
            [line.ordinal, codes[line.nomination_id], line.name, line.unit_name, line.award, line.award_name,
             line.citation, line.material_hash]
            for line in lines
        ],
    }  # fmt: skip
    content |= {"signer": decision.signer_id} if decision.signer_id else {}
    before = {codes[line.nomination_id]: line.before for line in lines if line.before}
    content |= {"before": before} if before else {}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def grouped(digest: str | None) -> str:
    """The digest as people compare it: four groups of five characters."""
    shown = (digest or "")[:SHOWN].upper()
    return " ".join(shown[start : start + GROUP] for start in range(0, len(shown), GROUP))


@dataclass(frozen=True)
class Record:
    """What is known of a decision beside its rows: whoever prepared or changed it, the name of whom its paper names,
    and whether its frozen file is the one that the audit names."""

    writers: frozenset[int]
    signer_name: str = ""
    file_stands: bool = True


def facts(decision: Decision, lines: list[DecisionLine], loaded: dict[int, Loaded], record: Record) -> Paper:
    """The decision as the rules see it. `loaded`: its nominations by id."""
    return Paper(
        code=decision.code,
        kind=Kind(decision.kind),
        status=Status(decision.status),
        lines=tuple(_line(line, loaded[line.nomination_id]) for line in lines),
        writers=record.writers | {decision.prepared_by_id},
        content_digest=content_digest(decision, lines, {key: one.row.code for key, one in loaded.items()}),
        digest=decision.digest,
        frozen_by=decision.frozen_by_id,
        signed_by=decision.signed_by_id,
        signed_on=signing_day(decision),
        signer=decision.signer_id,
        signer_name=record.signer_name,
        scan_by=decision.scan_by_id,
        file_stands=record.file_stands,
    )


def signing_day(decision: Decision) -> date | None:
    """The day on the paper, where it was signed by hand."""
    if decision.signed_at is None or decision.paper_signed_on is not None:
        return decision.paper_signed_on
    return decision.signed_at.astimezone(VIETNAM).date()


def _line(line: DecisionLine, loaded: Loaded) -> Line:
    return Line(
        code=loaded.row.code,
        name=line.name,
        state=loaded.dossier.state,
        held=bool(loaded.dossier.holds),
        citation=line.citation,
        citation_max=loaded.award.citation_max,
        unchanged=line.material_hash == loaded.dossier.material_hash,
        criteria_met=not (loaded.dossier.state.is_open and criteria_met(loaded.dossier, NOBODY)),
    )


def snapshot(loaded: Loaded, ordinal: int, citation: str | None = None) -> DecisionLine:
    """The nomination as it will be printed: names as they are today, whatever becomes of them later."""
    row = loaded.row
    return DecisionLine(
        nomination_id=row.id, ordinal=ordinal, name=printed_name(loaded), unit_name=printed_unit(loaded),
        award=row.award, award_name=loaded.award.name, citation=row.citation if citation is None else citation,
        material_hash=loaded.dossier.material_hash,
    )  # fmt: skip


def printed_name(loaded: Loaded) -> str:
    return " ".join(part for part in (loaded.row.nominee_title.strip(), loaded.row.nominee_name.strip()) if part)


def printed_unit(loaded: Loaded) -> str:
    place = loaded.row.nominee_place.strip()
    return f"{place}, {loaded.unit.name}" if place else loaded.unit.name


def order_key(loaded: Loaded) -> tuple[int, bool, int, str, str]:
    """The order of a fresh list: by award, collectives first, then by cluster, unit and given name."""
    row = loaded.row
    place = [award.code for award in loaded.campaign.awards].index(row.award)
    rank = loaded.cluster.rank if loaded.cluster else LAST
    return place, row.kind != NomineeKind.COLLECTIVE, rank, fold(loaded.unit.name), sort_key(row.nominee_name)
