"""The files of a decision for whoever may see it, and what their bytes say of their signatures."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from nomination.extensions import db
from nomination.files import Damaged, store
from nomination.models import Decision, DecisionFile, StoredFile
from nomination.queries.decisions import visible_decisions
from nomination.services.transaction import Missing
from nomination.signing.verify import Verdict, trusted_roots, verify
from workflow.dossier import Actor
from workflow.words import N_

SHOWN = ("issued", "signed", "frozen_pdf")
"""The paper as it now is: the last of these that there is."""

FILE_NAMES = {
    "frozen_pdf": N_("The frozen paper (PDF)"),
    "frozen_docx": N_("The frozen paper (Word)"),
    "signed": N_("Signed digitally (PDF)"),
    "issued": N_("With number and day (PDF)"),
    "scan": N_("Scan of the signed paper"),
}


@dataclass(frozen=True)
class Filed:
    """One file, with the size and type of its content."""

    kind: str
    sha256: str
    size: int
    media_type: str


def files_of(decision: Decision) -> dict[str, Filed]:
    """Every file of a decision by kind: none before it is frozen. One query."""
    if decision.digest is None:
        return {}
    query = select(DecisionFile.kind, StoredFile).join(StoredFile, StoredFile.sha256 == DecisionFile.sha256)
    query = query.where(DecisionFile.decision_id == decision.id)
    found = {kind: Filed(kind, file.sha256, file.size, file.media_type) for kind, file in db.session.execute(query)}
    return {kind: found[kind] for kind in FILE_NAMES if kind in found}


def shown_file(files: dict[str, Filed]) -> Filed | None:
    return next((files[kind] for kind in SHOWN if kind in files), None)


def readable_files(actor: Actor, code: str) -> dict[str, Filed]:
    """The same within what the actor may see. Raises `Missing`."""
    decision = db.session.scalar(select(Decision).where(Decision.code == code, visible_decisions(actor)))
    if decision is None:
        raise Missing
    return files_of(decision)


def verdict_of(files: dict[str, Filed]) -> Verdict | None:
    """What the bytes say now; None when nobody signed digitally. Asked anew each time, kept nowhere."""
    file = files.get("issued") or files.get("signed")
    if file is None:
        return None
    try:
        content = b"".join(store().read(file.sha256))
    except (Damaged, FileNotFoundError):
        return Verdict((), unreadable=True)
    return verify(content, trusted_roots(current_app.config))
